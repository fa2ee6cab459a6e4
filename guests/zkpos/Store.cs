using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>What is known: a finalized slot, the committee of its period and, once an update has brought it, that of the next.</summary>
/// <remarks>
/// Digest: the root of the tree of checkpoint root, slot, current and next committee (zero where it is not known). A store is only ever
/// reached from a checkpoint by updates, so whoever trusts the checkpoint trusts a digest that a proof put out.
/// </remarks>
internal struct Store
{
    private const int ClaimWords = 12;
    private const uint CommitteeIndex = 22;

    /// <summary>The checkpoint's root, the committees' roots.</summary>
    public byte[] CheckpointRoot, Current, Next;

    public ulong Slot;
    public bool IsNextKnown, HasFinalized;

    private byte[] _claim;

    /// <summary>Takes what is trusted from the public input and its parts from the private one.</summary>
    public static void Begin(in Chain chain, ref PrivateInput input, out Store store)
    {
        store = default;
        store._claim = new byte[32 * ClaimWords];
        store.Next = new byte[32];
        if (chain.Trust == Chain.TrustsCheckpoint) store.BeginAtCheckpoint(in chain, ref input);
        else store.BeginAtStore(in chain, ref input);
    }

    /// <summary>Takes a finalized block and its execution header's chunks.</summary>
    public void Finalize(ulong slot, ReadOnlySpan<byte> beaconRoot, ReadOnlySpan<byte> chunks)
    {
        Slot = slot;
        HasFinalized = true;
        Number(4, slot);
        beaconRoot.CopyTo(Word(5));
        Number(6, NumberAt(chunks, Headers.BlockNumber));
        chunks.Slice(32 * Headers.BlockHash, 32).CopyTo(Word(7));
        chunks.Slice(32 * Headers.StateRoot, 32).CopyTo(Word(8));
        chunks.Slice(32 * Headers.ReceiptsRoot, 32).CopyTo(Word(9));
        chunks.Slice(32 * Headers.TransactionsRoot, 32).CopyTo(Word(10));
        Number(11, NumberAt(chunks, Headers.Timestamp));
    }

    /// <summary>Puts out the claim, and the digest where the public input asks for it.</summary>
    public readonly void PutOut(in Chain chain)
    {
        Number(0, 1);
        Number(1, chain.ChainId);
        chain.Root(Chain.GenesisValidatorsRootAt).CopyTo(Word(2));
        CheckpointRoot.AsSpan().CopyTo(Word(3));
        Guest.Output(_claim);
        if ((chain.Flags & Chain.PutsOutStore) == 0) return;
        Span<byte> digest = stackalloc byte[32];
        Digest(digest);
        Guest.Output(digest);
    }

    /// <summary>The header of the trusted block, and the committee in its state.</summary>
    private void BeginAtCheckpoint(in Chain chain, ref PrivateInput input)
    {
        Span<byte> root = stackalloc byte[32];
        ReadOnlySpan<byte> header = input.Take(Headers.BeaconSize);
        Headers.BeaconRoot(header, root);
        Guest.Require(Sha.AreEqual(root, chain.Root(Chain.TrustAt)), "the header is not that of the trusted checkpoint");
        CheckpointRoot = root.ToArray();
        Slot = Headers.SlotOf(header);
        int depth = chain.ForkAt(Slot) >= Chain.Electra ? 6 : 5;
        Current = input.Take(32).ToArray();
        Sha.Branch(Current, input.Take(32 * depth), CommitteeIndex, root);
        Guest.Require(Sha.AreEqual(root, Headers.StateRootOf(header)), "the committee is not in the checkpoint's state");
    }

    private void BeginAtStore(in Chain chain, ref PrivateInput input)
    {
        Span<byte> digest = stackalloc byte[32];
        CheckpointRoot = input.Take(32).ToArray();
        Slot = input.Number();
        Current = input.Take(32).ToArray();
        Next = input.Take(32).ToArray();
        foreach (byte part in Next) IsNextKnown |= part != 0;
        Digest(digest);
        Guest.Require(Sha.AreEqual(digest, chain.Root(Chain.TrustAt)), "the store is not the trusted one");
    }

    private readonly void Digest(Span<byte> digest)
    {
        Span<byte> leaves = stackalloc byte[128];
        leaves.Clear();
        CheckpointRoot.AsSpan().CopyTo(leaves);
        BinaryPrimitives.WriteUInt64LittleEndian(leaves.Slice(32), Slot);
        Current.AsSpan().CopyTo(leaves.Slice(64));
        Next.AsSpan().CopyTo(leaves.Slice(96));
        Sha.Merkleize(leaves, digest);
    }

    private readonly Span<byte> Word(int index) => _claim.AsSpan(32 * index, 32);

    private readonly void Number(int index, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(_claim.AsSpan(32 * index + 24), value);

    private static ulong NumberAt(ReadOnlySpan<byte> chunks, int index) => BinaryPrimitives.ReadUInt64LittleEndian(chunks.Slice(32 * index));
}
