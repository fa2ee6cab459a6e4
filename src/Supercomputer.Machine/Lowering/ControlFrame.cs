using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Lowering;

/// <summary>A block, loop or if that is open while its function is lowered.</summary>
internal sealed class ControlFrame
{
    internal required Opcode Opcode { get; init; }

    /// <summary>The height of the stack below its parameters.</summary>
    internal required int Base { get; init; }

    /// <summary>The index of its <c>end</c>.</summary>
    internal required int End { get; init; }

    /// <summary>Where a branch to it goes: a loop's start, the end of others.</summary>
    internal required Label Target { get; init; }

    /// <summary>Where a branch to it puts its operands.</summary>
    internal required uint[] TargetHomes { get; init; }

    internal required uint[] ResultHomes { get; init; }

    internal required bool[] AreResultsWide { get; init; }

    /// <summary>Whether what follows its end is the function's return with the same values.</summary>
    internal required bool EndsInReturn { get; init; }

    /// <summary>The <c>return</c> instructions, one or none, that what leaves it for the function's return stands for.</summary>
    internal uint ReturnCost { get; init; }

    /// <summary>Whether a branch to it is the function's return.</summary>
    internal bool IsReturn => EndsInReturn && Opcode != Opcode.Loop;

    /// <summary>For an if, where its condition does not hold.</summary>
    internal Label ElseLabel { get; init; }

    /// <summary>The parameters of an if, for its else.</summary>
    internal StackEntry[] Parameters { get; init; } = [];

    internal bool HasElse { get; set; }

    /// <summary>Whether something jumps to the end.</summary>
    internal bool IsEndUsed { get; set; }
}
