using System.Buffers.Binary;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Claims;

/// <summary>A number of 256 bits, as a word of the encoding: 32 bytes, big-endian.</summary>
public readonly record struct Word
{
    private readonly Digest bytes;

    /// <summary>A small number.</summary>
    public Word(ulong value)
    {
        Span<byte> word = stackalloc byte[Digest.Size];
        word.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(word[24..], value);
        bytes = new(word);
    }

    /// <summary>A number given big-endian.</summary>
    /// <param name="bigEndian">At most 32 bytes.</param>
    public Word(ReadOnlySpan<byte> bigEndian)
    {
        Span<byte> word = stackalloc byte[Digest.Size];
        word.Clear();
        bigEndian.CopyTo(word[(Digest.Size - bigEndian.Length)..]);
        bytes = new(word);
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination) => bytes.CopyTo(destination);

    /// <summary>The 32 bytes in a new array.</summary>
    public byte[] ToArray() => bytes.ToArray();

    /// <summary>Hexadecimal without leading zeros, behind "0x".</summary>
    public override string ToString() => bytes.ToString().TrimStart('0') is { Length: > 0 } digits ? $"0x{digits}" : "0x0";
}
