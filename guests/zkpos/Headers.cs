using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>Roots of beacon headers and of execution headers.</summary>
/// <remarks>Source: consensus-specs, phase0/beacon-chain.md, "BeaconBlockHeader"; capella and deneb, "ExecutionPayloadHeader".</remarks>
internal static class Headers
{
    /// <summary>A beacon header: slot and proposer of 8 bytes, then the roots of parent, state and body.</summary>
    public const int BeaconSize = 112, StateRootAt = 48, BodyRootAt = 80;

    /// <summary>Chunks of an execution header that the claim needs.</summary>
    public const int StateRoot = 2, ReceiptsRoot = 3, BlockNumber = 6, Timestamp = 9, BlockHash = 12, TransactionsRoot = 13;

    private const int CapellaChunks = 15, DenebChunks = 17;
    private const uint ExecutionIndex = 9;
    private const int ExecutionDepth = 4;

    public static ulong SlotOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt64LittleEndian(header);

    public static ReadOnlySpan<byte> StateRootOf(ReadOnlySpan<byte> header) => header.Slice(StateRootAt, 32);

    /// <summary>hash_tree_root of a beacon header.</summary>
    public static void BeaconRoot(ReadOnlySpan<byte> header, Span<byte> root)
    {
        Span<byte> leaves = stackalloc byte[256];
        leaves.Clear();
        header.Slice(0, 8).CopyTo(leaves);
        header.Slice(8, 8).CopyTo(leaves.Slice(32));
        header.Slice(16, 96).CopyTo(leaves.Slice(64));
        Sha.Merkleize(leaves, root);
    }

    /// <summary>How many chunks an execution header of a fork has.</summary>
    public static int ExecutionChunks(int fork) => fork >= Chain.Deneb ? DenebChunks : CapellaChunks;

    /// <summary>Refuses an execution header that the beacon header's body does not contain.</summary>
    /// <param name="chunks">Its fields' roots in their order.</param>
    /// <param name="branch">Four nodes.</param>
    /// <param name="bodyRoot">The body's root.</param>
    public static void CheckExecution(ReadOnlySpan<byte> chunks, ReadOnlySpan<byte> branch, ReadOnlySpan<byte> bodyRoot)
    {
        Span<byte> leaves = stackalloc byte[1024];
        Span<byte> root = stackalloc byte[32];
        leaves.Clear();
        chunks.CopyTo(leaves);
        Sha.Merkleize(leaves.Slice(0, chunks.Length > 512 ? 1024 : 512), root);
        Sha.Branch(root, branch.Slice(0, 32 * ExecutionDepth), ExecutionIndex, root);
        Guest.Require(Sha.AreEqual(root, bodyRoot), "the finalized execution header is not in the block's body");
    }
}
