using System.Buffers.Binary;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.Casper;

/// <summary>What a committee votes for.</summary>
/// <param name="Slot">The slot of the committee.</param>
/// <param name="Index">Which committee of the slot, before Electra; zero from it on.</param>
/// <param name="BeaconBlockRoot">The vote for the head.</param>
/// <param name="Source">The justified checkpoint that the vote rests on.</param>
/// <param name="Target">The checkpoint that the vote is for.</param>
/// <remarks>Source: consensus-specs, phase0/beacon-chain.md, "AttestationData".</remarks>
public readonly record struct AttestationData(ulong Slot, ulong Index, Digest BeaconBlockRoot, Checkpoint Source, Checkpoint Target)
{
    /// <summary>DOMAIN_BEACON_ATTESTER, as a big-endian number.</summary>
    internal const uint DomainBeaconAttester = 0x01000000;

    /// <summary>hash_tree_root.</summary>
    public Digest HashTreeRoot() => SszMerkle.Merkleize(
        [SszMerkle.UInt64Chunk(Slot), SszMerkle.UInt64Chunk(Index), BeaconBlockRoot, Source.HashTreeRoot(), Target.HashTreeRoot()], 3);

    /// <summary>compute_signing_root under the domain of attesters.</summary>
    /// <param name="forkVersion">The version that the target's epoch has.</param>
    /// <param name="genesisValidatorsRoot">The chain's.</param>
    public Digest ComputeSigningRoot(uint forkVersion, in Digest genesisValidatorsRoot)
    {
        Digest fork = LightClientHelpers.ComputeForkDataRoot(forkVersion, genesisValidatorsRoot);
        Span<byte> domain = stackalloc byte[Digest.Size];
        BinaryPrimitives.WriteUInt32BigEndian(domain, DomainBeaconAttester);
        Digest.AsBytes(in fork)[..28].CopyTo(domain[4..]);
        return SszMerkle.HashPair(HashTreeRoot(), new(domain));
    }
}
