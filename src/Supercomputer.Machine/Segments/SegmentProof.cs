using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Machine.Segments;

/// <summary>The bytes of one segment: its statement, then the argument.</summary>
internal sealed class SegmentProof
{
    private readonly ProofProfile profile;
    private readonly VerifyingKey key;
    private readonly ProgramInputs inputs;
    private readonly SegmentStatement segment;
    private readonly ProofWriter writer = new();
    private readonly int statementLength;

    /// <summary>Writes the statement.</summary>
    public SegmentProof(ProofProfile profile, VerifyingKey key, ProgramInputs inputs, SegmentStatement segment)
    {
        (this.profile, this.key, this.inputs, this.segment) = (profile, key, inputs, segment);
        Chips = MachineChips.ForSegment(key.Program, inputs.Public.Span, inputs.Disclosed.Span, ends: segment.Outcome is not null);
        SegmentCodec.Write(writer, segment);
        statementLength = writer.Length;
    }

    /// <summary>The segment's chips.</summary>
    public MachineChips Chips { get; }

    /// <summary>Statement and argument.</summary>
    public byte[] Bytes => writer.ToArray();

    /// <summary>Writes the argument. The record is freed.</summary>
    public Checked<TableProver.Made> Prove(ExecutionResult run, ProveOptions options, Action<string> phase) =>
        TableProver.Prove(
            Chips, run, MachineChips.PublicTerms(segment, Chips.Program), SegmentTranscript.Begin(profile, key, inputs.Public, inputs.Disclosed, segment),
            writer, options with { Profile = profile }, phase);

    /// <summary>Whether bytes made elsewhere or earlier are a proof of this segment: what is wrong with them, or null.</summary>
    public VerificationError? Check(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith(writer.Written[..statementLength]))
            return new($"segment {segment.Index}: statement", "the one of this run", "another");
        VerifierChannel channel = new(
            SegmentTranscript.Begin(profile, key, inputs.Public, inputs.Disclosed, segment), new ProofReader(bytes.AsMemory(statementLength)));
        return profile.Verify(Chips, MachineChips.PublicTerms(segment, Chips.Program), channel);
    }
}
