using System.Buffers.Binary;
using Supercomputer.Guests;
using ZkPos;

namespace CasperFfg;

/// <summary>The FinalizedHeader claim of a checkpoint that is final.</summary>
/// <remarks>
/// The execution header is taken from the state: latest_execution_payload_header is that of the block itself, since from Capella on every
/// block has one. Private input: its fields' roots and the branch. Layout of the claim: docs/claims.md.
/// </remarks>
internal static class FinalizedClaim
{
    private const int Words = 12;
    private const uint ExecutionField = 24;

    public static void PutOut(in Rules rules, in Checkpoint finalized, ref PrivateInput input)
    {
        Span<byte> leaves = stackalloc byte[1024];
        Span<byte> root = stackalloc byte[32];
        Span<byte> claim = stackalloc byte[32 * Words];
        ReadOnlySpan<byte> chunks = input.Take(32 * Headers.ExecutionChunks(rules.Chain.ForkAt(finalized.Slot)));
        leaves.Clear();
        chunks.CopyTo(leaves);
        Sha.Merkleize(leaves.Slice(0, chunks.Length > 512 ? 1024 : 512), root);
        Sha.Branch(root, input.Take(32 * finalized.StateDepth), ExecutionField, root);
        Guest.Require(Sha.AreEqual(root, finalized.StateRoot), "the execution header is not that of the finalized block's state");

        claim.Clear();
        Number(claim, 0, 1);
        Number(claim, 1, rules.Chain.ChainId);
        rules.Chain.Root(Chain.GenesisValidatorsRootAt).CopyTo(claim.Slice(64));
        rules.Chain.Root(Chain.TrustAt).CopyTo(claim.Slice(96));
        Number(claim, 4, finalized.Slot);
        finalized.Root.AsSpan().CopyTo(claim.Slice(160));
        Number(claim, 6, NumberAt(chunks, Headers.BlockNumber));
        chunks.Slice(32 * Headers.BlockHash, 32).CopyTo(claim.Slice(224));
        chunks.Slice(32 * Headers.StateRoot, 32).CopyTo(claim.Slice(256));
        chunks.Slice(32 * Headers.ReceiptsRoot, 32).CopyTo(claim.Slice(288));
        chunks.Slice(32 * Headers.TransactionsRoot, 32).CopyTo(claim.Slice(320));
        Number(claim, 11, NumberAt(chunks, Headers.Timestamp));
        Guest.Output(claim);
    }

    private static void Number(Span<byte> claim, int word, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(claim.Slice(32 * word + 24), value);

    private static ulong NumberAt(ReadOnlySpan<byte> chunks, int index) => BinaryPrimitives.ReadUInt64LittleEndian(chunks.Slice(32 * index));
}
