using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>The public input: which chain, and from where on.</summary>
/// <remarks>
/// Layout, little-endian: version, flags, chain id (8 bytes), slots per epoch, epochs per period, committee size, kind of trust, genesis
/// validators root, what is trusted, seven epochs of 8 bytes from Phase0 to Fulu, their seven versions as 4 bytes each.
/// </remarks>
internal struct Chain
{
    public const int Size = 180, Version = 1;
    public const int GenesisValidatorsRootAt = 32, TrustAt = 64;

    /// <summary>Flag: the digest of the store is put out behind the claim, for a proof that goes on from there.</summary>
    public const uint PutsOutStore = 1;

    /// <summary>Kinds of trust: the root of a beacon block, or the digest of a store that a proof before this one put out.</summary>
    public const uint TrustsCheckpoint = 0, TrustsStore = 1;

    public const int Capella = 3, Deneb = 4, Electra = 5, Forks = 7;

    private const int EpochsAt = 96, VersionsAt = EpochsAt + (8 * Forks);

    public byte[] Bytes;
    public uint Flags, SlotsPerEpoch, EpochsPerPeriod, CommitteeSize, Trust;
    public ulong ChainId;

    public static void Read(byte[] bytes, out Chain chain)
    {
        chain = default;
        Guest.Require(bytes.Length == Size, "the public input has not 180 bytes");
        Guest.Require(Word(bytes, 0) == Version, "the public input has another version");
        chain.Bytes = bytes;
        chain.Flags = Word(bytes, 4);
        chain.ChainId = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8));
        chain.SlotsPerEpoch = Word(bytes, 16);
        chain.EpochsPerPeriod = Word(bytes, 20);
        chain.CommitteeSize = Word(bytes, 24);
        chain.Trust = Word(bytes, 28);
        Guest.Require(chain.Flags <= PutsOutStore && chain.Trust <= TrustsStore, "the public input has an unknown flag");
        Guest.Require(chain.SlotsPerEpoch != 0 && chain.EpochsPerPeriod != 0, "the public input has an epoch or a period of length zero");
        uint size = chain.CommitteeSize;
        Guest.Require(size >= 32 && size <= 4096 && (size & (size - 1)) == 0, "the committee's size is not a power of two from 32 to 4096");
    }

    public readonly ulong Period(ulong slot) => slot / SlotsPerEpoch / EpochsPerPeriod;

    /// <summary>The fork whose rules hold at a slot, 0 for Phase0.</summary>
    public readonly int ForkAt(ulong slot)
    {
        ulong epoch = slot / SlotsPerEpoch;
        int fork = 0;
        for (int i = 1; i < Forks; i++)
        {
            ulong first = BinaryPrimitives.ReadUInt64LittleEndian(Bytes.AsSpan(EpochsAt + (8 * i)));
            if (epoch >= first && first != ulong.MaxValue) fork = i;
        }

        return fork;
    }

    /// <summary>The four bytes of a fork's version.</summary>
    public readonly ReadOnlySpan<byte> VersionOf(int fork) => Bytes.AsSpan(VersionsAt + (4 * fork), 4);

    public readonly ReadOnlySpan<byte> Root(int at) => Bytes.AsSpan(at, 32);

    private static uint Word(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
}
