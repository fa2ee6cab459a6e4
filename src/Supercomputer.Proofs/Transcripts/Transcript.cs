using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Proofs.Transcripts;

/// <summary>The Fiat-Shamir transcript: absorbs what the prover sends, and gives the challenges a verifier would have drawn.</summary>
/// <remarks>
/// Statement: with chain c (32 bytes, first zero) and s blocks squeezed since the last absorption,
/// absorbing frames F sets c = Keccak256(0 || c || s || F); block i of challenges is Keccak256(1 || c || i); grinding asks
/// Keccak256(2 || c || nonce). The tags 0, 1, 2 and the numbers s, i, nonce are eight little-endian bytes. A frame is its kind
/// (one byte), the degree of its elements (one byte), its payload's length (four bytes) and the payload, so two different sequences
/// of observations never give the same bytes. Only Keccak-256 of whole messages is used, so that a contract can follow.
/// Soundness: the caller observes everything it did not compute itself before it samples.
/// Source: the hash chain of Fiat-Shamir for many rounds; domain separation as in SAFE (eprint 2023/522).
/// </remarks>
public sealed class Transcript
{
    private const ulong AbsorbTag = 0, SqueezeTag = 1, GrindTag = 2;
    private const int HeaderSize = 48;
    private const int WordsPerBlock = Digest.Size / sizeof(uint);

    private readonly Keccak256Hasher hasher = new();
    private readonly TranscriptTape? tape;
    private readonly uint[] block = new uint[WordsPerBlock];
    private Digest chain;
    private ulong squeezed;
    private int unread;
    private bool absorbing;

    /// <summary>Starts a transcript.</summary>
    /// <param name="protocol">The name and version of the protocol, which sets it apart from every other.</param>
    public Transcript(ReadOnlySpan<byte> protocol)
        : this(protocol, null)
    {
    }

    /// <summary>Starts a transcript that a test listens to, or whose challenges a test dictates.</summary>
    internal Transcript(ReadOnlySpan<byte> protocol, TranscriptTape? tape)
    {
        this.tape = tape;
        this.Label(protocol);
    }

    /// <summary>Observes the name of the step that follows.</summary>
    public void Label(ReadOnlySpan<byte> label) => this.Frame(TranscriptFrame.Label, 0, label);

    /// <summary>Observes bytes.</summary>
    public void Observe(ReadOnlySpan<byte> bytes) => this.Frame(TranscriptFrame.Bytes, 0, bytes);

    /// <summary>Observes a digest.</summary>
    public void Observe(Digest digest) => this.Frame(TranscriptFrame.Digest, 0, Digest.AsBytes(in digest));

    /// <summary>Observes a length, a height or another count.</summary>
    public void ObserveLength(ulong length) => this.ObserveNumber(TranscriptFrame.Length, length);

    /// <summary>Observes an element of the base field.</summary>
    public void Observe(KoalaBear value) => this.ObserveCoordinates(1, [value]);

    /// <summary>Observes an element of a field.</summary>
    public void Observe<TField>(TField value)
        where TField : unmanaged, IField<TField> =>
        this.ObserveCoordinates(TField.Degree, MemoryMarshal.Cast<TField, KoalaBear>(new ReadOnlySpan<TField>(in value)));

    /// <summary>Observes elements of a field as one frame, their number included.</summary>
    public void Observe<TField>(ReadOnlySpan<TField> values)
        where TField : unmanaged, IField<TField> =>
        this.ObserveCoordinates(TField.Degree, MemoryMarshal.Cast<TField, KoalaBear>(values));

    /// <summary>Draws a challenge, uniform in every coordinate.</summary>
    /// <remarks>Coordinates are 31 bits, drawn again (one time in 128) when they are not below p.</remarks>
    public TField Sample<TField>()
        where TField : unmanaged, IField<TField>
    {
        Span<uint> words = stackalloc uint[TField.Degree];
        foreach (ref uint word in words)
        {
            do word = this.NextWord() & 0x7fffffff;
            while (word >= KoalaBear.Modulus);
        }

        this.tape?.Sampled(words);
        TField challenge = default;
        Span<KoalaBear> coordinates = MemoryMarshal.Cast<TField, KoalaBear>(new Span<TField>(ref challenge));
        for (int i = 0; i < words.Length; i++) coordinates[i] = KoalaBear.FromCanonical(words[i]);
        return challenge;
    }

    /// <summary>Draws a number of <paramref name="bits"/> uniform bits, 0 to 64.</summary>
    public ulong SampleBits(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bits, 64u, nameof(bits));
        Span<uint> words = [this.NextWord(), this.NextWord()];
        this.tape?.Sampled(words);
        ulong number = words[0] | (ulong)words[1] << 32;
        return bits == 64 ? number : number & ((1UL << bits) - 1);
    }

    /// <summary>The prover's proof of work: finds a nonce, observes it and returns it.</summary>
    /// <param name="bits">The difficulty, 0 to <see cref="KeccakGrinding.MaximumBits"/>.</param>
    public ulong Grind(int bits)
    {
        this.FinishAbsorbing();
        ulong nonce = bits == 0 || this.tape is { SkipsGrinding: true } ? 0 : KeccakGrinding.Search(this.Header(GrindTag, stackalloc byte[HeaderSize], 0), bits);
        this.ObserveNumber(TranscriptFrame.Nonce, nonce);
        return nonce;
    }

    /// <summary>The verifier's side of <see cref="Grind"/>: whether the nonce does the work. Observes it either way.</summary>
    /// <param name="bits">The difficulty that the parameters ask, never one that the proof names.</param>
    /// <param name="nonce">The nonce of the proof. With no bits to grind it must be 0, so that a proof has one encoding.</param>
    public bool CheckGrinding(int bits, ulong nonce)
    {
        this.FinishAbsorbing();
        bool passed = bits == 0
            ? nonce == 0
            : KeccakGrinding.Check(this.Header(GrindTag, stackalloc byte[HeaderSize], 0), bits, nonce);
        this.ObserveNumber(TranscriptFrame.Nonce, nonce);
        return passed || (this.tape?.IsReplaying ?? false);
    }

    private void ObserveNumber(TranscriptFrame kind, ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        this.Frame(kind, 0, bytes);
    }

    /// <summary>One frame of canonical little-endian words, hashed in pieces so that no length needs a buffer.</summary>
    private void ObserveCoordinates(int degree, ReadOnlySpan<KoalaBear> coordinates)
    {
        const int Piece = 64;
        Span<byte> bytes = stackalloc byte[Piece * sizeof(uint)];
        this.BeginFrame(TranscriptFrame.Elements, degree, (uint)(coordinates.Length * sizeof(uint)));
        this.tape?.BeginElements(degree);
        for (int at = 0; at < coordinates.Length; at += Piece)
        {
            ReadOnlySpan<KoalaBear> piece = coordinates.Slice(at, Math.Min(Piece, coordinates.Length - at));
            for (int i = 0; i < piece.Length; i++)
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[(i * sizeof(uint))..], piece[i].ToCanonical());
            Span<byte> payload = bytes[..(piece.Length * sizeof(uint))];
            this.hasher.Append(this.tape is null ? payload : this.tape.ContinueElements(payload));
        }
    }

    private void Frame(TranscriptFrame kind, int degree, ReadOnlySpan<byte> payload)
    {
        this.BeginFrame(kind, degree, (uint)payload.Length);
        this.hasher.Append(this.tape is null ? payload : this.tape.Observed(kind, payload));
    }

    private void BeginFrame(TranscriptFrame kind, int degree, uint length)
    {
        if (!this.absorbing) this.hasher.Append(this.Header(AbsorbTag, stackalloc byte[HeaderSize], this.squeezed));
        this.absorbing = true;
        Span<byte> header = stackalloc byte[6];
        header[0] = (byte)kind;
        header[1] = (byte)degree;
        BinaryPrimitives.WriteUInt32LittleEndian(header[2..], length);
        this.hasher.Append(header);
    }

    private void FinishAbsorbing()
    {
        if (!this.absorbing) return;
        this.chain = this.hasher.Finish();
        this.absorbing = false;
        this.squeezed = 0;
        this.unread = 0;
    }

    private uint NextWord()
    {
        this.FinishAbsorbing();
        if (this.unread == 0)
        {
            Keccak256.Hash(
                this.Header(SqueezeTag, stackalloc byte[HeaderSize], this.squeezed++),
                MemoryMarshal.AsBytes(this.block.AsSpan()));
            this.unread = WordsPerBlock;
        }

        return this.block[WordsPerBlock - this.unread--];
    }

    private ReadOnlySpan<byte> Header(ulong tag, Span<byte> header, ulong number)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(header, tag);
        this.chain.CopyTo(header[8..]);
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], number);
        return header;
    }
}
