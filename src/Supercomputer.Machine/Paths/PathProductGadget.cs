using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;
using Byte = Supercomputer.Machine.Paths.PathBytes.Byte;

namespace Supercomputer.Machine.Paths;

/// <summary>The product of two values modulo 2^32.</summary>
/// <remarks>
/// Statement and soundness: those of <see cref="MultiplyGadget"/>: bytes are looked up, each limb's sum of products is below 2^24, the result
/// is looked up and carries are bounded by <see cref="CarryColumns"/>: equality of integers; the last carry is dropped.
/// Cost: 2 columns and the carries' bits, 3 lookups, and the operands' bytes.
/// </remarks>
internal sealed class PathProductGadget
{
    private readonly Cell[] result;
    private readonly CarryColumns carries;
    private readonly PathNode made;

    internal PathProductGadget(AirBuilder air, Expression isReal, List<PathFiller> fillers, int node, PathNode made, Byte[] left, Byte[] right)
    {
        this.made = made;
        result = air.Columns($"product[{node}]", 2);
        Expression[] carry = new Expression[2];
        for (int limb = 0; limb < 2; limb++)
        {
            air.Range16(isReal, result[limb]);
            Expression sum = Diagonal(left, right, 2 * limb) + 256 * Diagonal(left, right, 2 * limb + 1);
            if (limb > 0) sum += carry[limb - 1];
            carry[limb] = AirBuilder.InverseOf65536 * (sum - result[limb]);
        }

        carries = new(air, isReal, carry);
        fillers.Add((in PathRow row) => Fill(row));
    }

    internal PathWire Wire => PathWire.Reduced(result[0], result[1]);

    private static Expression Diagonal(Byte[] left, Byte[] right, int diagonal)
    {
        Expression sum = Expression.Zero;
        for (int i = 0; i <= diagonal; i++) sum += left[i].Value * right[diagonal - i].Value;
        return sum;
    }

    private void Fill(in PathRow row)
    {
        uint left = row.Values[made.Left], right = row.Values[made.Right];
        Span<uint> carry = stackalloc uint[2];
        ulong sum = 0;
        for (int limb = 0; limb < 2; limb++)
        {
            sum += ByteProduct.Position(left, right, 4, limb);
            row.Cells[result[limb].Index] = (uint)sum & 0xFFFF;
            row.Counts.Range16((uint)sum & 0xFFFF);
            sum >>= 16;
            carry[limb] = (uint)sum;
        }

        carries.Fill(carry, row.Cells, row.Counts);
    }
}
