using System.Buffers.Binary;
using Supercomputer.Guests;

namespace CasperFfg;

/// <summary>The committees of an epoch: the shuffled active validators, cut into equal parts.</summary>
/// <remarks>
/// Cost with n active validators and R rounds: R (n / 256 + 2) compressions.
/// Source: consensus-specs, phase0/beacon-chain.md, "compute_shuffled_index", "compute_committee", "get_committee_count_per_slot".
/// </remarks>
internal struct Committees
{
    private const int PositionsPerHash = 256;

    private int[] _shuffled;
    private ulong _slotsPerEpoch;
    private uint _active;

    /// <summary>Committees of each slot.</summary>
    public uint PerSlot;

    public static void Make(in Rules rules, in Registry validators, ulong epoch, ReadOnlySpan<byte> seed, out Committees committees)
    {
        committees = default;
        committees._shuffled = new int[validators.Count];
        committees._slotsPerEpoch = rules.Chain.SlotsPerEpoch;
        int active = 0;
        for (int i = 0; i < validators.Count; i++)
            if (validators.IsActive(i, epoch)) committees._shuffled[active++] = i;
        Guest.Require(active != 0, "no validator is active");
        committees._active = (uint)active;
        uint perSlot = (uint)active / rules.Chain.SlotsPerEpoch / rules.TargetCommitteeSize;
        if (perSlot > rules.MostCommittees) perSlot = rules.MostCommittees;
        committees.PerSlot = perSlot == 0 ? 1 : perSlot;
        if (active > 1) committees.Shuffle(seed, rules.Rounds);
    }

    /// <summary>Where a committee begins and ends among the shuffled validators.</summary>
    public readonly void Bounds(ulong slot, ulong index, out int start, out int end)
    {
        ulong all = PerSlot * _slotsPerEpoch, at = slot % _slotsPerEpoch * PerSlot + index;
        start = (int)(_active * at / all);
        end = (int)(_active * (at + 1) / all);
    }

    /// <summary>The validator at a place of the shuffled list.</summary>
    public readonly int At(int place) => _shuffled[place];

    /// <summary>The whole list at once: the swaps of the last round first.</summary>
    private readonly void Shuffle(ReadOnlySpan<byte> seed, uint rounds)
    {
        int count = (int)_active, hashes = (count + PositionsPerHash - 1) / PositionsPerHash;
        byte[] bits = new byte[32 * hashes];
        Span<byte> message = stackalloc byte[37];
        Span<byte> hash = stackalloc byte[32];
        seed.CopyTo(message);
        for (int round = (int)rounds - 1; round >= 0; round--)
        {
            message[32] = (byte)round;
            Guest.Sha256(message.Slice(0, 33), hash);
            int pivot = (int)(BinaryPrimitives.ReadUInt64LittleEndian(hash) % _active);
            for (int i = 0; i < hashes; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(message.Slice(33), (uint)i);
                Guest.Sha256(message, bits.AsSpan(32 * i, 32));
            }

            Swap(bits, pivot / 2 + 1, pivot + 1, pivot);
            Swap(bits, (pivot + count) / 2 + 1, count, pivot + count);
        }
    }

    /// <summary>Swaps each place with its mirror image, sum - place, where the place's bit is set.</summary>
    private readonly void Swap(byte[] bits, int first, int end, int sum)
    {
        for (int place = first; place < end; place++)
        {
            if ((bits[place / 8] >> (place % 8) & 1) == 0) continue;
            int other = _shuffled[sum - place];
            _shuffled[sum - place] = _shuffled[place];
            _shuffled[place] = other;
        }
    }
}
