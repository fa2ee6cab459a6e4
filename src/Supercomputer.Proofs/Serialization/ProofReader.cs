using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Proofs.Serialization;

/// <summary>Reads what <see cref="ProofWriter"/> wrote, and only that: one proof has one encoding.</summary>
/// <remarks>
/// Errors: never throws on any bytes. After the first error, <see cref="Error"/> stays and every read gives zeros or empty arrays; the caller
/// may go on and ask once, at the end, with <see cref="Finish"/>.
/// Cost: an array is allocated only after the bytes that fill it were seen to be there.
/// Soundness: counts come from the verifying key; where one must come from the proof, <see cref="ReadLength"/> bounds it.
/// </remarks>
public sealed class ProofReader
{
    private readonly ReadOnlyMemory<byte> bytes;

    /// <summary>Starts at the first byte.</summary>
    public ProofReader(ReadOnlyMemory<byte> bytes) => this.bytes = bytes;

    /// <summary>The first error, or null.</summary>
    public ProofReadError? Error { get; private set; }

    /// <summary>Whether an error was met.</summary>
    public bool Failed => this.Error is not null;

    /// <summary>The offset of the next byte.</summary>
    public int Offset { get; private set; }

    /// <summary>Bytes not read yet.</summary>
    public int Remaining => this.bytes.Length - this.Offset;

    /// <summary>Reads one byte.</summary>
    public byte ReadByte(string name) => this.Take(name, 1) is [byte value] ? value : (byte)0;

    /// <summary>Reads a number of four bytes.</summary>
    public uint ReadUInt32(string name) =>
        this.Take(name, sizeof(uint)) is { Length: > 0 } taken ? BinaryPrimitives.ReadUInt32LittleEndian(taken) : 0;

    /// <summary>Reads a number of eight bytes.</summary>
    public ulong ReadUInt64(string name) =>
        this.Take(name, sizeof(ulong)) is { Length: > 0 } taken ? BinaryPrimitives.ReadUInt64LittleEndian(taken) : 0;

    /// <summary>Reads a length, at most <paramref name="maximum"/>; 0 on error.</summary>
    public int ReadLength(string name, int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximum);
        int start = this.Offset;
        uint length = this.ReadUInt32(name);
        if (length <= (uint)maximum) return (int)length;
        this.Fail(new(ProofReadFailure.TooLarge, name, start, (ulong)maximum, length));
        return 0;
    }

    /// <summary>Reads bytes, seen in place; empty on error.</summary>
    public ReadOnlySpan<byte> ReadBytes(string name, int count) => this.Take(name, count);

    /// <summary>Reads a number of four bytes that the key or the format fixes.</summary>
    public void ExpectUInt32(string name, uint expected)
    {
        int start = this.Offset;
        uint actual = this.ReadUInt32(name);
        if (actual != expected) this.Fail(new(ProofReadFailure.Mismatch, name, start, expected, actual));
    }

    /// <summary>Reads a digest that the key fixes; an error shows the first four bytes of both.</summary>
    public void Expect(string name, Digest expected)
    {
        int start = this.Offset;
        Digest actual = this.ReadDigest(name);
        if (actual != expected) this.Fail(new(ProofReadFailure.Mismatch, name, start, Head(expected), Head(actual)));

        static uint Head(Digest digest) => BinaryPrimitives.ReadUInt32BigEndian(Digest.AsBytes(in digest));
    }

    /// <summary>Reads a digest.</summary>
    public Digest ReadDigest(string name) =>
        this.Take(name, Digest.Size) is { Length: > 0 } taken ? new Digest(taken) : Digest.Zero;

    /// <summary>Reads digests; empty on error.</summary>
    public Digest[] ReadDigests(string name, int count) =>
        this.Take(name, (long)count * Digest.Size) is { Length: > 0 } taken ? MemoryMarshal.Cast<byte, Digest>(taken).ToArray() : [];

    /// <summary>Reads a field element.</summary>
    public TField Read<TField>(string name)
        where TField : unmanaged, IField<TField>
    {
        TField value = default;
        this.Read(name, new Span<TField>(ref value));
        return value;
    }

    /// <summary>Reads field elements into a new array; empty on error.</summary>
    public TField[] Read<TField>(string name, int count)
        where TField : unmanaged, IField<TField>
    {
        if (!this.Has(name, (long)count * TField.Degree * sizeof(uint))) return [];
        TField[] values = new TField[count];
        this.Read(name, values.AsSpan());
        return this.Failed ? [] : values;
    }

    /// <summary>Fills <paramref name="destination"/> with field elements; zeros on error.</summary>
    public void Read<TField>(string name, Span<TField> destination)
        where TField : unmanaged, IField<TField>
    {
        Span<KoalaBear> coordinates = MemoryMarshal.Cast<TField, KoalaBear>(destination);
        int start = this.Offset;
        ReadOnlySpan<byte> taken = this.Take(name, (long)coordinates.Length * sizeof(uint));
        destination.Clear();
        for (int at = 0; at < taken.Length; at += sizeof(uint))
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(taken[at..]);
            if (word >= KoalaBear.Modulus)
            {
                this.Fail(new(ProofReadFailure.NotCanonical, name, start + at, KoalaBear.Modulus, word));
                destination.Clear();
                return;
            }

            coordinates[at / sizeof(uint)] = KoalaBear.FromCanonical(word);
        }
    }

    /// <summary>Whether everything was read without error and no byte is left.</summary>
    public bool Finish()
    {
        if (!this.Failed && this.Remaining > 0)
            this.Fail(new(ProofReadFailure.TrailingBytes, "end of proof", this.Offset, 0, (ulong)this.Remaining));
        return !this.Failed;
    }

    private ReadOnlySpan<byte> Take(string name, long size)
    {
        if (!this.Has(name, size)) return default;
        ReadOnlySpan<byte> taken = this.bytes.Span.Slice(this.Offset, (int)size);
        this.Offset += (int)size;
        return taken;
    }

    private bool Has(string name, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (this.Failed) return false;
        if (size <= this.Remaining) return true;
        this.Fail(new(ProofReadFailure.Truncated, name, this.Offset, (ulong)size, (ulong)this.Remaining));
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fail(ProofReadError error) => this.Error ??= error;
}
