using System.Diagnostics.CodeAnalysis;

namespace Supercomputer.Proofs;

/// <summary>A value that a verifier derived, or the check that failed.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct Checked<T>
    where T : class
{
    private readonly T? value;

    private Checked(T? value, VerificationError? error)
    {
        this.value = value;
        Error = error;
    }

    /// <summary>The failed check, or null.</summary>
    public VerificationError? Error { get; }

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Checked<T>(T value) => new(value, null);

    /// <summary>Wraps a failed check.</summary>
    /// <param name="error">The failed check.</param>
    public static implicit operator Checked<T>(VerificationError error) => new(null, error);

    /// <summary>Whether there is a value; otherwise <see cref="Error"/> says why not.</summary>
    /// <param name="result">The value.</param>
    /// <param name="error">The failed check.</param>
    public bool TryGet([NotNullWhen(true)] out T? result, [NotNullWhen(false)] out VerificationError? error)
    {
        result = value;
        error = value is null ? Error ?? new("verifier", "a value", "none") : null;
        return value is not null;
    }
}
