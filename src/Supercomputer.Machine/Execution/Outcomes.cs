namespace Supercomputer.Machine.Execution;

/// <summary>What an <see cref="Outcome"/> means.</summary>
public static class Outcomes
{
    /// <summary>The number of outcomes that a <see cref="Lowering.Operation.Halt"/> can give: the program counters
    /// below this are their halts.</summary>
    public const int HaltCount = (int)Outcome.OutOfFuel;

    private static readonly string[] s_messages =
    [
        "returned", "unreachable", "integer divide by zero", "integer overflow", "out of bounds memory access",
        "out of bounds table access", "undefined element", "uninitialized element", "indirect call type mismatch",
        "call stack exhausted", "input exhausted", "trapped by the program", "requirement failed",
        "invalid conversion to integer", "out of fuel",
    ];

    /// <summary>Whether the program ended by a trap.</summary>
    public static bool IsTrap(this Outcome outcome) => outcome is > Outcome.Returned and < Outcome.OutOfFuel;

    /// <summary>The outcome in the specification suite's words.</summary>
    public static string Message(this Outcome outcome) =>
        (int)outcome < s_messages.Length ? s_messages[(int)outcome] : $"outcome {(int)outcome}";
}
