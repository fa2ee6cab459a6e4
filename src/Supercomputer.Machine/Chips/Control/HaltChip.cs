using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Control;

/// <summary>Ends the run: takes the state off its bus and tells the statement outcome and clock.</summary>
/// <remarks>
/// Statement: the instruction at pc is a halt with this outcome (and cost 0); or, when fuel ran out, any pc and the outcome
/// OutOfFuel. Soundness: the verifier accepts OutOfFuel only with steps equal to the fuel, anything else only with at most as many.
/// Cost: 7 columns, 3 interactions.
/// </remarks>
internal sealed class HaltChip
{
    private readonly Cell isHalt;
    private readonly Cell isOutOfFuel;
    private readonly Cell[] state;
    private readonly Cell outcome;

    internal HaltChip()
    {
        AirBuilder air = new("Halt");
        isHalt = air.Boolean("is_halt");
        isOutOfFuel = air.Boolean("is_out_of_fuel");
        state = [air.Column("clock"), air.Column("pc"), air.Column("fp"), air.Column("pages")];
        outcome = air.Column("outcome");
        Expression isReal = air.OneOf(isHalt, isOutOfFuel);
        Expression zero = Expression.Zero;
        air.AssertZero("out of fuel is an outcome of its own", isOutOfFuel * (outcome - (long)Outcome.OutOfFuel));
        air.Receive(Buses.State, isReal, Limbs.Expressions(state));
        air.Send(
            Buses.Program, isHalt, state[1], (long)Operation.Halt, zero, zero, zero, outcome, zero, zero, zero);
        air.Send(Buses.End, isReal, outcome, state[0]);
        Chip = air.Build();
    }

    internal Chip Chip { get; }

    /// <summary>The trace: the one row in which the run ended.</summary>
    internal Trace Fill(ExecutionResult result)
    {
        using TraceBuilder trace = new(Chip, 1);
        uint[] row = new uint[Chip.Width];
        row[(result.Outcome == Outcome.OutOfFuel ? isOutOfFuel : isHalt).Index] = 1;
        row[state[0].Index] = (uint)result.Clock;
        row[state[1].Index] = result.ProgramCounter;
        row[state[2].Index] = result.FramePointer;
        row[state[3].Index] = result.Pages;
        row[outcome.Index] = (uint)result.Outcome;
        trace.SetRow(0, row);
        return trace.Seal();
    }
}
