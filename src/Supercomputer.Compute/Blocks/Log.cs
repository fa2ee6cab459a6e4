using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Compute.Blocks;

/// <summary>One log entry of a receipt.</summary>
/// <param name="Address">The contract that wrote it, 20 bytes.</param>
/// <param name="Topics">At most four topics of 32 bytes.</param>
/// <param name="Data">Its data.</param>
public sealed record Log(ReadOnlyMemory<byte> Address, IReadOnlyList<ReadOnlyMemory<byte>> Topics, ReadOnlyMemory<byte> Data)
{
    /// <summary>The entry's RLP: [address, [topic, ...], data].</summary>
    public byte[] Encode() => RlpEncoder.EncodeList(
        RlpEncoder.EncodeBytes(Address.Span),
        RlpEncoder.EncodeList(Topics.Select(topic => RlpEncoder.EncodeBytes(topic.Span))),
        RlpEncoder.EncodeBytes(Data.Span));
}
