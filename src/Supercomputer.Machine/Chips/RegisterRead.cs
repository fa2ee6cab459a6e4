using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>Reads a register of the frame into given limbs. Cost: 2 columns (index, previous time), 3 interactions.</summary>
internal sealed class RegisterRead
{
    private readonly CellAccess access;
    private readonly uint offset;

    /// <summary>Declares the read.</summary>
    /// <param name="air">The chip.</param>
    /// <param name="state">Its state.</param>
    /// <param name="name">The operand's name.</param>
    /// <param name="multiplicity">Whether the register is read.</param>
    /// <param name="space">1 for r32, 2 for r64.</param>
    /// <param name="limbs">The value read.</param>
    /// <param name="offset">The access time, from the clock: 0 for A, 1 for B.</param>
    internal RegisterRead(
        AirBuilder air, StateColumns state, string name, Expression multiplicity, Expression space,
        IReadOnlyList<Expression> limbs, uint offset)
    {
        this.offset = offset;
        Index = air.Column($"{name}.index");
        access = new(air, name, multiplicity, space, state.FramePointer + Index, limbs, limbs, state.Clock + offset);
    }

    internal Cell Index { get; }

    internal void Fill(uint index, uint previousTime, uint clock, Span<uint> row, LookupCounts counts)
    {
        row[Index.Index] = index;
        access.Fill(previousTime, clock + offset, row, counts);
    }
}
