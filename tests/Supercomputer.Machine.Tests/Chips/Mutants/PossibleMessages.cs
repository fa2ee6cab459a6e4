using System.Numerics;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Chips.Tables;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>What a row of some run can receive or look up: the invariants of docs/buses.md and what a key may hold.</summary>
internal static class PossibleMessages
{
    private const uint AddressLimit = 1 << 29, LimbLimit = 1 << 16, TargetLimit = 1 << 24;

    internal static bool IsByteTable(Bus bus) => bus == Buses.Range16 || bus == Buses.Bytes || bus == Buses.And;

    /// <summary>Whether a message can be on a bus in some run of some program, other than by what the row in question does.</summary>
    internal static bool Contains(Bus bus, ReadOnlySpan<uint> values)
    {
        if (bus == Buses.Range16) return values[0] < LimbLimit;
        if (bus == Buses.Bytes) return values[0] < 256 && values[1] < 256;
        if (bus == Buses.And) return values[0] < 256 && values[1] < 256 && (values[0] & values[1]) == values[2];
        if (bus == Buses.State)
            return values[0] is >= 4 and < AddressLimit && values[0] % 4 == 0 && values[1] < TargetLimit && values[2] < AddressLimit
                && values[3] <= LimbLimit;
        if (bus == Buses.Program) return IsInstruction(values);
        if (bus == Buses.Memory) return IsCell(values);
        if (bus == Buses.Input) return values[0] is 1 or 2 && AreLimbs(values[1..]);
        if (bus == Buses.Keccak) return values[1] <= 24 && AreLimbs(values[2..]);
        if (bus == Buses.Sha256) return values[1] <= 4 && AreLimbs(values[2..18]) && !values[18..].ContainsAnyExceptInRange(0u, (4 * LimbLimit) - 1);
        return true;
    }

    private static bool AreLimbs(ReadOnlySpan<uint> values) => !values.ContainsAnyExceptInRange(0u, LimbLimit - 1);

    private static bool AreSpaces(ReadOnlySpan<uint> values) =>
        !values.ContainsAnyExcept((uint)Space.Memory, (uint)Space.Auxiliary);

    private static bool IsCell(ReadOnlySpan<uint> values)
    {
        if (values[0] is 0 or > (uint)Space.Call || values[1] >= AddressLimit) return false;
        if (values[0] == (uint)Space.Call) return values[2] < TargetLimit && values[3] < AddressLimit && values[4] == 0 && values[5] == 0;
        return AreLimbs(values[2..6]) && (values[0] == (uint)Space.Register64 || (values[4] == 0 && values[5] == 0));
    }

    // (pc, operation, d, a, b, i0, i1, i2, i3): fields that the operation does not use are 0.
    private static bool IsInstruction(ReadOnlySpan<uint> values)
    {
        if (values[1] == ProgramTableChip.PathOperation) return values[0] < TargetLimit && !values[2..].ContainsAnyExcept(0u);
        if (values[0] >= TargetLimit || values[1] is 0 or >= (uint)Operations.Count) return false;
        OperandForms forms = ((Operation)values[1]).Forms();
        bool Has(OperandForms form) => (forms & form) != 0;
        bool isWide = Has(OperandForms.A64 | OperandForms.B64 | OperandForms.D64);
        uint destination = Has(OperandForms.Target) ? TargetLimit : Has(OperandForms.D32 | OperandForms.D64) ? LimbLimit : 1;
        if (values[2] >= destination) return false;
        if (values[3] >= (Has(OperandForms.A32 | OperandForms.A64) ? LimbLimit : 1)) return false;
        if (values[4] >= (Has(OperandForms.B32 | OperandForms.B64) ? LimbLimit : 1)) return false;
        if (Has(OperandForms.Whole)) return values[5] < AddressLimit && !values[6..9].ContainsAnyExcept(0u);
        if (AcceleratorCall.Of((Operation)values[1]) is { } call)
        {
            int spaces = 1 + call.Operands.Max(operand => operand.SpaceLimb);
            return AreSpaces(values.Slice(5, spaces)) && !values[(5 + spaces)..9].ContainsAnyExcept(0u);
        }

        if (((Operation)values[1]).IsFixedShift())
            return values[5] is > 0 and <= 256 && BitOperations.IsPow2(values[5]) && values[6] + values[7] + values[8] <= 1 && !values[6..9].ContainsAnyExcept(0u, 1u);
        int limbs = Has(OperandForms.Offset) ? 2 : !Has(OperandForms.Value) ? 0 : isWide ? 4 : 2;
        return AreLimbs(values[5..(5 + limbs)]) && !values[(5 + limbs)..9].ContainsAnyExcept(0u);
    }
}
