using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>The machine's state in an instruction row: received before the step, sent on after it, and the instruction looked up.</summary>
/// <remarks>Cost: 4 columns, 3 interactions.</remarks>
internal sealed class StateColumns
{
    private readonly AirBuilder air;

    internal StateColumns(AirBuilder air)
    {
        this.air = air;
        Clock = air.Column("clock");
        ProgramCounter = air.Column("pc");
        FramePointer = air.Column("fp");
        Pages = air.Column("pages");
    }

    internal Cell Clock { get; }

    internal Cell ProgramCounter { get; }

    internal Cell FramePointer { get; }

    internal Cell Pages { get; }

    /// <summary>Receives the state and sends the next one, four ticks later.</summary>
    internal void Step(Expression isReal, Expression nextPc, Expression? nextFp = null, Expression? nextPages = null)
    {
        air.Receive(Buses.State, isReal, Clock, ProgramCounter, FramePointer, Pages);
        air.Send(Buses.State, isReal, Clock + 4, nextPc, nextFp ?? FramePointer, nextPages ?? Pages);
    }

    /// <summary>Looks the instruction up in the program; fields not given are 0.</summary>
    internal void Instruction(
        Expression isReal, Expression operation, Expression? d = null, Expression? a = null, Expression? b = null,
        params ReadOnlySpan<Expression> immediates)
    {
        Expression zero = Expression.Zero;
        Expression[] fields = [ProgramCounter, operation, d ?? zero, a ?? zero, b ?? zero, zero, zero, zero, zero];
        for (int index = 0; index < immediates.Length; index++) fields[5 + index] = immediates[index];
        air.Send(Buses.Program, isReal, fields);
    }

    internal void Fill(in Step step, Span<uint> row)
    {
        row[Clock.Index] = step.Clock;
        row[ProgramCounter.Index] = step.ProgramCounter;
        row[FramePointer.Index] = step.FramePointer;
        row[Pages.Index] = step.Pages;
    }
}
