using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>The shapes that every <see cref="IMerkleHasher"/> asks of its caller.</summary>
internal static class MerkleRows
{
    public static void Check(ReadOnlySpan<KoalaBear> rows, int rowLength, Span<Digest> digests)
    {
        if (rows.Length != (long)rowLength * digests.Length)
            throw new ArgumentException($"{digests.Length} rows of {rowLength} elements are not {rows.Length} elements", nameof(rows));
    }

    public static void CheckPairs(ReadOnlySpan<Digest> children, Span<Digest> parents)
    {
        if (children.Length != 2L * parents.Length)
            throw new ArgumentException($"{parents.Length} parents have not {children.Length} children", nameof(children));
    }
}
