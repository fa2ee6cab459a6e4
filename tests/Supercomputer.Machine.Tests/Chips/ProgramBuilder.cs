using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>A program of the register machine written by hand, after the halts that every program begins with.</summary>
internal sealed class ProgramBuilder
{
    private readonly List<Instruction> instructions =
        [.. Enumerable.Range(0, Outcomes.HaltCount).Select(kind => new Instruction(Operation.Halt, 0, 0, 0, (ulong)kind, 0))];

    internal uint Next => (uint)instructions.Count;

    internal uint StackLimit { get; init; } = 1 << 16;

    internal ulong Fuel { get; init; } = LoweringLimits.Default.Fuel;

    internal uint InitialPages { get; init; }

    internal uint MaximumPages { get; init; } = 16;

    internal ImageInterval[] MemoryImage { get; init; } = [];

    internal ImageInterval[] AuxiliaryImage { get; init; } = [];

    internal ProgramBuilder Add(
        Operation operation, uint d = 0, uint a = 0, uint b = 0, ulong immediate = 0, uint cost = 1)
    {
        instructions.Add(new(operation, d, a, b, immediate, cost));
        return this;
    }

    internal ProgramBuilder Const32(uint d, uint value) => Add(Operation.Const32, d, immediate: value);

    internal ProgramBuilder Const64(uint d, ulong value) => Add(Operation.Const64, d, immediate: value);

    internal LoweredProgram Build() => new()
    {
        Instructions = [.. instructions],
        EntryProgramCounter = (uint)Outcomes.HaltCount,
        InitialPages = InitialPages,
        MaximumPages = MaximumPages,
        MemoryImage = MemoryImage,
        AuxiliaryImage = AuxiliaryImage,
        AuxiliarySize = 256,
        Limits = new() { StackLimit = StackLimit, Fuel = Fuel },
    };
}
