using System.Buffers.Binary;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Claims;

/// <summary>Reads the words of a claim; the first that has no canonical value is kept as the reason to refuse it.</summary>
public sealed class ClaimReader
{
    private readonly ReadOnlyMemory<byte> bytes;
    private int at;

    internal ClaimReader(ReadOnlyMemory<byte> bytes) => this.bytes = bytes;

    /// <summary>Which word is refused, what was expected, what was found; null while all are good.</summary>
    public string? Error { get; private set; }

    /// <summary>Thirty-two bytes.</summary>
    /// <param name="name">The word's name.</param>
    public Digest Bytes32(string name) => new(Next(name));

    /// <summary>A number of 256 bits.</summary>
    /// <param name="name">The word's name.</param>
    public Word Uint256(string name) => new(Next(name));

    /// <summary>A number of 64 bits; more refuses the claim.</summary>
    /// <param name="name">The word's name.</param>
    public ulong Uint64(string name)
    {
        ReadOnlySpan<byte> word = Next(name);
        if (word[..24].ContainsAnyExcept((byte)0)) Refuse(name, "a number of 64 bits", word);
        return BinaryPrimitives.ReadUInt64BigEndian(word[24..]);
    }

    /// <summary>Zero or one; anything else refuses the claim.</summary>
    /// <param name="name">The word's name.</param>
    public bool Bool(string name)
    {
        ReadOnlySpan<byte> word = Next(name);
        if (word[..31].ContainsAnyExcept((byte)0) || word[31] > 1) Refuse(name, "0 or 1", word);
        return word[31] == 1;
    }

    /// <summary>An address; a word with other bits refuses the claim.</summary>
    /// <param name="name">The word's name.</param>
    public Address Address(string name)
    {
        ReadOnlySpan<byte> word = Next(name);
        if (word[..12].ContainsAnyExcept((byte)0)) Refuse(name, "an address of 20 bytes", word);
        return new(word[12..]);
    }

    /// <summary>Refuses the claim for a relation between its words that does not hold.</summary>
    /// <param name="good">Whether it holds.</param>
    /// <param name="rule">The relation, as a sentence.</param>
    public void Require(bool good, string rule)
    {
        if (!good) Error ??= rule;
    }

    private ReadOnlySpan<byte> Next(string name)
    {
        // A claim's length is checked before its words are read.
        if (at + ClaimWriter.WordBytes > bytes.Length) throw new InvalidOperationException($"a claim has no word for {name}");
        ReadOnlySpan<byte> word = bytes.Span.Slice(at, ClaimWriter.WordBytes);
        at += ClaimWriter.WordBytes;
        return word;
    }

    private void Refuse(string name, string expected, ReadOnlySpan<byte> word) =>
        Error ??= $"word {at / ClaimWriter.WordBytes} ({name}): expected {expected}, actual 0x{Convert.ToHexStringLower(word)}";
}
