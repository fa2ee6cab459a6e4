using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Proving;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Tests.SmallMachine;
using Supercomputer.Proofs.Transcripts;
using Xunit;

namespace Supercomputer.Proofs.Tests.Proving;

/// <summary>What holds each observed value is the challenges drawn after it: with them dictated the value may change, live it may not.</summary>
public sealed class ObservationTests
{
    [Fact]
    public void Every_observed_value_altered_verifies_under_recorded_challenges_and_not_live()
    {
        using FibonacciMachine machine = new(100);
        TranscriptTape proverTape = new(), verifierTape = new();
        ProverChannel channel = new(Start(proverTape), new ProofWriter());
        Assert.Null(ChipSetProver.Prove<KoalaBear6, KeccakMerkleHasher>(FibonacciMachine.Chips, machine.Traces, machine.PublicTerms, channel));
        byte[] proof = channel.Writer.ToArray();
        Assert.True(Verify(machine, proof, verifierTape));

        // Prover and verifier observe and sample the same, in the same order.
        Assert.Equal(proverTape.Samples, verifierTape.Samples);
        Assert.Equal(
            proverTape.Observations.Select(o => (o.Kind, o.Degree, Convert.ToHexString(o.Payload))),
            verifierTape.Observations.Select(o => (o.Kind, o.Degree, Convert.ToHexString(o.Payload))));

        int tried = 0, accepted = 0;
        for (int index = 0; index < verifierTape.Observations.Count; index++)
        {
            if (verifierTape.Observations[index].Payload.Length == 0) continue;
            string name = $"observation {index} ({verifierTape.Observations[index].Kind})";
            Assert.True(Verify(machine, proof, verifierTape.Replay(altered: index)), $"{name}: refused under recorded challenges");
            tried++;
            if (Verify(machine, proof, new TranscriptTape { Altered = index })) accepted++;
        }

        TestContext.Current.SendDiagnosticMessage($"observed values altered: {tried} tried, {accepted} accepted live");
        Assert.True(tried > 50, $"only {tried} observations");
        Assert.Equal(0, accepted);
    }

    [Fact]
    public void A_proof_made_for_dictated_challenges_is_refused_live()
    {
        using FibonacciMachine first = new(100), second = new(100);
        TranscriptTape recorded = new();
        ProverChannel one = new(Start(recorded), new ProofWriter());
        Assert.Null(ChipSetProver.Prove<KoalaBear6, KeccakMerkleHasher>(FibonacciMachine.Chips, first.Traces, first.PublicTerms, one));

        // The same witness under another protocol's challenges: everything is consistent but the transcript.
        ProverChannel other = new(new Transcript("another protocol"u8, recorded.Replay()), new ProofWriter());
        Assert.Null(ChipSetProver.Prove<KoalaBear6, KeccakMerkleHasher>(FibonacciMachine.Chips, second.Traces, second.PublicTerms, other));
        byte[] proof = other.Writer.ToArray();
        VerifierChannel replayed = new(new Transcript("another protocol"u8, recorded.Replay()), new ProofReader(proof));
        Assert.True(Verify(second, replayed));
        Assert.False(Verify(second, new VerifierChannel(new Transcript("another protocol"u8), new ProofReader(proof))));
    }

    private static Transcript Start(TranscriptTape tape) => new("test"u8, tape);

    private static bool Verify(FibonacciMachine machine, byte[] proof, TranscriptTape tape) =>
        Verify(machine, new VerifierChannel(Start(tape), new ProofReader(proof)));

    private static bool Verify(FibonacciMachine machine, VerifierChannel channel) =>
        ChipSetVerifier.Verify<KoalaBear6, KeccakMerkleHasher>(FibonacciMachine.Chips, machine.PublicTerms, _ => null, channel).TryGet(out _, out _);
}
