using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Bus;

/// <summary>Writes private streams: items (length in four bytes, little-endian, then the bytes padded to four); a zero ends a list.</summary>
internal sealed class ItemStream
{
    private readonly List<byte> bytes = [];

    /// <summary>Begins with bytes that have no length in front.</summary>
    public ItemStream(params ReadOnlySpan<byte> first) => bytes.AddRange(first);

    public ItemStream Item(ReadOnlyMemory<byte> item)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, item.Length);
        bytes.AddRange(length);
        bytes.AddRange(item.Span);
        while (bytes.Count % 4 != 0) bytes.Add(0);
        return this;
    }

    /// <summary>Nodes of a branch, as one item.</summary>
    public ItemStream Nodes(Digest[] nodes) => Item(MemoryMarshal.AsBytes(nodes.AsSpan()).ToArray());

    public ItemStream List(IReadOnlyList<ReadOnlyMemory<byte>> list)
    {
        foreach (ReadOnlyMemory<byte> item in list) Item(item);
        return End();
    }

    public ItemStream End()
    {
        bytes.AddRange([0, 0, 0, 0]);
        return this;
    }

    public byte[] ToArray() => [.. bytes];
}
