using System.Buffers.Binary;
using System.Numerics;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Supercomputer.Primitives.Ssz;

namespace Supercomputer.Consensus.Casper;

/// <summary>A supermajority link of Casper FFG: votes of two thirds of the balance from a checkpoint to that of the next epoch.</summary>
/// <param name="Source">Where the votes start from.</param>
/// <param name="Target">What they justify; the source is final then.</param>
/// <param name="Votes">Who voted; nobody twice.</param>
/// <remarks>Source: Buterin, Griffith, "Casper the Friendly Finality Gadget", 2017.</remarks>
public sealed record CasperLink(CasperCheckpoint Source, CasperCheckpoint Target, IReadOnlyList<CasperVote> Votes)
{
    private const uint DomainBeaconAttester = 0x01000000;

    /// <summary>The fewest votes, heaviest first, that are a supermajority by the balances of both states.</summary>
    /// <param name="config">The network.</param>
    /// <param name="preset">Its sizes.</param>
    /// <param name="source">The checkpoint that the votes start from; its state gives committees and keys.</param>
    /// <param name="target">The checkpoint that they are for.</param>
    /// <param name="attestations">Votes of any kind; those of another link, or whose signature is wrong, are passed over.</param>
    /// <param name="link">The link.</param>
    /// <returns>Null, or why there is none.</returns>
    public static string? TryMake(
        in ConsensusConfig config, CasperPreset preset, CasperCheckpoint source, CasperCheckpoint target, IEnumerable<Attestation> attestations, out CasperLink? link)
    {
        link = null;
        ulong epoch = source.Checkpoint.Epoch + 1;
        if (target.Checkpoint.Epoch != epoch) return $"the checkpoint of epoch {epoch} expected, actual one of epoch {target.Checkpoint.Epoch}";
        Committees committees = new CasperTransition(source.State, preset).CommitteesOf(epoch);
        HashSet<int> voted = [];
        List<CasperVote> votes = [];
        foreach (IGrouping<AttestationData, Attestation> group in attestations
            .Where(vote => vote.Data.Source == source.Checkpoint && vote.Data.Target == target.Checkpoint && preset.ComputeEpochAtSlot(vote.Data.Slot) == epoch)
            .GroupBy(static vote => vote.Data))
            if (Combine(config, source.State.Validators, committees, group.Key, group, voted) is { } vote) votes.Add(vote);
        votes.Sort((left, right) => Weight(source, right.Voters).CompareTo(Weight(source, left.Voters)));
        voted.Clear();
        int used = 0;
        while (used < votes.Count && !(IsSupermajority(source, voted, epoch) && IsSupermajority(target, voted, epoch))) voted.UnionWith(votes[used++].Voters);
        if (!IsSupermajority(source, voted, epoch) || !IsSupermajority(target, voted, epoch))
            return $"votes of two thirds of {source.State.Validators.GetTotalActiveBalance(epoch)} Gwei from epoch {source.Checkpoint.Epoch} to {epoch} expected, actual {Weight(source, voted)}";
        link = new(source, target, votes[..used]);
        return null;
    }

    /// <summary>compute_signing_root of a vote under the domain of attesters.</summary>
    public static Digest SigningRoot(in ConsensusConfig config, in AttestationData data)
    {
        Digest fork = LightClientHelpers.ComputeForkDataRoot(config.Forks.ComputeForkVersion(data.Target.Epoch), config.GenesisValidatorsRoot);
        Span<byte> domain = stackalloc byte[Digest.Size];
        BinaryPrimitives.WriteUInt32BigEndian(domain, DomainBeaconAttester);
        Digest.AsBytes(in fork)[..28].CopyTo(domain[4..]);
        return SszMerkle.HashPair(data.HashTreeRoot(), new(domain));
    }

    /// <summary>One vote of all that voted for the same data: aggregates that do not overlap, the largest first.</summary>
    private static CasperVote? Combine(
        in ConsensusConfig config, ValidatorRegistry validators, Committees committees, in AttestationData data, IEnumerable<Attestation> attestations, HashSet<int> voted)
    {
        if (data.Index >= (ulong)committees.CommitteesPerSlot) return null;
        ReadOnlySpan<int> committee = committees.GetBeaconCommittee(data.Slot, (int)data.Index);
        byte[] bits = new byte[(committee.Length + 7) / 8];
        List<byte> signatures = [];
        Digest root = SigningRoot(config, data);
        foreach (Attestation part in attestations.OrderByDescending(static part => part.AggregationBits.Sum(static bits => BitOperations.PopCount(bits))))
        {
            if (SszReader.ReadBitlistLength(part.AggregationBits, CasperPreset.MaxValidatorsPerCommittee, out int length).IsError || length != committee.Length) continue;
            List<int> voters = Voters(committee, part.AggregationBits);
            if (voters.Count == 0 || voters.Exists(voted.Contains) || !IsSigned(validators, voters, root, part.Signature)) continue;
            voted.UnionWith(voters);
            signatures.AddRange(part.Signature);
            for (int i = 0; i < committee.Length; i++)
                if (IsSet(part.AggregationBits, i)) bits[i / 8] |= (byte)(1 << (i % 8));
        }

        byte[] signature = new byte[G2.CompressedSize];
        return BlsSignatures.TryAggregate([.. signatures], signature) ? new(data, bits, Voters(committee, bits), signature) : null;
    }

    private static List<int> Voters(ReadOnlySpan<int> committee, byte[] bits)
    {
        List<int> voters = [];
        for (int i = 0; i < committee.Length; i++)
            if (IsSet(bits, i)) voters.Add(committee[i]);
        return voters;
    }

    private static bool IsSigned(ValidatorRegistry validators, List<int> voters, in Digest root, byte[] signature)
    {
        byte[] keys = new byte[G1.CompressedSize * voters.Count];
        for (int i = 0; i < voters.Count; i++) validators.PublicKey(voters[i]).CopyTo(keys.AsSpan(G1.CompressedSize * i));
        return BlsSignatures.FastAggregateVerify(keys, Digest.AsBytes(in root), signature);
    }

    private static bool IsSupermajority(CasperCheckpoint checkpoint, HashSet<int> voted, ulong epoch)
    {
        ValidatorRegistry validators = checkpoint.State.Validators;
        ulong votes = 0;
        foreach (int voter in voted)
            if (validators.IsActive(voter, epoch) && !validators.IsSlashed(voter)) votes += validators.EffectiveBalance(voter);
        return 3 * (UInt128)votes >= 2 * (UInt128)validators.GetTotalActiveBalance(epoch);
    }

    private static ulong Weight(CasperCheckpoint checkpoint, IEnumerable<int> voters) =>
        voters.Aggregate(0UL, (sum, voter) => sum + (checkpoint.State.Validators.IsSlashed(voter) ? 0 : checkpoint.State.Validators.EffectiveBalance(voter)));

    private static bool IsSet(byte[] bits, int index) => (bits[index / 8] >> (index % 8) & 1) != 0;
}
