using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Reads words of 32 bytes, big-endian: claims, and what a verifier asks for.</summary>
public ref struct WordReader
{
    private const int WordBytes = 32;

    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads words.</summary>
    public WordReader(ReadOnlySpan<byte> words) => _rest = words;

    /// <summary>The next word.</summary>
    public ReadOnlySpan<byte> Next()
    {
        Guest.Require(_rest.Length >= WordBytes, "a word of 32 bytes was expected where the bytes end");
        ReadOnlySpan<byte> word = _rest.Slice(0, WordBytes);
        _rest = _rest.Slice(WordBytes);
        return word;
    }

    /// <summary>The next word as a number of 64 bits.</summary>
    public ulong UInt64()
    {
        ReadOnlySpan<byte> word = Next();
        for (int i = 0; i < 24; i += 8)
            Guest.Require(BinaryPrimitives.ReadUInt64LittleEndian(word.Slice(i)) == 0, "a word is no number of 64 bits");
        return BinaryPrimitives.ReadUInt64BigEndian(word.Slice(24));
    }

    /// <summary>The next word as an index of a list, below 2^24.</summary>
    public int Index()
    {
        ulong value = UInt64();
        Guest.Require(value < 1 << 24, "an index is 2^24 or more");
        return (int)value;
    }

    /// <summary>The next word as an address: its last 20 bytes.</summary>
    public ReadOnlySpan<byte> Address()
    {
        ReadOnlySpan<byte> word = Next();
        for (int i = 0; i < 12; i++) Guest.Require(word[i] == 0, "a word is no address of 20 bytes");
        return word.Slice(12);
    }

    /// <summary>The next word as a truth value.</summary>
    public bool Bool()
    {
        ulong value = UInt64();
        Guest.Require(value <= 1, "a word is neither 0 nor 1");
        return value == 1;
    }

    /// <summary>Refuses what is left.</summary>
    public readonly void End() => Guest.Require(_rest.Length == 0, "bytes follow the last word");
}
