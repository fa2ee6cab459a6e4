using System.Buffers.Binary;
using Supercomputer.Guests;
using ZkPos;

namespace CasperFfg;

/// <summary>The public input: the chain and the trusted checkpoint as zkPoS has them, then the sizes of committees and of the state.</summary>
/// <remarks>Layout behind the chain's 180 bytes, little-endian words: SHUFFLE_ROUND_COUNT, TARGET_COMMITTEE_SIZE, MAX_COMMITTEES_PER_SLOT, and
/// the logarithms of EPOCHS_PER_HISTORICAL_VECTOR and SLOTS_PER_HISTORICAL_ROOT.</remarks>
internal struct Rules
{
    private const int Size = Chain.Size + 20;
    private const int MostLevels = 20;

    /// <summary>A slot's committees fit the bits of a number.</summary>
    private const uint MostCommitteesPerSlot = 64;

    public Chain Chain;
    public uint Rounds, TargetCommitteeSize, MostCommittees;
    public int LogMixes, LogBlockRoots;

    /// <summary>The roots of trees of zeros by their depth.</summary>
    public byte[] Zeros;

    public static void Read(byte[] bytes, out Rules rules)
    {
        rules = default;
        Guest.Require(bytes.Length == Size, "the public input has not 200 bytes");
        Chain.Read(bytes.AsSpan(0, Chain.Size).ToArray(), out rules.Chain);
        Guest.Require(rules.Chain.Flags == 0 && rules.Chain.Trust == Chain.TrustsCheckpoint, "the public input trusts another thing than a checkpoint");
        rules.Rounds = Word(bytes, 0);
        rules.TargetCommitteeSize = Word(bytes, 1);
        rules.MostCommittees = Word(bytes, 2);
        rules.LogMixes = (int)Word(bytes, 3);
        rules.LogBlockRoots = (int)Word(bytes, 4);
        Guest.Require(rules.Rounds <= 255 && rules.TargetCommitteeSize != 0 && rules.MostCommittees - 1 < MostCommitteesPerSlot, "the public input has impossible sizes of committees");
        Guest.Require((uint)rules.LogMixes <= MostLevels && (uint)rules.LogBlockRoots <= MostLevels, "the public input has impossible sizes of the state");
        rules.Zeros = new byte[32 * (Registry.Depth + 1)];
        for (int level = 0; level < Registry.Depth; level++)
        {
            Span<byte> zero = rules.Zeros.AsSpan(32 * level, 32);
            Sha.Pair(zero, zero, rules.Zeros.AsSpan(32 * level + 32, 32));
        }
    }

    /// <summary>The epoch of which a block of a slot may be the checkpoint: the first that begins at the slot or after it.</summary>
    public readonly ulong CheckpointEpoch(ulong slot) => slot / Chain.SlotsPerEpoch + (slot % Chain.SlotsPerEpoch == 0 ? 0u : 1u);

    private static uint Word(byte[] bytes, int index) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(Chain.Size + 4 * index));
}
