using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Supercomputer.Guests;
using ZkPos;

namespace CasperFfg;

/// <summary>A supermajority link: validators with two thirds of the balance voted from a checkpoint to that of the next epoch.</summary>
/// <remarks>
/// Private input: the mix of the epoch before the source's and its branch, the target's checkpoint, the branch of the source's root under the
/// target's block_roots, the number of votes, the votes (slot, index of the committee or from Electra on committee_bits as a number, block root,
/// bits of voters committee by committee, their keys' ordinates and slopes, the hash's hints), the sum of all signatures, and the pairing's hints.
/// Soundness: committees and keys are those of the source, which is believed; who voted is counted once. Weights are those of the source's
/// state and of the target's: both must give two thirds. One signature, the sum of all, is an aggregate of distinct messages under keys
/// whose possession was proved by deposits. Source: consensus-specs, phase0/beacon-chain.md, "get_attesting_indices", "is_valid_indexed_attestation";
/// Boneh, Gentry, Lynn, Shacham, "Aggregate and verifiably encrypted signatures from bilinear maps", 2003.
/// </remarks>
internal struct Link
{
    private const uint MostVotes = 1 << 16;

    private Committees _committees;
    private byte[] _source, _target, _domain, _voted;
    private ulong _epoch;
    private bool _isElectra;

    /// <summary>Checks the next link and puts out where it leads.</summary>
    public static void Follow(in Rules rules, in Checkpoint source, out Checkpoint target, ref PrivateInput input)
    {
        Link link = default;
        link.MakeCommittees(in rules, in source, ref input);
        Checkpoint.Read(in rules, out target, ref input);
        Guest.Require(target.Epoch == link._epoch, "the target is not the checkpoint of the epoch after its source");
        target.CheckDescends(in rules, in source, ref input);
        link.BeginVotes(in source, in target);
        byte[] voted = link._voted!;
        uint votes = input.Word();
        Guest.Require(votes != 0 && votes <= MostVotes, "a link has no votes, or more than 2^16");
        G1[] keys = new G1[votes];
        G2[] hashes = new G2[votes];
        for (int i = 0; i < keys.Length; i++) link.ReadVote(in rules, in source, ref keys[i], ref hashes[i], ref input);
        Guest.Require(source.Validators.IsSupermajority(voted, link._epoch), "fewer than two thirds of the balance voted for the target");
        Guest.Require(target.Validators.IsSupermajority(voted, link._epoch), "fewer than two thirds of the target's own balance voted for it");
        Unsafe.SkipInit(out G2 signature);
        G2.Decompress(ref signature, input.Take(96), ref input);
        Pairing.CheckProduct(keys, hashes, in signature, ref input);
    }

    /// <summary>get_seed for attesters, and the committees of the epoch after the source's.</summary>
    private void MakeCommittees(in Rules rules, in Checkpoint source, ref PrivateInput input)
    {
        Span<byte> message = stackalloc byte[44];
        Span<byte> seed = stackalloc byte[32];
        _epoch = source.Epoch + 1;
        ulong slot = _epoch * rules.Chain.SlotsPerEpoch;
        int fork = rules.Chain.ForkAt(slot);
        _isElectra = fork >= Chain.Electra;
        ReadOnlySpan<byte> mix = source.Mix(in rules, source.Epoch - 1, ref input);
        DomainType(message);
        BinaryPrimitives.WriteUInt64LittleEndian(message.Slice(4), _epoch);
        mix.CopyTo(message.Slice(12));
        Guest.Sha256(message, seed);
        Committees.Make(in rules, in source.Validators, _epoch, seed, out _committees);
        MakeDomain(in rules, fork);
    }

    /// <summary>get_domain for attesters in the target's epoch.</summary>
    private void MakeDomain(in Rules rules, int fork)
    {
        Span<byte> version = stackalloc byte[32];
        Span<byte> root = stackalloc byte[32];
        version.Clear();
        rules.Chain.VersionOf(fork).CopyTo(version);
        Sha.Pair(version, rules.Chain.Root(Chain.GenesisValidatorsRootAt), root);
        _domain = new byte[32];
        DomainType(_domain);
        root.Slice(0, 28).CopyTo(_domain.AsSpan(4));
    }

    private void BeginVotes(in Checkpoint source, in Checkpoint target)
    {
        _voted = new byte[source.Validators.Count];
        _source = new byte[32];
        _target = new byte[32];
        CheckpointRoot(source.Epoch, source.Root, _source);
        CheckpointRoot(target.Epoch, target.Root, _target);
    }

    /// <summary>A vote of a part of a committee, or from Electra on of several committees of a slot (EIP-7549): marks its voters, adds their keys, and hashes what they signed.</summary>
    private readonly void ReadVote(in Rules rules, in Checkpoint source, ref G1 sum, ref G2 hash, ref PrivateInput input)
    {
        Span<byte> leaves = stackalloc byte[256];
        leaves.Clear();
        ulong slot = input.Number(), index = input.Number(), committees = index;
        Guest.Require(slot / rules.Chain.SlotsPerEpoch == _epoch, "a vote is of a slot of another epoch than its target");
        if (_isElectra)
        {
            index = 0;
            Guest.Require(_committees.PerSlot == 64 || committees >> (int)_committees.PerSlot == 0, "a vote is of a committee that there is not");
        }
        else
        {
            Guest.Require(index < _committees.PerSlot, "a vote is of a committee that there is not");
            committees = 1UL << (int)index;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(leaves, slot);
        BinaryPrimitives.WriteUInt64LittleEndian(leaves.Slice(32), index);
        input.Take(32).CopyTo(leaves.Slice(64));
        _source.AsSpan().CopyTo(leaves.Slice(96));
        _target.AsSpan().CopyTo(leaves.Slice(128));
        Sha.Merkleize(leaves, leaves.Slice(0, 32));
        Sha.Pair(leaves.Slice(0, 32), _domain, leaves.Slice(0, 32));
        SumVoters(in source, slot, committees, ref sum, ref input);
        HashToG2.Hash(ref hash, leaves.Slice(0, 32), ref input);
    }

    /// <summary>The members of committees of a slot, one after another, whose bits are set.</summary>
    private readonly void SumVoters(in Checkpoint source, ulong slot, ulong committees, ref G1 sum, ref PrivateInput input)
    {
        Unsafe.SkipInit(out G1 key);
        int members = 0;
        for (uint index = 0; index < _committees.PerSlot; index++)
        {
            if ((committees >> (int)index & 1) == 0) continue;
            _committees.Bounds(slot, index, out int start, out int end);
            members += end - start;
        }

        ReadOnlySpan<byte> bits = input.Take((members + 31) / 32 * 4);
        bool hasVoters = false;
        int at = 0;
        for (uint index = 0; index < _committees.PerSlot; index++)
        {
            if ((committees >> (int)index & 1) == 0) continue;
            _committees.Bounds(slot, index, out int start, out int end);
            for (int place = start; place < end; place++, at++)
            {
                if ((bits[at / 8] >> (at % 8) & 1) == 0) continue;
                int voter = _committees.At(place);
                Guest.Require(_voted[voter] == 0, "a validator votes twice");
                _voted[voter] = 1;
                G1.Decompress(ref hasVoters ? ref key : ref sum, source.Validators.Key(voter), ref input);
                if (hasVoters) KeySum.Add(ref sum, in key, ref input);
                hasVoters = true;
            }
        }

        for (; at < 8 * bits.Length; at++) Guest.Require((bits[at / 8] >> (at % 8) & 1) == 0, "a vote has more bits than its committees have members");
        Guest.Require(hasVoters, "a vote has no voters");
    }

    /// <summary>hash_tree_root of a checkpoint.</summary>
    private static void CheckpointRoot(ulong epoch, ReadOnlySpan<byte> root, Span<byte> to)
    {
        Span<byte> number = stackalloc byte[32];
        number.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(number, epoch);
        Sha.Pair(number, root, to);
    }

    /// <summary>DOMAIN_BEACON_ATTESTER.</summary>
    private static void DomainType(Span<byte> to)
    {
        to[0] = 1;
        to[1] = 0;
        to[2] = 0;
        to[3] = 0;
    }
}
