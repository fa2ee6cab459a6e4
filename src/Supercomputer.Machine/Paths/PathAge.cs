using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>The messages of an access to a word: it is received with an earlier time and sent with that of the access.</summary>
/// <remarks>
/// Statement: time - previous time - 1 = low + 2^16 high, low in [0, 2^16), high a byte by the chip's lookup.
/// Cost: 2 columns, 3 interactions and half a lookup.
/// </remarks>
internal sealed class PathAge
{
    private readonly Cell previous;
    private readonly uint time;

    internal PathAge(
        AirBuilder air, string name, StateCells state, Expression[] cell, Expression[] old, Expression[] next, uint time)
    {
        this.time = time;
        previous = air.Column($"{name}.previous_time");
        High = air.Column($"{name}.age_high");
        Expression now = state.Clock + time;
        air.Receive(Buses.Memory, state.IsReal, [.. cell, .. Limbs.Pad(old), previous]);
        air.Send(Buses.Memory, state.IsReal, [.. cell, .. Limbs.Pad(next), now]);
        air.Range16(state.IsReal, now - previous - 1 - 65536 * High);
    }

    internal Cell High { get; }

    internal void Fill(in PathRow row, uint previousTime)
    {
        uint age = row.Clock + time - 1 - previousTime;
        row.Cells[previous.Index] = previousTime;
        row.Cells[High.Index] = age >> 16;
        row.Counts.Range16(age & 0xFFFF);
    }
}
