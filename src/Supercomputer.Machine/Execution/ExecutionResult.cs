namespace Supercomputer.Machine.Execution;

/// <summary>How a run ended.</summary>
public sealed class ExecutionResult
{
    /// <summary>The outcome.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The public output.</summary>
    public required byte[] Output { get; init; }

    /// <summary>The steps before the end: rows of instruction chips, the halting row not counted.</summary>
    /// <remarks>Range: below the fuel, or equal to it when the outcome is <see cref="Outcome.OutOfFuel"/>. The clock of the
    /// last row is 4 + 4 x steps.</remarks>
    public required ulong Steps { get; init; }

    /// <summary>The WebAssembly instructions executed.</summary>
    public required ulong InstructionCount { get; init; }

    /// <summary>The program counter where it ended: a halt, or the next instruction when fuel ran out.</summary>
    public required uint ProgramCounter { get; init; }

    /// <summary>The program counter of the instruction that trapped; the end's own otherwise.</summary>
    public required uint LastProgramCounter { get; init; }

    /// <summary>The program counter of the module's own code in which it ended: where a routine of the runtime trapped, its call's.</summary>
    public required uint PlaceProgramCounter { get; init; }

    /// <summary>The frame pointer at the end.</summary>
    public required uint FramePointer { get; init; }

    /// <summary>The pages of memory at the end.</summary>
    public required uint Pages { get; init; }

    /// <summary>What the program logged; diagnostic only, no part of the statement.</summary>
    public string Log { get; init; } = "";

    /// <summary>The record of the run, where one was asked for.</summary>
    public ExecutionRecord? Record { get; init; }

    /// <summary>The clock at the end.</summary>
    public ulong Clock => 4 + 4 * Steps;
}
