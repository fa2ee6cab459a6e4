using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>An access of a path to a word of the Auxiliary space, at a fixed address or at a base plus a value in range.</summary>
/// <remarks>
/// Statement and soundness: those of <see cref="Chips.Memory.AuxiliaryChip"/>: the address is a sum in the field; the program tests an index before, and
/// only addresses below 2^29 have cells. The age is that of <see cref="PathAge"/>. Cost: 4 columns; 3 interactions and half a lookup.
/// </remarks>
internal sealed class PathAuxiliaryGadget : IPathAccessGadget
{
    private readonly Cell[] found;
    private readonly PathAge age;

    internal PathAuxiliaryGadget(
        AirBuilder air, int index, StateCells state, PathAccess access, PathWire? address, Expression[]? stored)
    {
        string name = $"auxiliary[{index}]";
        found = air.Columns($"{name}.found", 2);
        Expression[] limbs = Limbs.Expressions(found);
        Expression place = access.Offset;
        if (address is not null) place += address.Limbs[0] + 65536 * address.Limbs[1];
        age = new(air, name, state, [(long)Space.Auxiliary, place], limbs, stored ?? limbs, 1 + (uint)index);
    }

    /// <inheritdoc/>
    public Cell AgeHigh => age.High;

    /// <inheritdoc/>
    public PathWire Found => PathWire.Reduced(found[0], found[1]);

    /// <inheritdoc/>
    public void Fill(in PathRow row, int recordAt)
    {
        Limbs.Write(row.Cells, found, row.Record[recordAt]);
        age.Fill(row, row.Record[recordAt + 1]);
    }
}
