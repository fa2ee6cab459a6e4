using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Tries;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Bus.Tests.History;

/// <summary>Headers of recorded blocks that hold nothing: the consensus layer's form has all that their RLP needs.</summary>
internal static class EmptyBlockHeader
{
    /// <summary>The RLP of the header of a block of Capella without transactions and withdrawals.</summary>
    public static byte[] Rlp(in ExecutionPayloadHeader header)
    {
        byte[] empty = RlpEncoder.EncodeBytes(MerklePatriciaTrie.EmptyRoot.ToArray()), fee = header.BaseFeePerGas.ToArray();
        Array.Reverse(fee);
        return RlpEncoder.EncodeList(
            RlpEncoder.EncodeBytes(header.ParentHash.ToArray()), RlpEncoder.EncodeBytes(Keccak256.Hash([0xc0]).ToArray()), RlpEncoder.EncodeBytes(header.FeeRecipient!),
            RlpEncoder.EncodeBytes(header.StateRoot.ToArray()), empty, RlpEncoder.EncodeBytes(header.ReceiptsRoot.ToArray()), RlpEncoder.EncodeBytes(header.LogsBloom!),
            RlpEncoder.EncodeInteger(0), RlpEncoder.EncodeInteger(header.BlockNumber), RlpEncoder.EncodeInteger(header.GasLimit), RlpEncoder.EncodeInteger(header.GasUsed),
            RlpEncoder.EncodeInteger(header.Timestamp), RlpEncoder.EncodeBytes(header.ExtraData ?? []), RlpEncoder.EncodeBytes(header.PrevRandao.ToArray()),
            RlpEncoder.EncodeBytes(new byte[8]), RlpEncoder.EncodeBytes(fee.AsSpan().TrimStart((byte)0).ToArray()), empty);
    }
}
