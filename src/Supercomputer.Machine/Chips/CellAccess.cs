using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>One access to a cell: its message of an earlier time is received, one of this time is sent.</summary>
/// <remarks>
/// Statement: this time - previous time - 1 lies in [0, 2^16). Time is below 2^29 on the state's path, so the previous time lies
/// in [-2^16, 2^29) as an integer and time strictly grows along the accesses of a cell: see <see cref="Buses.Memory"/>.
/// Cost: 1 column (free where the multiplicity is 0), 3 interactions.
/// </remarks>
internal sealed class CellAccess
{
    private readonly Cell previous;

    internal CellAccess(
        AirBuilder air, string name, Expression multiplicity, Expression space, Expression address,
        IReadOnlyList<Expression> oldLimbs, IReadOnlyList<Expression> newLimbs, Expression time)
    {
        previous = air.Column($"{name}.previous_time");
        air.Receive(Buses.Memory, multiplicity, [space, address, .. Limbs.Pad(oldLimbs), previous]);
        air.Send(Buses.Memory, multiplicity, [space, address, .. Limbs.Pad(newLimbs), time]);
        air.Range16(multiplicity, time - previous - 1);
    }

    /// <summary>Fills an access that takes place.</summary>
    internal void Fill(uint previousTime, uint time, Span<uint> row, LookupCounts counts)
    {
        row[previous.Index] = previousTime;
        counts.Range16(time - previousTime - 1);
    }
}
