using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>The machine's state in an instruction row: received before the step, sent on after it, and the instruction looked up.</summary>
/// <remarks>Cost: 6 columns, 3 interactions.</remarks>
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
        Count = air.Column("count");
        Cost = air.Column("cost");
    }

    internal Cell Clock { get; }

    internal Cell ProgramCounter { get; }

    internal Cell FramePointer { get; }

    internal Cell Pages { get; }

    internal Cell Count { get; }

    internal Cell Cost { get; }

    /// <summary>Receives the state and sends the next one, four ticks later.</summary>
    internal void Step(Expression isReal, Expression nextPc, Expression? nextFp = null, Expression? nextPages = null)
    {
        air.Receive(Buses.State, isReal, Clock, ProgramCounter, FramePointer, Pages, Count);
        air.Send(Buses.State, isReal, Clock + 4, nextPc, nextFp ?? FramePointer, nextPages ?? Pages, Count + Cost);
    }

    /// <summary>Looks the instruction up in the program; fields not given are 0.</summary>
    internal void Instruction(
        Expression isReal, Expression operation, Expression? d = null, Expression? a = null, Expression? b = null,
        params ReadOnlySpan<Expression> immediates)
    {
        Expression zero = Expression.Zero;
        Expression[] fields = [ProgramCounter, operation, d ?? zero, a ?? zero, b ?? zero, zero, zero, zero, zero, Cost];
        for (int index = 0; index < immediates.Length; index++) fields[5 + index] = immediates[index];
        air.Send(Buses.Program, isReal, fields);
    }

    internal void Fill(in Step step, in Instruction instruction, Span<uint> row)
    {
        row[Clock.Index] = step.Clock;
        row[ProgramCounter.Index] = step.ProgramCounter;
        row[FramePointer.Index] = step.FramePointer;
        row[Pages.Index] = step.Pages;
        row[Count.Index] = step.Count;
        row[Cost.Index] = instruction.Cost;
    }
}
