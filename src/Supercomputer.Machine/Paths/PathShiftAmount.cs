using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>The amount of shifts by a register, to the left or to the right: bits, moves by bytes and a power of two, shared by all that use it.</summary>
/// <remarks>
/// Statement: with s = amount mod 32 and e = s to the left, 31 - s to the right: e = bit_0 + 2 bit_1 + 4 bit_2 + 8 moves, and power = 2^(e mod 8).
/// Soundness: as <see cref="ShiftGadget"/>: (amount - s) / 32 is looked up in [0, 2^16) and 32 times that is below 2^21, so s is the low limb modulo 32; bits are
/// boolean, moves one-hot. Cost: 8 columns, 1 lookup.
/// </remarks>
internal sealed class PathShiftAmount
{
    private readonly Cell[] bits;
    private readonly Cell[] moves;
    private readonly Cell quarter;

    internal PathShiftAmount(AirBuilder air, Expression isReal, List<PathFiller> fillers, int node, bool isRight, PathWire amount)
    {
        IsRight = isRight;
        string name = $"amount[{node}].{(isRight ? "right" : "left")}";
        bits = air.Booleans($"{name}.bit", 3);
        moves = air.Booleans($"{name}.moves_by", 3);
        quarter = air.Column($"{name}.power_of_two_bits");
        Power = air.Column($"{name}.power");
        Expression effective = bits[0] + 2 * bits[1] + 4 * bits[2], stays = isReal;
        for (int by = 1; by <= 3; by++)
        {
            stays -= moves[by - 1];
            effective += 8L * by * moves[by - 1];
        }

        air.AssertBoolean($"{name} moves once", stays);
        Expression low = isRight ? 31 - effective : effective;
        air.Range16(isReal, AirBuilder.InverseOf65536 * 2048 * (amount.Limbs[0] - low));
        air.AssertEqual($"{name}: power of two bits", quarter, (isReal + bits[0]) * (1 + 3 * bits[1]));
        air.AssertEqual($"{name}: power of three bits", Power, quarter * (1 + 15 * bits[2]));
        Moves = [stays, .. Limbs.Expressions(moves)];
        fillers.Add((in PathRow row) => Fill(row, row.Values[node]));
    }

    internal bool IsRight { get; }

    /// <summary>2^(e mod 8).</summary>
    internal Cell Power { get; }

    /// <summary>One-hot: the bytes that the product moves by.</summary>
    internal Expression[] Moves { get; }

    /// <summary>e for an amount.</summary>
    internal int Effective(uint amount) => IsRight ? 31 - (int)(amount & 31) : (int)(amount & 31);

    private void Fill(in PathRow row, uint amount)
    {
        int effective = Effective(amount);
        row.Counts.Range16((amount & 0xFFFF) >> 5);
        for (int bit = 0; bit < 3; bit++) row.Cells[bits[bit].Index] = (uint)effective >> bit & 1;
        if (effective >= 8) row.Cells[moves[(effective >> 3) - 1].Index] = 1;
        row.Cells[quarter.Index] = 1u << (effective & 3);
        row.Cells[Power.Index] = 1u << (effective & 7);
    }
}
