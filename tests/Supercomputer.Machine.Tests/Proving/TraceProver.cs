using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Transcripts;
using Xunit;

namespace Supercomputer.Machine.Tests.Proving;

/// <summary>A whole proof of whatever statement and traces it is given: what a malicious prover runs.</summary>
internal static class TraceProver
{
    /// <summary>The proof file; the traces are moved into it.</summary>
    internal static byte[] Prove(ProofProfile profile, VerifyingKey key, Statement statement, MachineChips chips, IReadOnlyList<Trace> traces)
    {
        ProofWriter writer = new();
        ProofHeader.Write(writer, profile, statement, segments: 1);
        ProverChannel channel = new(ProofHeader.Begin(profile, statement, key.Program.Limits.Fuel), writer);
        IReadOnlyList<PublicTerm> terms = chips.PublicTerms(
            statement.Output.Span, statement.Outcome, statement.Steps, statement.InstructionCount);
        Assert.Null(profile.Prove(chips, traces, terms, channel, _ => { }));
        return writer.ToArray();
    }
}
