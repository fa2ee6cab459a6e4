using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Proofs.Commitments;

/// <summary>The verifier's side of <see cref="MerkleTree{THash}"/>: from opened rows and their missing siblings to the root.</summary>
/// <remarks>The number of siblings follows from the positions, so a proof carries no length.</remarks>
internal static class MerkleMultiproof
{
    /// <summary>How many siblings a proof for these rows has.</summary>
    /// <param name="logRows">log2 of the rows.</param>
    /// <param name="positions">Distinct rows, rising.</param>
    public static int SiblingCount(int logRows, ReadOnlySpan<int> positions)
    {
        int[] level = positions.ToArray();
        int count = level.Length;
        int siblings = 0;
        for (int depth = 0; depth < logRows; depth++)
        {
            int parents = 0;
            for (int i = 0; i < count; i++)
            {
                int node = level[i];
                if (i + 1 < count && level[i + 1] == (node ^ 1))
                    i++;
                else
                    siblings++;
                level[parents++] = node / 2;
            }
            count = parents;
        }
        return siblings;
    }

    /// <summary>The root above these rows.</summary>
    /// <param name="logRows">log2 of the rows.</param>
    /// <param name="positions">Distinct rows, rising; at least one.</param>
    /// <param name="leaves">The digest of each opened row; overwritten.</param>
    /// <param name="siblings">As many as <see cref="SiblingCount"/> says.</param>
    public static Digest Root<THash>(
        int logRows, ReadOnlySpan<int> positions, Span<Digest> leaves, ReadOnlySpan<Digest> siblings)
        where THash : struct, IMerkleHasher
    {
        int[] level = positions.ToArray();
        var pairs = new Digest[2 * level.Length];
        int count = level.Length;
        int used = 0;
        for (int depth = 0; depth < logRows; depth++)
        {
            int parents = 0;
            for (int i = 0; i < count; i++, parents++)
            {
                int node = level[i];
                bool paired = i + 1 < count && level[i + 1] == (node ^ 1);
                Digest other = paired ? leaves[i + 1] : siblings[used++];
                pairs[2 * parents] = (node & 1) == 0 ? leaves[i] : other;
                pairs[(2 * parents) + 1] = (node & 1) == 0 ? other : leaves[i];
                level[parents] = node / 2;
                if (paired)
                    i++;
            }
            THash.HashPairs(pairs.AsSpan(0, 2 * parents), leaves[..parents]);
            count = parents;
        }
        return leaves[0];
    }
}
