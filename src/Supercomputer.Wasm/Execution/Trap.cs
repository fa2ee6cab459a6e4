using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>A trap: its kind, the specification suite's words for it, and where it happened.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Message">The words.</param>
/// <param name="FunctionName">The function in which it happened, or the segment that did not fit, where known.</param>
/// <param name="ByteOffset">The place of the instruction in the module's bytes; 0 where it is not known.</param>
public sealed record Trap(TrapKind Kind, string Message, string? FunctionName = null, int ByteOffset = 0)
{
    /// <summary>A trap of a host function.</summary>
    public static Trap FromHost(string message) => new(TrapKind.Host, message);

    /// <inheritdoc/>
    public override string ToString() => FunctionName is null ? Message
        : $"{Message} in {PrintableText.Shorten(FunctionName)}{(ByteOffset > 0 ? $" at byte {ByteOffset}" : "")}";

    internal static string MessageOf(TrapKind kind) => kind switch
    {
        TrapKind.Unreachable => "unreachable",
        TrapKind.IntegerDivideByZero => "integer divide by zero",
        TrapKind.IntegerOverflow => "integer overflow",
        TrapKind.InvalidConversionToInteger => "invalid conversion to integer",
        TrapKind.OutOfBoundsMemoryAccess => "out of bounds memory access",
        TrapKind.OutOfBoundsTableAccess => "out of bounds table access",
        TrapKind.UndefinedElement => "undefined element",
        TrapKind.UninitializedElement => "uninitialized element",
        TrapKind.IndirectCallTypeMismatch => "indirect call type mismatch",
        TrapKind.CallStackExhausted => "call stack exhausted",
        _ => "host function trapped",
    };
}
