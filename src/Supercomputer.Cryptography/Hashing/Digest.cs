using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>Thirty-two bytes that a hash function gave: a value type whose memory is exactly those bytes, in order.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
public readonly struct Digest : IEquatable<Digest>, IComparable<Digest>
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = 32;

    private readonly Vector256<byte> bytes;

    /// <summary>Takes the digest from its bytes.</summary>
    /// <param name="bytes">Exactly <see cref="Size"/> bytes.</param>
    public Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"a digest has {Size} bytes, not {bytes.Length}", nameof(bytes));
        this.bytes = Vector256.Create(bytes);
    }

    /// <summary>The digest of 32 zero bytes.</summary>
    public static Digest Zero => default;

    /// <summary>The bytes, seen in place.</summary>
    /// <param name="digest">The digest that must outlive the span.</param>
    public static ReadOnlySpan<byte> AsBytes(ref readonly Digest digest) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Digest, byte>(ref Unsafe.AsRef(in digest)), Size);

    /// <summary>Writes the bytes to the first 32 of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => bytes.CopyTo(destination);

    /// <summary>The bytes in a new array.</summary>
    public byte[] ToArray()
    {
        byte[] array = new byte[Size];
        CopyTo(array);
        return array;
    }

    /// <inheritdoc/>
    public bool Equals(Digest other) => bytes == other.bytes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => bytes.GetHashCode();

    /// <summary>Orders digests as big-endian numbers.</summary>
    public int CompareTo(Digest other) => AsBytes(in this).SequenceCompareTo(AsBytes(in other));

    /// <summary>Lower-case hexadecimal without prefix.</summary>
    public override string ToString() => Convert.ToHexStringLower(AsBytes(in this));

    /// <summary>Whether all bytes are equal.</summary>
    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    /// <summary>Whether some byte differs.</summary>
    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);

    /// <summary>Order as big-endian numbers.</summary>
    public static bool operator <(Digest left, Digest right) => left.CompareTo(right) < 0;

    /// <summary>Order as big-endian numbers.</summary>
    public static bool operator <=(Digest left, Digest right) => left.CompareTo(right) <= 0;

    /// <summary>Order as big-endian numbers.</summary>
    public static bool operator >(Digest left, Digest right) => left.CompareTo(right) > 0;

    /// <summary>Order as big-endian numbers.</summary>
    public static bool operator >=(Digest left, Digest right) => left.CompareTo(right) >= 0;
}
