using System.Numerics;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Casper;

/// <summary>A supermajority link of Casper FFG: votes of two thirds of the balance from a checkpoint to that of the next epoch.</summary>
/// <param name="Source">Where the votes start from.</param>
/// <param name="Target">What they justify; the source is final then.</param>
/// <param name="Votes">Who voted; nobody twice.</param>
/// <remarks>Source: Buterin, Griffith, "Casper the Friendly Finality Gadget", 2017.</remarks>
public sealed record CasperLink(CasperCheckpoint Source, CasperCheckpoint Target, IReadOnlyList<CasperVote> Votes)
{
    /// <summary>The fewest votes, heaviest first, that are a supermajority by the balances of both states.</summary>
    /// <param name="config">The network.</param>
    /// <param name="source">The checkpoint that the votes start from; its state gives committees and keys.</param>
    /// <param name="target">The checkpoint that they are for.</param>
    /// <param name="attestations">Votes of any kind; those of another link, or whose signature is wrong, are passed over.</param>
    /// <param name="link">The link.</param>
    /// <returns>Null, or why there is none.</returns>
    public static string? TryMake(
        in ConsensusConfig config, CasperCheckpoint source, CasperCheckpoint target, IEnumerable<Attestation> attestations, out CasperLink? link)
    {
        link = null;
        ulong epoch = source.Checkpoint.Epoch + 1;
        if (target.Checkpoint.Epoch != epoch) return $"the checkpoint of epoch {epoch} expected, actual one of epoch {target.Checkpoint.Epoch}";
        Committees committees = new CasperTransition(source.State, config).CommitteesOf(epoch);
        bool isElectra = config.Forks.ForkAt(epoch) >= Fork.Electra;
        ulong slotsPerEpoch = config.Preset.SlotsPerEpoch;
        HashSet<int> voted = [];
        List<CasperVote> votes = [];
        foreach (IGrouping<AttestationData, Attestation> group in attestations
            .Where(vote => vote.Data.Source == source.Checkpoint && vote.Data.Target == target.Checkpoint && vote.Data.Slot / slotsPerEpoch == epoch)
            .Select(vote => isElectra ? vote : InOldForm(vote))
            .Where(vote => (vote.CommitteeBits is null) != isElectra)
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
    public static Digest SigningRoot(in ConsensusConfig config, in AttestationData data) =>
        data.ComputeSigningRoot(config.Forks.ComputeForkVersion(data.Target.Epoch), config.GenesisValidatorsRoot);

    /// <summary>
    /// A block of Electra carries votes for the epoch before it in its own form: those of the first committee, whose index is zero in both.
    /// </summary>
    private static Attestation InOldForm(Attestation vote) =>
        vote.CommitteeBits is [1, .. var others] && others.AsSpan().IndexOfAnyExcept((byte)0) < 0 ? vote with { CommitteeBits = null } : vote;

    /// <summary>One vote of all that voted for the same data: aggregates that do not overlap, the largest first.</summary>
    private static CasperVote? Combine(
        in ConsensusConfig config, ValidatorRegistry validators, Committees committees, in AttestationData data, IEnumerable<Attestation> attestations, HashSet<int> voted)
    {
        HashSet<int> all = [];
        byte[]? committeeBits = null;
        List<byte> signatures = [];
        Digest root = SigningRoot(config, data);
        foreach (Attestation part in attestations.OrderByDescending(static part => part.AggregationBits.Sum(static bits => BitOperations.PopCount(bits))))
        {
            if (AttestingIndices.Of(part, committees, out int[] voters) != VoteFault.None || voters.Any(voted.Contains)) continue;
            if (!IsSigned(validators, voters, root, part.Signature)) continue;
            voted.UnionWith(voters);
            all.UnionWith(voters);
            signatures.AddRange(part.Signature);
            if (part.CommitteeBits is not { } named) continue;
            committeeBits ??= new byte[named.Length];
            for (int i = 0; i < Math.Min(named.Length, committeeBits.Length); i++) committeeBits[i] |= named[i];
        }

        byte[] signature = new byte[G2.CompressedSize];
        if (!BlsSignatures.TryAggregate([.. signatures], signature)) return null;
        int[] members = AttestingIndices.Members(new([], data, signature, committeeBits), committees);
        byte[] bits = new byte[(members.Length + 7) / 8];
        for (int i = 0; i < members.Length; i++)
            if (all.Contains(members[i])) bits[i / 8] |= (byte)(1 << (i % 8));
        return new(data, bits, [.. members.Where(all.Contains)], signature, committeeBits);
    }

    private static bool IsSigned(ValidatorRegistry validators, int[] voters, in Digest root, byte[] signature)
    {
        byte[] keys = new byte[G1.CompressedSize * voters.Length];
        for (int i = 0; i < voters.Length; i++) validators.PublicKey(voters[i]).CopyTo(keys.AsSpan(G1.CompressedSize * i));
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
}
