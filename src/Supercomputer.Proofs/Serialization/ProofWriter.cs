using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Proofs.Serialization;

/// <summary>Writes proofs in their only encoding; <see cref="ProofReader"/> reads them.</summary>
/// <remarks>Layout: little-endian numbers; a field element is its canonical value in four bytes, an extension element its coordinates,
/// the constant one first; lengths are four bytes, written only where the verifier cannot compute them.</remarks>
public sealed class ProofWriter
{
    private byte[] buffer = new byte[1024];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written so far, seen in place until the next write.</summary>
    public ReadOnlySpan<byte> Written => this.buffer.AsSpan(0, this.Length);

    /// <summary>Writes bytes whose number the reader knows.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(this.Next(bytes.Length));

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value) => this.Next(1)[0] = value;

    /// <summary>Writes a number of four bytes.</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(this.Next(sizeof(uint)), value);

    /// <summary>Writes a number of eight bytes.</summary>
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(this.Next(sizeof(ulong)), value);

    /// <summary>Writes a length that the reader bounds.</summary>
    public void WriteLength(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        this.WriteUInt32((uint)length);
    }

    /// <summary>Writes a digest.</summary>
    public void Write(Digest digest) => digest.CopyTo(this.Next(Digest.Size));

    /// <summary>Writes digests, without their number.</summary>
    public void Write(ReadOnlySpan<Digest> digests) => this.WriteBytes(MemoryMarshal.AsBytes(digests));

    /// <summary>Writes a field element.</summary>
    public void Write<TField>(TField value)
        where TField : unmanaged, IField<TField> =>
        this.Write(new ReadOnlySpan<TField>(in value));

    /// <summary>Writes field elements, without their number.</summary>
    public void Write<TField>(ReadOnlySpan<TField> values)
        where TField : unmanaged, IField<TField>
    {
        ReadOnlySpan<KoalaBear> coordinates = MemoryMarshal.Cast<TField, KoalaBear>(values);
        Span<byte> destination = this.Next(coordinates.Length * sizeof(uint));
        for (int i = 0; i < coordinates.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(i * sizeof(uint))..], coordinates[i].ToCanonical());
    }

    /// <summary>A copy of the bytes written so far.</summary>
    public byte[] ToArray() => this.Written.ToArray();

    private Span<byte> Next(int size)
    {
        if (this.buffer.Length - this.Length < size)
            Array.Resize(ref this.buffer, Math.Max(2 * this.buffer.Length, checked(this.Length + size)));
        Span<byte> next = this.buffer.AsSpan(this.Length, size);
        this.Length += size;
        return next;
    }
}
