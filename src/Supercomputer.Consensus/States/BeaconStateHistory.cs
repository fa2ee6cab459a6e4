using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.States;

/// <summary>What a beacon state remembers of blocks, with the branches to the state's root: Capella to Fulu.</summary>
/// <remarks>Cost: the root of the whole state is made once, about 10 compressions for each validator.</remarks>
public sealed class BeaconStateHistory
{
    /// <summary>The place of block_roots among the fields.</summary>
    public const int BlockRootsField = 5;

    /// <summary>The place of historical_roots.</summary>
    public const int HistoricalRootsField = 7;

    /// <summary>The place of historical_summaries.</summary>
    public const int HistoricalSummariesField = 27;

    private const int SlotAt = 40, SlotEnd = 48, ListLevels = 24;
    private readonly Digest[] fieldRoots;
    private readonly int levels;

    internal BeaconStateHistory(ulong slot, Digest[] fieldRoots, Digest[] blockRoots, Digest[] historicalRoots, Digest[] summaries)
    {
        this.fieldRoots = fieldRoots;
        levels = SszMerkle.FloorLog2((ulong)fieldRoots.Length - 1) + 1;
        Slot = slot;
        Root = SszMerkle.Merkleize([.. fieldRoots], levels);
        BlockRoots = blockRoots;
        HistoricalRoots = historicalRoots;
        Summaries = summaries;
    }

    /// <summary>The state's slot.</summary>
    public ulong Slot { get; }

    /// <summary>hash_tree_root of the state.</summary>
    public Digest Root { get; }

    /// <summary>block_roots: at slot s modulo their number, the root of the newest block up to s.</summary>
    public IReadOnlyList<Digest> BlockRoots { get; }

    /// <summary>historical_roots: a root for each period that ended before Capella.</summary>
    public IReadOnlyList<Digest> HistoricalRoots { get; }

    /// <summary>historical_summaries: for each period since, the root of its blocks and the root of its states.</summary>
    public IReadOnlyList<Digest> Summaries { get; }

    /// <summary>Reads a state's SSZ.</summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="config">The network: which fork the state's slot is of, and its sizes.</param>
    /// <param name="state">The state, where it is good.</param>
    /// <returns>Null, or what is wrong. Never throws on any bytes.</returns>
    public static string? TryRead(ReadOnlySpan<byte> bytes, in ConsensusConfig config, out BeaconStateHistory? state)
    {
        state = null;
        if (CasperPreset.OfSizes(config.Preset) is not { } preset) return "a beacon state: expected a network of the mainnet or minimal preset, actual another";
        if (bytes.Length < SlotEnd) return $"a beacon state: expected at least {SlotEnd} bytes, actual {bytes.Length}";
        ulong slot = BinaryPrimitives.ReadUInt64LittleEndian(bytes[SlotAt..]);
        Fork fork = config.Forks.ForkAt(preset.ComputeEpochAtSlot(slot));
        if (fork < Fork.Capella) return $"a beacon state: expected one of {Fork.Capella} or later, actual slot {slot}, {fork}";
        SszShape[] shapes = BeaconStateFields.Of(fork, preset);
        if (Split(bytes, shapes, fork, out (int From, int To)[] places) is { } wrong) return wrong;
        Digest[] roots = new Digest[shapes.Length];
        for (int i = 0; i < roots.Length; i++) roots[i] = shapes[i].Root(bytes[places[i].From..places[i].To]);
        state = new(
            slot, roots, Digests(bytes, places[BlockRootsField]), Digests(bytes, places[HistoricalRootsField]), Digests(bytes, places[HistoricalSummariesField]));
        return null;
    }

    /// <summary>The branch from an entry of block_roots to the state's root.</summary>
    public Digest[] BlockRootBranch(ulong slot) =>
        [.. VectorBranch([.. BlockRoots], slot), .. SszMerkle.Branch(fieldRoots, levels, BlockRootsField)];

    /// <summary>The branch from the root of a period's blocks to the state's root.</summary>
    /// <param name="field">historical_roots or historical_summaries.</param>
    /// <param name="entry">The period's place in the list, below its length.</param>
    /// <param name="sibling">The root of the period's states.</param>
    public Digest[] PeriodBranch(int field, int entry, Digest sibling)
    {
        Digest[] periods = field == HistoricalRootsField ? [.. HistoricalRoots] : [.. Pairs()];
        return
        [
            sibling, .. SszMerkle.Branch(periods, ListLevels, (ulong)entry), SszMerkle.UInt64Chunk((ulong)periods.Length),
            .. SszMerkle.Branch(fieldRoots, levels, (ulong)field),
        ];
    }

    /// <summary>The branch from the root at a slot to the root of a period's block roots.</summary>
    public static Digest[] VectorBranch(ReadOnlySpan<Digest> blockRoots, ulong slot) =>
        SszMerkle.Branch(blockRoots, SszMerkle.FloorLog2((ulong)blockRoots.Length), slot % (ulong)blockRoots.Length);

    private IEnumerable<Digest> Pairs()
    {
        for (int i = 0; i < Summaries.Count; i += 2) yield return SszMerkle.HashPair(Summaries[i], Summaries[i + 1]);
    }

    private static Digest[] Digests(ReadOnlySpan<byte> bytes, (int From, int To) place) => MemoryMarshal.Cast<byte, Digest>(bytes[place.From..place.To]).ToArray();

    /// <summary>Where each field lies: fixed parts in order, parts of variable length where their offsets say, one behind another to the end.</summary>
    private static string? Split(ReadOnlySpan<byte> bytes, SszShape[] shapes, Fork fork, out (int From, int To)[] places)
    {
        places = new (int, int)[shapes.Length];
        int fixedSize = shapes.Sum(shape => shape.Size == 0 ? sizeof(uint) : shape.Size), at = 0, before = -1;
        if (bytes.Length < fixedSize) return $"a beacon state of {fork}: expected at least {fixedSize} bytes, actual {bytes.Length}";
        for (int i = 0; i < shapes.Length; i++)
        {
            int size = shapes[i].Size == 0 ? sizeof(uint) : shapes[i].Size;
            places[i] = (at, at + size);
            if (shapes[i].Size == 0)
            {
                uint offset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
                int least = before < 0 ? fixedSize : places[before].From;
                if (offset > bytes.Length || offset < least || (before < 0 && offset != fixedSize))
                    return $"field {i} of a beacon state of {fork}: expected an offset from {least} to {bytes.Length}, actual {offset}";
                places[i] = ((int)offset, bytes.Length);
                if (before >= 0) places[before].To = (int)offset;
                before = i;
            }

            at += size;
        }

        for (int i = 0; i < shapes.Length; i++)
        {
            int length = places[i].To - places[i].From;
            if (length % shapes[i].ElementSize != 0 || length / shapes[i].ElementSize > shapes[i].Limit)
                return $"field {i} of a beacon state of {fork}: expected at most {shapes[i].Limit} elements of {shapes[i].ElementSize} bytes, actual {length} bytes";
        }

        return null;
    }
}
