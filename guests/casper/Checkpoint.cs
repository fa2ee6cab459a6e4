using Supercomputer.Guests;
using ZkPos;

namespace CasperFfg;

/// <summary>An epoch's boundary block with the validators of its state.</summary>
/// <remarks>
/// Its epoch is the first that begins at the block's slot or after it: where the slot of the boundary has no block, the block is of the epoch
/// before. Private input: header, validators, the branch of their root. States of Capella and Deneb have 28 fields, those of Electra and Fulu 37
/// and 38: five levels, or six.
/// </remarks>
internal ref struct Checkpoint
{
    private const uint BlockRootsField = 5, ValidatorsField = 11, MixesField = 13;

    private ReadOnlySpan<byte> _header;

    /// <summary>The levels of the state's tree.</summary>
    public int StateDepth;

    public Registry Validators;
    public byte[] Root;
    public ulong Slot, Epoch;

    public static void Read(in Rules rules, out Checkpoint checkpoint, ref PrivateInput input)
    {
        checkpoint = default;
        Span<byte> root = stackalloc byte[32];
        checkpoint._header = input.Take(Headers.BeaconSize);
        Headers.BeaconRoot(checkpoint._header, root);
        checkpoint.Root = root.ToArray();
        checkpoint.Slot = Headers.SlotOf(checkpoint._header);
        checkpoint.Epoch = rules.CheckpointEpoch(checkpoint.Slot);
        int fork = rules.Chain.ForkAt(checkpoint.Slot);
        Guest.Require(fork >= Chain.Capella, "a checkpoint's state is older than Capella");
        checkpoint.StateDepth = fork >= Chain.Electra ? 6 : 5;
        Registry.Read(in rules, out checkpoint.Validators, root, ref input);
        Sha.Branch(root, input.Take(32 * checkpoint.StateDepth), ValidatorsField, root);
        Guest.Require(Sha.AreEqual(root, checkpoint.StateRoot), "the validators are not those of the checkpoint's state");
    }

    public readonly ReadOnlySpan<byte> StateRoot => Headers.StateRootOf(_header);

    /// <summary>The last mix of an epoch, which must be that before the checkpoint's: it no longer changes.</summary>
    public readonly ReadOnlySpan<byte> Mix(in Rules rules, ulong epoch, ref PrivateInput input)
    {
        ReadOnlySpan<byte> mix = input.Take(32);
        uint place = (uint)epoch & ((1u << rules.LogMixes) - 1);
        Guest.Require(
            IsLeaf(mix, rules.LogMixes, MixesField << rules.LogMixes | place, ref input), "the randao mix is not that of the source's state");
        return mix;
    }

    /// <summary>Refuses a state whose chain has another block than the ancestor at the ancestor's slot.</summary>
    public readonly void CheckDescends(in Rules rules, in Checkpoint ancestor, ref PrivateInput input)
    {
        Guest.Require(
            Slot > ancestor.Slot && Slot - ancestor.Slot <= 1UL << rules.LogBlockRoots, "the target is not after its source, or too far after it");
        uint place = (uint)ancestor.Slot & ((1u << rules.LogBlockRoots) - 1);
        Guest.Require(
            IsLeaf(ancestor.Root, rules.LogBlockRoots, BlockRootsField << rules.LogBlockRoots | place, ref input), "the target does not descend from its source");
    }

    private readonly bool IsLeaf(ReadOnlySpan<byte> leaf, int depth, uint index, ref PrivateInput input)
    {
        Span<byte> root = stackalloc byte[32];
        Sha.Branch(leaf, input.Take(32 * (depth + StateDepth)), index, root);
        return Sha.AreEqual(root, StateRoot);
    }
}
