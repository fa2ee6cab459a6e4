using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>The accesses of a path's row: memory and registers, and the ages that order them.</summary>
internal sealed partial class PathChip
{
    private void DeclareAccesses(int last)
    {
        for (int index = accesses.Count; index <= last; index++)
        {
            PathAccess access = Plan.Accesses[index];
            IPathAccessGadget gadget = access.IsMemory
                ? new PathAccessGadget(air, index, state, access, access.Offset == 0 ? wires[access.Address] : Reduced(access.Address), StoredBy(access))
                : new PathAuxiliaryGadget(air, index, state, access, access.Address < 0 ? null : Reduced(access.Address), StoredBy(access));
            int at = Plan.RecordOfAccess(index);
            accesses.Add(gadget);
            fillers.Add((in PathRow row) => gadget.Fill(row, at));
        }
    }

    // The limbs of a word, or the bytes of a part.
    private Expression[]? StoredBy(PathAccess access)
    {
        if (!access.IsStore) return null;
        PathWire stored = Reduced(access.Stored);
        if (access.Width == 4) return stored.Limbs;
        (PathBytes.Byte low, PathBytes.Byte high) = bytes.Of(access.Stored, 0, stored);
        return [low.Value, high.Value];
    }

    private void LookUpAges()
    {
        for (int index = 0; index < accesses.Count; index += 2)
        {
            Cell first = accesses[index].AgeHigh;
            Cell? second = index + 1 < accesses.Count ? accesses[index + 1].AgeHigh : null;
            air.Bytes(state.IsReal, first, second is { } cell ? cell : Expression.Zero);
            fillers.Add((in PathRow row) =>
                row.Counts.Bytes(row.Cells[first.Index], second is { } other ? row.Cells[other.Index] : 0));
        }
    }

    private CellAccess DeclareRegister(int index)
    {
        PathRegister register = Plan.Registers[index];
        return new(
            air, $"r{register.Index}", state.IsReal, (long)Space.Register32, state.FramePointer + register.Index,
            Limbs.Expressions(old[index]), Reduced(register.Output).Limbs, state.Clock);
    }
}
