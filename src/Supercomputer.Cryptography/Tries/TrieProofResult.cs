namespace Supercomputer.Cryptography.Tries;

/// <summary>What a trie proof shows: a value, the key's absence, or nothing because it is refused.</summary>
/// <param name="Value">The value, when the key is present.</param>
/// <param name="Error">Why the proof is refused, else null.</param>
public sealed record TrieProofResult(ReadOnlyMemory<byte>? Value, string? Error)
{
    /// <summary>The proof that the key is absent.</summary>
    public static TrieProofResult Absent { get; } = new(null, null);

    /// <summary>Whether the proof is good (of presence or of absence).</summary>
    public bool IsAccepted => Error is null;

    internal static TrieProofResult Found(ReadOnlyMemory<byte> value) => new(value, null);

    internal static TrieProofResult Refused(string error) => new(null, error);
}
