using System.Buffers.Binary;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Hashing;

public sealed class KeccakMerkleHasherTests : MerkleHasherTests<KeccakMerkleHasher>
{
    [Fact]
    public void A_leaf_is_the_hash_of_twice_the_length_and_canonical_words()
    {
        KoalaBear[] row = Row(3, 5);
        byte[] message = new byte[4 + 12];
        message[0] = 6;
        for (int i = 0; i < 3; i++) BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(4 + 4 * i), row[i].ToCanonical());
        Assert.Equal(Keccak256.Hash(message), KeccakMerkleHasher.HashRow(row));
    }

    [Fact]
    public void A_node_is_the_hash_of_tag_and_children()
    {
        Digest left = Keccak256.Hash([1]), right = Keccak256.Hash([2]);
        byte[] message = [1, 0, 0, 0, 0, 0, 0, 0, .. left.ToArray(), .. right.ToArray()];
        Assert.Equal(Keccak256.Hash(message), KeccakMerkleHasher.HashPair(left, right));
    }
}

public abstract class MerkleHasherTests<THasher>
    where THasher : struct, IMerkleHasher
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(700)]
    public void Batched_leaves_equal_single_leaves(int rowLength)
    {
        const int Rows = 37;
        KoalaBear[] rows = Row(Rows * rowLength, (uint)rowLength);
        Digest[] digests = new Digest[Rows];
        THasher.HashRows(rows, rowLength, digests);
        for (int i = 0; i < Rows; i++) Assert.Equal(THasher.HashRow(rows.AsSpan(i * rowLength, rowLength)), digests[i]);
        Assert.Equal(Rows, digests.Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(41)]
    public void Batched_nodes_equal_single_nodes(int count)
    {
        Digest[] children = [.. Enumerable.Range(0, 2 * count).Select(i => Keccak256.Hash([(byte)i]))];
        Digest[] parents = new Digest[count];
        THasher.HashPairs(children, parents);
        for (int i = 0; i < count; i++) Assert.Equal(THasher.HashPair(children[2 * i], children[2 * i + 1]), parents[i]);
    }

    [Fact]
    public void Leaves_bind_their_length_and_differ_from_nodes()
    {
        KoalaBear[] zeros = new KoalaBear[40];
        HashSet<Digest> seen = [];
        for (int length = 1; length <= 40; length++) Assert.True(seen.Add(THasher.HashRow(zeros.AsSpan(0, length))));
        Assert.True(seen.Add(THasher.HashPair(Digest.Zero, Digest.Zero)));
    }

    [Fact]
    public void A_wrong_number_of_elements_or_children_is_refused()
    {
        Assert.Throws<ArgumentException>(() => THasher.HashRows(new KoalaBear[7], 2, new Digest[4]));
        Assert.Throws<ArgumentException>(() => THasher.HashPairs(new Digest[3], new Digest[2]));
    }

    protected static KoalaBear[] Row(int length, uint seed)
    {
        ulong state = seed;
        KoalaBear[] row = new KoalaBear[length];
        for (int i = 0; i < length; i++) row[i] = KoalaBear.Reduce(state = state * 6364136223846793005 + 1442695040888963407);
        row[0] = -KoalaBear.One;
        return row;
    }
}

public sealed class Blake3MerkleHasherTests : MerkleHasherTests<Blake3MerkleHasher>
{
    [Fact]
    public void A_leaf_is_the_keyed_hash_of_the_canonical_words()
    {
        KoalaBear[] row = Row(300, 5);
        byte[] message = new byte[1200];
        for (int i = 0; i < 300; i++) BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(4 * i), row[i].ToCanonical());
        Assert.Equal(Blake3.KeyedHash(Blake3.Hash("supercomputer merkle leaf"u8), message), Blake3MerkleHasher.HashRow(row));
    }
}
