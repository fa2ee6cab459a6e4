using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Machine.Proving;

/// <summary>The first bytes of a proof file: format, profile, the program's digest, and the claimed end of the run.</summary>
internal static class ProofHeader
{
    /// <summary>The most output bytes of a proof.</summary>
    public const int MaximumOutput = 1 << 20;

    private const uint Magic = 0x50435357; // "WSCP", little-endian
    private const uint FormatVersion = 2;

    /// <summary>The most segments of a proof.</summary>
    public const int MaximumSegments = 1 << 20;

    /// <summary>What a header says.</summary>
    /// <param name="Statement">The claimed statement.</param>
    /// <param name="Segments">In how many segments it is proved.</param>
    public sealed record Contents(Statement Statement, int Segments);

    /// <summary>Writes the header.</summary>
    public static void Write(ProofWriter writer, ProofProfile profile, Statement statement, int segments)
    {
        writer.WriteUInt32(Magic);
        writer.WriteUInt32(FormatVersion);
        writer.WriteByte(profile.Code);
        writer.Write(statement.Program);
        writer.WriteByte((byte)statement.Outcome);
        writer.WriteUInt64(statement.Steps);
        writer.WriteUInt64(statement.InstructionCount);
        writer.WriteLength(statement.Output.Length);
        writer.WriteBytes(statement.Output.Span);
        writer.WriteLength(segments);
    }

    /// <summary>Reads the header of a proof for a known key and known streams: the claimed statement, and in how many segments it is proved.
    /// A proof of any profile but the one asked for is refused.</summary>
    public static Checked<Contents> Read(
        ProofReader reader, ProofProfile profile, VerifyingKey key, ReadOnlyMemory<byte> publicBytes, ReadOnlyMemory<byte> disclosed)
    {
        if (reader.ReadUInt32("file type") is var magic && !reader.Failed && magic != Magic)
            return new VerificationError("file type", "a proof (it begins with WSCP)", $"a file that begins with {FileType.Text(magic)}");
        if (reader.ReadUInt32("format") is var format && !reader.Failed && format != FormatVersion)
            return new VerificationError("proof format", $"{FormatVersion}", $"{format}; use the wsc that made it");
        if (reader.ReadByte("profile") is var code && !reader.Failed && code != profile.Code)
            return new VerificationError("profile", $"{profile}", ProofProfile.Name(code));
        Digest program = reader.ReadDigest("program digest");
        if (!reader.Failed && program != key.Digest)
            return new VerificationError("program", $"digest {key.Digest}", $"the proof is for {program}");
        byte outcome = reader.ReadByte("outcome");
        ulong steps = reader.ReadUInt64("steps"), count = reader.ReadUInt64("instruction count");
        byte[] output = reader.ReadBytes("output", reader.ReadLength("output length", MaximumOutput)).ToArray();
        int segments = reader.ReadLength("segments", MaximumSegments);
        if (reader.Failed) return new VerifierChannel(new Transcript("header"u8), reader).Error;
        if (segments == 0) return new VerificationError("segments", $"1 to {MaximumSegments}", "0");
        return new Contents(new(key.Digest, publicBytes, disclosed, output, (Outcome)outcome, steps, count), segments);
    }

    /// <summary>The protocol's name.</summary>
    public static ReadOnlySpan<byte> Protocol => "world supercomputer machine 1"u8;

    /// <summary>The transcript after it observed protocol, profile, key and statement: where both sides begin.</summary>
    public static Transcript Begin(ProofProfile profile, Statement statement, ulong fuel) => Begin(new(Protocol), profile, statement, fuel);

    /// <summary>The same for a transcript of the protocol that has observed nothing else.</summary>
    public static Transcript Begin(Transcript transcript, ProofProfile profile, Statement statement, ulong fuel)
    {
        transcript.Label(profile.Label);
        transcript.Observe(statement.Program);
        transcript.ObserveLength(fuel);
        transcript.Observe(statement.Public.Span);
        transcript.Observe(statement.Disclosed.Span);
        transcript.ObserveLength((ulong)statement.Outcome);
        transcript.ObserveLength(statement.Steps);
        transcript.ObserveLength(statement.InstructionCount);
        transcript.Observe(statement.Output.Span);
        return transcript;
    }
}
