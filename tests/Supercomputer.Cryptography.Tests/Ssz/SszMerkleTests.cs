using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Ssz;

public sealed class SszMerkleTests
{
    [Fact]
    public void Roots_are_those_of_the_full_tree_for_every_number_of_chunks()
    {
        Random random = new(32);
        for (int depth = 0; depth <= 7; depth++)
        {
            for (int count = 0; count <= 1 << depth; count++)
            {
                Digest[] leaves = new Digest[1 << depth];
                byte[] bytes = new byte[Digest.Size];
                for (int i = 0; i < count; i++)
                {
                    random.NextBytes(bytes);
                    leaves[i] = new(bytes);
                }

                Assert.Equal(Full(leaves), SszMerkle.Merkleize(leaves.AsSpan(0, count).ToArray(), depth));
            }
        }
    }

    [Fact]
    public void Branches_prove_each_leaf_and_nothing_else()
    {
        Digest[] leaves = new Digest[8];
        for (int i = 0; i < 8; i++) leaves[i] = SszMerkle.UInt64Chunk((ulong)i + 1);
        Digest root = Full(leaves);
        for (int i = 0; i < 8; i++)
        {
            Digest[] branch = [leaves[i ^ 1], Full(leaves.AsSpan((i ^ 2) & ~1, 2)), Full(leaves.AsSpan((i ^ 4) & ~3, 4))];
            Assert.True(SszMerkle.IsValidMerkleBranch(leaves[i], branch, (ulong)i, root));
            Assert.False(SszMerkle.IsValidMerkleBranch(leaves[i], branch, (ulong)i ^ 1, root));
            Assert.False(SszMerkle.IsValidMerkleBranch(leaves[i ^ 1], branch, (ulong)i, root));
            Assert.False(SszMerkle.IsValidMerkleBranch(leaves[i], branch.AsSpan(0, 2), (ulong)i, root));
        }
    }

    [Fact]
    public void Zero_trees_and_lengths_have_the_known_hashes()
    {
        // The zero hash of level one, as the deposit contract has it.
        Assert.Equal("f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b", SszMerkle.Merkleize([], 1).ToString());
        Assert.Equal("db56114e00fdd4c1f85c892bf35ac9a89289aaecb1ebd0a96cde606a748b5d71", SszMerkle.Merkleize([], 2).ToString());
        Assert.Equal(SszMerkle.Merkleize([], 1), SszMerkle.MixInLength(default, 0));
        Assert.Equal(SszMerkle.BytesRoot([1, 2], 0), SszMerkle.BytesChunk([1, 2]));
    }

    [Fact]
    public void Generalized_indices_have_a_level_and_a_place()
    {
        Assert.Equal((6, 41UL), (SszMerkle.FloorLog2(105), SszMerkle.GetSubtreeIndex(105)));
        Assert.Equal((7, 41UL), (SszMerkle.FloorLog2(169), SszMerkle.GetSubtreeIndex(169)));
        Assert.Equal((4, 9UL), (SszMerkle.FloorLog2(25), SszMerkle.GetSubtreeIndex(25)));
    }

    private static Digest Full(ReadOnlySpan<Digest> leaves) => leaves.Length == 1
        ? leaves[0]
        : SszMerkle.HashPair(Full(leaves[..(leaves.Length / 2)]), Full(leaves[(leaves.Length / 2)..]));
}
