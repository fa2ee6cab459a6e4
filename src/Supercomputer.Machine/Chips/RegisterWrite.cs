using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>Writes limbs to a register of the frame at clock + 3; where the row has the value found there, reads it too.</summary>
/// <remarks>The limbs must be below 2^16 by the chip's own argument. Cost: 2 columns and one for each old limb that the row does not have, 3 interactions.</remarks>
internal sealed class RegisterWrite
{
    private readonly CellAccess access;
    private readonly Cell[] old;

    internal RegisterWrite(
        AirBuilder air, StateColumns state, Expression multiplicity, Expression space, IReadOnlyList<Expression> limbs,
        IReadOnlyList<Expression>? found = null)
    {
        Index = air.Column("d.index");
        old = found is null ? air.Columns("d.old", limbs.Count) : [];
        access = new(
            air, "d", multiplicity, space, state.FramePointer + Index, found ?? Limbs.Expressions(old), limbs, state.Clock + 3);
    }

    internal Cell Index { get; }

    internal void Fill(
        uint index, ulong oldValue, uint previousTime, uint clock, Span<uint> row, LookupCounts counts)
    {
        row[Index.Index] = index;
        if (old.Length > 0) Limbs.Write(row, old, oldValue);
        access.Fill(previousTime, clock + 3, row, counts);
    }
}
