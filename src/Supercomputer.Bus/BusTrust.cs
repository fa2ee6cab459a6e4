using Supercomputer.Claims;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Bus;

/// <summary>What a verifier believes without a proof, and what it asks of proofs.</summary>
public sealed record BusTrust
{
    /// <summary>Beacon block roots from which a FinalizedHeader claim may start.</summary>
    public IReadOnlyList<Digest> Checkpoints { get; init; } = [];

    /// <summary>Header claims that are believed as they are.</summary>
    public IReadOnlyList<FinalizedHeaderClaim> Headers { get; init; } = [];

    /// <summary>Programs of the verifier's own, for Computation claims.</summary>
    public IReadOnlyList<BusProgram> Programs { get; init; } = [];

    /// <summary>The kind of proof that is accepted.</summary>
    public ProofProfile Profile { get; init; } = ProofProfile.Bits128;
}
