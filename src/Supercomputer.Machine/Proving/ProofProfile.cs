using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Chips;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Proving;
using Supercomputer.Proofs.Soundness;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Machine.Proving;

/// <summary>A kind of proof: the field of its challenges, the hash of its tree, and the bits that every error source reaches.</summary>
/// <remarks>Soundness: a verifier is asked for one profile and accepts that one alone. The profile stands in the proof's header and is the
/// first thing that the transcript observes, so the bytes of one are no proof under another. The protocol is one generic code for all.</remarks>
public abstract class ProofProfile
{
    private readonly byte[] label;

    private ProofProfile(byte code, int fieldDegree, ReadOnlySpan<byte> label)
    {
        (Code, FieldDegree, this.label) = (code, fieldDegree, label.ToArray());
        TargetBits = ChallengeFieldSize.TargetBits(fieldDegree);
    }

    /// <summary>128 bits, challenges of degree 6, Keccak: what is meant where nothing is said.</summary>
    public static ProofProfile Bits128 { get; } = new Direct<KoalaBear6>(1, "direct keccak bits128"u8);

    /// <summary>100 bits, challenges of degree 5, Keccak: for comparison with provers that offer 100.</summary>
    public static ProofProfile Bits100 { get; } = new Direct<KoalaBear5>(2, "direct keccak bits100"u8);

    /// <summary>Every profile, the strongest first.</summary>
    public static IReadOnlyList<ProofProfile> All { get; } = [Bits128, Bits100];

    /// <summary>Every error source reaches at least so many bits.</summary>
    public int TargetBits { get; }

    /// <summary>The degree of the challenge field over KoalaBear.</summary>
    public int FieldDegree { get; }

    /// <summary>The profile's byte in headers and plans.</summary>
    internal byte Code { get; }

    /// <summary>What a transcript observes first.</summary>
    internal ReadOnlySpan<byte> Label => label;

    /// <summary>The profile of so many bits, or null.</summary>
    /// <param name="bits">The target.</param>
    public static ProofProfile? OfBits(int bits) => All.FirstOrDefault(profile => profile.TargetBits == bits);

    /// <inheritdoc/>
    public override string ToString() => $"direct, {TargetBits} bits";

    /// <summary>What this byte names, for messages.</summary>
    internal static string Name(byte code) => All.FirstOrDefault(profile => profile.Code == code)?.ToString() ?? $"profile {code}";

    /// <summary>Layouts, parameters and soundness of an argument over these tables.</summary>
    internal abstract Checked<ChipSetArgument> Argument(IReadOnlyList<ChipShape> shapes, IReadOnlyList<PublicTerm> terms);

    /// <summary>Writes the argument; a failure or null.</summary>
    internal abstract VerificationError? Prove(
        MachineChips chips, IReadOnlyList<Trace> traces, IReadOnlyList<PublicTerm> terms, ProverChannel channel, Action<string> phase);

    /// <summary>Checks an argument to its last byte; a failure or null.</summary>
    internal abstract VerificationError? Verify(MachineChips chips, IReadOnlyList<PublicTerm> terms, VerifierChannel channel);

    private sealed class Direct<TField>(byte code, ReadOnlySpan<byte> label) : ProofProfile(code, TField.Degree, label)
        where TField : unmanaged, IChallengeField<TField>
    {
        internal override Checked<ChipSetArgument> Argument(IReadOnlyList<ChipShape> shapes, IReadOnlyList<PublicTerm> terms) =>
            ChipSetArgument.Create<TField>(shapes, terms);

        internal override VerificationError? Prove(
            MachineChips chips, IReadOnlyList<Trace> traces, IReadOnlyList<PublicTerm> terms, ProverChannel channel, Action<string> phase) =>
            ChipSetProver.Prove<TField, KeccakMerkleHasher>(chips.ChipSet, traces, terms, channel, phase);

        internal override VerificationError? Verify(MachineChips chips, IReadOnlyList<PublicTerm> terms, VerifierChannel channel) =>
            ChipSetVerifier.Verify<TField, KeccakMerkleHasher>(
                chips.ChipSet, terms, shapes => StatementRules.CheckShapes(chips, shapes), channel)
                .TryGet(out _, out VerificationError? error) ? null : error;
    }
}
