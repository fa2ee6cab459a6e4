using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>A word in range shifted or rotated by a register.</summary>
/// <remarks>
/// Statement: as <see cref="PathShiftGadget"/>, where power and moves are those of a <see cref="PathShiftAmount"/>; to the right the product is doubled once more.
/// Soundness: limb times power is at most (2^16 - 1) 2^8, below p, so its three bytes, looked up, are unique; the result's bytes are chosen by the
/// one-hot moves and are bytes, so its limbs are in range. Cost: 8 columns, 3 lookups.
/// </remarks>
internal sealed class PathShiftByGadget
{
    private readonly PathShiftAmount amount;
    private readonly PathNode made;
    private readonly Cell[] low;
    private readonly Cell[] middle;
    private readonly Cell[] high;
    private readonly Cell[] result;

    internal PathShiftByGadget(
        AirBuilder air, Expression isReal, List<PathFiller> fillers, int node, PathNode made, PathShiftAmount amount, PathWire word)
    {
        this.amount = amount;
        this.made = made;
        string name = $"shift[{node}]";
        low = air.Columns($"{name}.low", 2);
        middle = air.Columns($"{name}.middle", 2);
        high = air.Columns($"{name}.high", 2);
        result = air.Columns($"{name}.result", 2);
        long factor = amount.IsRight ? 2 : 1;
        for (int limb = 0; limb < 2; limb++)
        {
            air.AssertEqual(
                $"{name}: limb {limb} times the power", factor * amount.Power * word.Limbs[limb],
                low[limb] + 256 * middle[limb] + 65536 * high[limb]);
            air.Bytes(isReal, low[limb], middle[limb]);
        }

        air.Bytes(isReal, high[0], high[1]);
        AssertResult(air, name);
        fillers.Add((in PathRow row) => Fill(row, node));
    }

    internal PathWire Wire => PathWire.Reduced(result[0], result[1]);

    private bool IsRotation => made.Kind is PathNodeKind.RotateLeftBy or PathNodeKind.RotateRightBy;

    private void AssertResult(AirBuilder air, string name)
    {
        Expression[] product = [low[0], middle[0], low[1] + high[0], middle[1], high[1]];
        Expression Byte(int index)
        {
            Expression sum = Expression.Zero;
            for (int by = 0; by < 4; by++)
                if (index - by is >= 0 and < 5)
                    sum += amount.Moves[by] * product[index - by];
            return sum;
        }

        for (int limb = 0; limb < 2; limb++)
        {
            Expression sum = Expression.Zero;
            if (!amount.IsRight || IsRotation) sum += Byte(2 * limb) + 256 * Byte(2 * limb + 1);
            if (amount.IsRight || IsRotation) sum += Byte(2 * limb + 4) + 256 * Byte(2 * limb + 5);
            air.AssertEqual($"{name}: limb {limb} of the result", result[limb], sum);
        }
    }

    private void Fill(in PathRow row, int node)
    {
        uint word = row.Values[made.Left], above = 0;
        int power = amount.Effective(row.Values[made.Right]) & 7;
        if (amount.IsRight) power++;
        for (int limb = 0; limb < 2; limb++)
        {
            uint product = Limbs.Of(word, limb) << power;
            row.Cells[low[limb].Index] = product & 0xFF;
            row.Cells[middle[limb].Index] = product >> 8 & 0xFF;
            row.Cells[high[limb].Index] = product >> 16;
            row.Counts.Bytes(product & 0xFF, product >> 8 & 0xFF);
            if (limb == 0) above = product >> 16;
            else row.Counts.Bytes(above, product >> 16);
        }

        Limbs.Write(row.Cells, result, row.Values[node]);
    }
}
