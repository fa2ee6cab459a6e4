using System.Diagnostics.CodeAnalysis;

namespace Supercomputer.Consensus.Clients;

/// <summary>What asking endpoints gave: a value, or why there is none; and in both cases whom not to believe.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public sealed class Answer<T>
{
    private Answer(T? value, ClientError? error, IReadOnlyList<ClientError> refusals)
    {
        Value = value;
        Error = error;
        Refusals = refusals;
    }

    /// <summary>The value; default when there is an error.</summary>
    public T? Value { get; }

    /// <summary>Why there is no value.</summary>
    public ClientError? Error { get; }

    /// <summary>The answers that were refused or outvoted, each with its endpoint.</summary>
    public IReadOnlyList<ClientError> Refusals { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsGood => Error is null;

    /// <summary>The reason in words, with all refusals; empty when all endpoints were good.</summary>
    public string Reasons => string.Join(Environment.NewLine, Error is null || Refusals.Contains(Error) ? Refusals : [Error, .. Refusals]);

    internal static Answer<T> Good(T value, IReadOnlyList<ClientError>? refusals = null) => new(value, null, refusals ?? []);

    internal static Answer<T> Refused(ClientError error, IReadOnlyList<ClientError>? refusals = null) => new(default, error, refusals ?? [error]);

    /// <summary>The same error for another type of value.</summary>
    internal Answer<TOther> As<TOther>() => Answer<TOther>.Refused(Error!, Refusals);

    /// <summary>The same answer with refusals that came before it.</summary>
    internal Answer<T> After(IReadOnlyList<ClientError> earlier) => earlier.Count == 0 ? this : new(Value, Error, [.. earlier, .. Refusals]);
}
