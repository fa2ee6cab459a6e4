using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using Supercomputer.Bus.Casper;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;

namespace Supercomputer.Bus.Tests.Casper;

/// <summary>The recorded checkpoints of epochs 2 to 4, altered as a test wants them, and votes signed with the devnet's keys, which are known.</summary>
internal sealed class CasperScene
{
    private const int BlockRootsAt = 176, SlotAt = 40, HeaderSlotAt = 64, Validators = 16;
    private static readonly BigInteger s_order = BigInteger.Parse("073eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", System.Globalization.NumberStyles.HexNumber, null);

    private readonly byte[][] states = [.. CasperData.Recorded.States.Take(3).Select(static state => state.ToArray())];

    /// <summary>The network; what votes are signed for may be another.</summary>
    public ZkPosNetwork Network { get; init; } = CasperData.Recorded.Network;

    /// <summary>Overwrites bytes of a validator's record in a state.</summary>
    public CasperScene Alter(int state, int validator, int at, params byte[] bytes)
    {
        ReadOnlySpan<byte> first = CasperData.Checkpoint(states[state]).State.Validators.PublicKey(0);
        // The list is the last place where the key stands.
        bytes.CopyTo(states[state], states[state].AsSpan().LastIndexOf(first) + ValidatorRegistry.ValidatorSize * validator + at);
        return this;
    }

    /// <summary>Moves the block of a state to another slot.</summary>
    public CasperScene Move(int state, ulong slot)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(states[state].AsSpan(SlotAt), slot);
        BinaryPrimitives.WriteUInt64LittleEndian(states[state].AsSpan(HeaderSlotAt), slot);
        return this;
    }

    /// <summary>The checkpoints; each state's block_roots have the blocks before it.</summary>
    public CasperCheckpoint[] Checkpoints()
    {
        CasperCheckpoint[] checkpoints = new CasperCheckpoint[states.Length];
        for (int i = 0; i < states.Length; i++)
        {
            foreach (CasperCheckpoint before in checkpoints.Take(i))
                before.Checkpoint.Root.CopyTo(states[i].AsSpan(BlockRootsAt + Digest.Size * (int)(before.Header.Slot % 64)));
            checkpoints[i] = CasperData.Checkpoint(states[i]);
        }

        return checkpoints;
    }

    /// <summary>A link of the votes of the first so many slots of the epoch, all members of each committee.</summary>
    public CasperLink Link(CasperCheckpoint source, CasperCheckpoint target, int slots = 6, Func<AttestationData, AttestationData>? sign = null, ConsensusConfig? signedFor = null)
    {
        ulong epoch = source.Checkpoint.Epoch + 1;
        Committees committees = new CasperTransition(source.State, CasperData.Recorded.Network.Config).CommitteesOf(epoch);
        return new(source, target, [.. Enumerable.Range(0, slots).Select(i =>
        {
            AttestationData data = new(8 * epoch + (ulong)i, 0, Keccak256.Hash([(byte)i]), source.Checkpoint, target.Checkpoint);
            int[] voters = [.. committees.GetBeaconCommittee(data.Slot, 0)];
            return Vote(data, voters, (1 << voters.Length) - 1, sign, signedFor);
        })]);
    }

    /// <summary>A vote of the members of a committee whose bits are set.</summary>
    public CasperVote Vote(AttestationData data, int[] committee, int bits, Func<AttestationData, AttestationData>? sign = null, ConsensusConfig? signedFor = null)
    {
        int[] voters = [.. committee.Where((_, i) => (bits >> i & 1) != 0)];
        Digest root = CasperLink.SigningRoot(signedFor ?? Network.Config, sign is null ? data : sign(data));
        AffinePoint<Fp2> hash = HashToG2.Hash(Digest.AsBytes(in root), BlsSignatures.ProofOfPossessionTag);
        BigInteger key = voters.Aggregate(BigInteger.Zero, static (sum, voter) => (sum + SecretKey(voter)) % s_order);
        byte[] signature = new byte[G2.CompressedSize];
        G2.Compress(JacobianPoint<Fp2>.ToAffine(JacobianPoint<Fp2>.Multiply(JacobianPoint<Fp2>.FromAffine(hash), Words(key))), signature);
        return new(data, [(byte)bits], voters, signature);
    }

    public ProgramInputs Streams(params CasperLink[] links) => CasperStreams.Of(Network, links);

    /// <summary>The interop key of a validator of a devnet.</summary>
    private static BigInteger SecretKey(int validator)
    {
        byte[] index = new byte[32];
        index[0] = (byte)(validator % Validators);
        return new BigInteger(SHA256.HashData(index), isUnsigned: true) % s_order;
    }

    private static ulong[] Words(BigInteger value)
    {
        byte[] bytes = new byte[32];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return [.. Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8 * i)))];
    }
}
