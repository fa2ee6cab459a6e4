using System.Buffers.Binary;
using Supercomputer.Guests;
using ZkPos;

namespace CasperFfg;

/// <summary>The validators of a state.</summary>
/// <remarks>
/// Shape of a record: pubkey 48, withdrawal_credentials 32, effective_balance 8, slashed 4, activation_eligibility_epoch, activation_epoch,
/// exit_epoch, withdrawable_epoch 8 each. Cost of the root of n: about nine hashes each, and forty.
/// Source: consensus-specs, phase0/beacon-chain.md, "Validator".
/// </remarks>
internal ref struct Registry
{
    /// <summary>The depth of the list: VALIDATOR_REGISTRY_LIMIT is 2^40.</summary>
    public const int Depth = 40;

    private const int RecordSize = 124, CredentialsAt = 48, BalanceAt = 80, SlashedAt = 88, EligibilityAt = 92, ActivationAt = 100, ExitAt = 108;
    private const uint MostValidators = 1 << 20;
    private const ulong BalanceIncrement = 1_000_000_000;

    private ReadOnlySpan<byte> _records;

    public int Count;

    /// <summary>Reads the validators and makes the root of the list.</summary>
    public static void Read(in Rules rules, out Registry registry, scoped Span<byte> root, ref PrivateInput input)
    {
        registry = default;
        uint count = input.Word();
        Guest.Require(count != 0 && count <= MostValidators, "a state has no validators, or more than 2^20");
        registry.Count = (int)count;
        registry._records = input.Take(RecordSize * registry.Count);
        byte[] nodes = new byte[32 * registry.Count];
        for (int i = 0; i < registry.Count; i++) registry.RecordRoot(i, nodes.AsSpan(32 * i, 32));
        int width = registry.Count;
        for (int level = 0; level < Depth; level++)
        {
            for (int i = 0; i < width / 2; i++) Sha.Block(nodes.AsSpan(64 * i, 64), nodes.AsSpan(32 * i, 32));
            if (width % 2 != 0) Sha.Pair(nodes.AsSpan(32 * width - 32, 32), rules.Zeros.AsSpan(32 * level, 32), nodes.AsSpan(32 * (width / 2), 32));
            width = (width + 1) / 2;
        }

        Span<byte> length = stackalloc byte[32];
        length.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(length, count);
        Sha.Pair(nodes.AsSpan(0, 32), length, root);
    }

    public readonly ReadOnlySpan<byte> Key(int index) => _records.Slice(RecordSize * index, 48);

    /// <summary>is_active_validator.</summary>
    public readonly bool IsActive(int index, ulong epoch) => Number(index, ActivationAt) <= epoch && epoch < Number(index, ExitAt);

    /// <summary>Whether two thirds of the active effective balance are those that voted and are not slashed.</summary>
    public readonly bool IsSupermajority(byte[] voted, ulong epoch)
    {
        ulong total = 0, votes = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!IsActive(i, epoch)) continue;
            ulong balance = Number(i, BalanceAt);
            total += balance;
            if (i < voted.Length && voted[i] != 0 && _records[RecordSize * i + SlashedAt] == 0) votes += balance;
        }

        // Balances are those of a state that a supermajority vouches for: below 2^20 times 2^11 ether, so nothing overflows.
        if (total < BalanceIncrement) total = BalanceIncrement;
        return 3 * votes >= 2 * total;
    }

    private readonly ulong Number(int index, int at) => BinaryPrimitives.ReadUInt64LittleEndian(_records.Slice(RecordSize * index + at, 8));

    private readonly void RecordRoot(int index, Span<byte> root)
    {
        Span<byte> leaves = stackalloc byte[256];
        ReadOnlySpan<byte> record = _records.Slice(RecordSize * index, RecordSize);
        leaves.Clear();
        record.Slice(0, CredentialsAt).CopyTo(leaves);
        Sha.Block(leaves.Slice(0, 64), leaves.Slice(0, 32));
        record.Slice(CredentialsAt, 32).CopyTo(leaves.Slice(32));
        record.Slice(BalanceAt, 8).CopyTo(leaves.Slice(64));
        uint slashed = BinaryPrimitives.ReadUInt32LittleEndian(record.Slice(SlashedAt, 4));
        Guest.Require(slashed <= 1, "a validator is neither slashed nor not");
        leaves[96] = (byte)slashed;
        for (int epoch = 0; epoch < 4; epoch++) record.Slice(EligibilityAt + 8 * epoch, 8).CopyTo(leaves.Slice(128 + 32 * epoch));
        Sha.Merkleize(leaves, root);
    }
}
