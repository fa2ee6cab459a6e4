using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Writes words of 32 bytes, big-endian: a claim.</summary>
public ref struct WordWriter
{
    private const int WordBytes = 32;

    private readonly Span<byte> _words;
    private int _at;

    /// <summary>Writes into zeros.</summary>
    public WordWriter(Span<byte> zeros)
    {
        _words = zeros;
        _at = 0;
    }

    /// <summary>A number.</summary>
    public void Number(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_words.Slice(_at + 24, 8), value);
        _at += WordBytes;
    }

    /// <summary>At most 32 bytes, at the word's end.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_words.Slice(_at + WordBytes - bytes.Length, bytes.Length));
        _at += WordBytes;
    }

    /// <summary>Keccak-256 of bytes.</summary>
    public void Hash(scoped ReadOnlySpan<byte> message)
    {
        Guest.Keccak256(message, _words.Slice(_at, WordBytes));
        _at += WordBytes;
    }

    /// <summary>Leaves words zero.</summary>
    public void Skip(int words) => _at += words * WordBytes;
}
