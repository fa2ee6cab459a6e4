using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.States;

/// <summary>A beacon state's SSZ cut into its fields, with the root of each: Capella to Fulu.</summary>
/// <remarks>Cost: the roots of all fields, about 10 compressions for each validator.</remarks>
internal readonly ref struct BeaconStateParts
{
    private const int SlotAt = 40, SlotEnd = 48;
    private readonly ReadOnlySpan<byte> bytes;
    private readonly (int From, int To)[] places;

    private BeaconStateParts(ReadOnlySpan<byte> bytes, (int From, int To)[] places, Fork fork, Digest[] fieldRoots)
    {
        this.bytes = bytes;
        this.places = places;
        Fork = fork;
        FieldRoots = fieldRoots;
    }

    /// <summary>The fork of the state's slot.</summary>
    public Fork Fork { get; }

    /// <summary>The roots of all fields in their order.</summary>
    public Digest[] FieldRoots { get; }

    /// <summary>The levels of the tree over the fields.</summary>
    public int Levels => LevelsOf(FieldRoots.Length);

    /// <summary>hash_tree_root of the state.</summary>
    public Digest Root => SszMerkle.Merkleize([.. FieldRoots], Levels);

    /// <summary>A field's encoding.</summary>
    public ReadOnlySpan<byte> this[BeaconStateField field] => bytes[places[(int)field].From..places[(int)field].To];

    /// <summary>The levels of a tree over so many fields.</summary>
    public static int LevelsOf(int fields) => SszMerkle.FloorLog2((ulong)fields - 1) + 1;

    /// <summary>Cuts a state's SSZ.</summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="config">The network: which fork the state's slot is of, and its sizes.</param>
    /// <param name="parts">The fields, where they are good.</param>
    /// <returns>Null, or what is wrong. Never throws on any bytes.</returns>
    public static string? TryRead(ReadOnlySpan<byte> bytes, in ConsensusConfig config, out BeaconStateParts parts)
    {
        parts = default;
        if (CasperPreset.Of(config.Preset) is not { } preset) return "a beacon state: expected a network of the mainnet or minimal preset, actual another";
        if (bytes.Length < SlotEnd) return $"a beacon state: expected at least {SlotEnd} bytes, actual {bytes.Length}";
        ulong slot = BinaryPrimitives.ReadUInt64LittleEndian(bytes[SlotAt..]);
        Fork fork = config.Forks.ForkAt(preset.ComputeEpochAtSlot(slot));
        if (fork < Fork.Capella) return $"a beacon state: expected one of {Fork.Capella} or later, actual slot {slot}, {fork}";
        SszShape[] shapes = BeaconStateFields.Of(fork, preset);
        if (Split(bytes, shapes, fork, out (int From, int To)[] places) is { } wrong) return wrong;
        Digest[] roots = new Digest[shapes.Length];
        for (int i = 0; i < roots.Length; i++) roots[i] = shapes[i].Root(bytes[places[i].From..places[i].To]);
        parts = new(bytes, places, fork, roots);
        return null;
    }

    /// <summary>A field that is a number.</summary>
    public ulong Number(BeaconStateField field) => BinaryPrimitives.ReadUInt64LittleEndian(this[field]);

    /// <summary>A field that is a vector or list of roots.</summary>
    public Digest[] Digests(BeaconStateField field) => MemoryMarshal.Cast<byte, Digest>(this[field]).ToArray();

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
