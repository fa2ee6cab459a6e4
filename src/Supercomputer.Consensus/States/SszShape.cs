using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.States;

/// <summary>A type of SSZ as far as roots need it: how many bytes it has, and the root of an encoding.</summary>
/// <param name="Size">Bytes of every encoding; 0 where encodings differ in length.</param>
/// <param name="ElementSize">What the length of an encoding is a multiple of.</param>
/// <param name="Limit">The most elements of a list; 1 of what is no list.</param>
/// <param name="Root">The root of an encoding of a good length.</param>
/// <remarks>Source: consensus-specs, ssz/simple-serialize.md, "Merkleization".</remarks>
internal sealed record SszShape(int Size, int ElementSize, long Limit, SszShape.RootOf Root)
{
    /// <summary>The root of an encoding.</summary>
    public delegate Digest RootOf(ReadOnlySpan<byte> bytes);

    public static SszShape UInt64 { get; } = Bytes(8);

    public static SszShape Bytes32 { get; } = Bytes(32);

    /// <summary>Bytes, or numbers packed into chunks: a basic type, a vector of bytes, of numbers or of roots.</summary>
    public static SszShape Bytes(int size)
    {
        int depth = Depth((size + Digest.Size - 1) / Digest.Size);
        return new(size, size, 1, bytes => SszMerkle.BytesRoot(bytes, depth));
    }

    /// <summary>A list of numbers or roots, packed.</summary>
    /// <param name="elementSize">Bytes of an element.</param>
    /// <param name="limit">The most elements.</param>
    public static SszShape PackedList(int elementSize, long limit)
    {
        int depth = Depth(((limit * elementSize) + Digest.Size - 1) / Digest.Size);
        return new(0, elementSize, limit, bytes => SszMerkle.MixInLength(SszMerkle.BytesRoot(bytes, depth), (ulong)(bytes.Length / elementSize)));
    }

    /// <summary>A container of fields of fixed size.</summary>
    public static SszShape Container(params SszShape[] fields)
    {
        int depth = Depth(fields.Length), size = fields.Sum(field => field.Size);
        return new(size, size, 1, bytes =>
        {
            Span<Digest> roots = new Digest[fields.Length];
            for (int i = 0, at = 0; i < fields.Length; at += fields[i++].Size) roots[i] = fields[i].Root(bytes.Slice(at, fields[i].Size));
            return SszMerkle.Merkleize(roots, depth);
        });
    }

    /// <summary>A list of elements of fixed size, each with its own root.</summary>
    public static SszShape List(SszShape element, long limit)
    {
        int depth = Depth(limit);
        return new(0, element.Size, limit, bytes => SszMerkle.MixInLength(Elements(element, bytes, depth), (ulong)(bytes.Length / element.Size)));
    }

    /// <summary>A vector of elements of fixed size, each with its own root.</summary>
    public static SszShape Vector(SszShape element, int count)
    {
        int depth = Depth(count);
        return new(element.Size * count, element.Size * count, 1, bytes => Elements(element, bytes, depth));
    }

    private static Digest Elements(SszShape element, ReadOnlySpan<byte> bytes, int depth)
    {
        Digest[] roots = new Digest[bytes.Length / element.Size];
        for (int i = 0; i < roots.Length; i++) roots[i] = element.Root(bytes.Slice(i * element.Size, element.Size));
        return SszMerkle.Merkleize(roots, depth);
    }

    private static int Depth(long count) => count <= 1 ? 0 : SszMerkle.FloorLog2((ulong)(count - 1)) + 1;
}
