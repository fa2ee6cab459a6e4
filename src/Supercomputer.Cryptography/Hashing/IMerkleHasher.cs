using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>The two hash functions of a Merkle tree over rows of field elements: leaves and nodes, which never collide with each other.</summary>
/// <remarks>Representation: rows come as elements; what is hashed are their canonical values, as four little-endian bytes each.
/// The row length is bound into the leaf. The batched functions hash on SIMD lanes and equal the single ones.</remarks>
public interface IMerkleHasher
{
    /// <summary>The leaf of one row.</summary>
    /// <param name="row">The row, of any length.</param>
    static abstract Digest HashRow(ReadOnlySpan<KoalaBear> row);

    /// <summary>The leaves of equally long rows that lie one after another.</summary>
    /// <param name="rows">Exactly <c>rowLength * digests.Length</c> elements.</param>
    /// <param name="rowLength">Elements of a row, at least 1.</param>
    /// <param name="digests">The leaves, in order.</param>
    static abstract void HashRows(ReadOnlySpan<KoalaBear> rows, int rowLength, Span<Digest> digests);

    /// <summary>The node above two children.</summary>
    static abstract Digest HashPair(Digest left, Digest right);

    /// <summary>The nodes above consecutive pairs of children.</summary>
    /// <param name="children">Exactly twice as many as <paramref name="parents"/>; the two must not overlap.</param>
    /// <param name="parents">The nodes, in order.</param>
    static abstract void HashPairs(ReadOnlySpan<Digest> children, Span<Digest> parents);
}
