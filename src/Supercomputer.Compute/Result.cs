using System.Diagnostics.CodeAnalysis;

namespace Supercomputer.Compute;

/// <summary>What reading bytes from outside gave: a value, or why they are refused.</summary>
/// <param name="Value">The value, when the bytes are good.</param>
/// <param name="Error">Which part is refused, what was expected, what was found, and what to do next; else null.</param>
/// <typeparam name="T">What is read.</typeparam>
public sealed record Result<T>(T? Value, string? Error)
    where T : class
{
    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsGood => Error is null;

    /// <summary>A good result.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    internal static Result<T> Refused(string error) => new(null, error);
}
