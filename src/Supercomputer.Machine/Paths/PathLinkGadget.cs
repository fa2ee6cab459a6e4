using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>The access of a path to a call cell: what its last call to that frame leaves, or where a return from its first frame leads.</summary>
/// <remarks>
/// Statement: Call[fp + frame] = (return to, fp + caller) afterwards; or it stays, and holds the program counter and frame where the path ends.
/// Soundness: as <see cref="Chips.Control.CallChip"/> and <see cref="Chips.Control.ReturnChip"/>: the Call space has cells only below the stack limit, so a frame
/// that a row enters is below it. A return from a call of the same row needs no access: the row itself wrote the cell, and no two frames of
/// a row are one, since they differ by constants below 2^24. Cost: 3 columns, 3 interactions.
/// </remarks>
internal sealed class PathLinkGadget
{
    private readonly Cell[] found;
    private readonly CellAccess access;
    private readonly uint time;

    internal PathLinkGadget(AirBuilder air, int index, StateCells state, PathLink link, uint time)
    {
        this.time = time;
        string name = $"call[{index}]";
        found = air.Columns($"{name}.found", 2);
        Expression[] old = Limbs.Expressions(found);
        access = new(
            air, name, state.IsReal, (long)Space.Call, state.FramePointer + link.Frame, old,
            link.ReturnTo < 0 ? old : [link.ReturnTo, state.FramePointer + link.Caller], state.Clock + time);
    }

    /// <summary>The program counter that the cell held.</summary>
    internal Cell ProgramCounter => found[0];

    /// <summary>The frame that the cell held.</summary>
    internal Cell Frame => found[1];

    internal void Fill(in PathRow row, int recordAt)
    {
        row.Cells[found[0].Index] = row.Record[recordAt];
        row.Cells[found[1].Index] = row.Record[recordAt + 1];
        access.Fill(row.Record[recordAt + 2], row.Clock + time, row.Cells, row.Counts);
    }
}
