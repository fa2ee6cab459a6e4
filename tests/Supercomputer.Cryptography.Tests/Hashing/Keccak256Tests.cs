using System.Text;
using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Hashing;

public sealed unsafe class Keccak256Tests
{
    // Known answers: the empty string and "abc" as every Ethereum client has them (code hash of an account without code,
    // yellow paper section 4.1), the two event signatures as they stand in every ERC-20 log.
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("Transfer(address,address,uint256)", "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")]
    [InlineData("Approval(address,address,uint256)", "8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925")]
    public void Known_answers(string message, string expected) =>
        Assert.Equal(expected, Keccak256.Hash(Encoding.UTF8.GetBytes(message)).ToString());

    [Fact]
    public void The_permutation_gives_the_published_words_of_the_zero_state()
    {
        ulong* state = stackalloc ulong[25];
        new Span<ulong>(state, 25).Clear();
        KeccakF1600.PermuteScalar(state);
        Assert.Equal(0xF1258F7940E1DDE7UL, state[0]);
        Assert.Equal(0x84D5CCF933C0478AUL, state[1]);
    }

    [Fact]
    public void Appending_in_pieces_gives_the_one_shot_hash_at_every_length_around_a_block()
    {
        byte[] message = Bytes(600);
        Keccak256Hasher hasher = new();
        foreach (int length in (int[])[0, 1, 7, 135, 136, 137, 271, 272, 273, 600])
            foreach (int piece in (int[])[1, 8, 135, 136, 137, 600])
            {
                for (int at = 0; at < length; at += piece) hasher.Append(message.AsSpan(at, Math.Min(piece, length - at)));
                Assert.Equal(Keccak256.Hash(message.AsSpan(0, length)), hasher.Finish());
            }
    }

    [Fact]
    public void Eight_lanes_agree_with_the_scalar_permutation()
    {
        ulong[] words = new ulong[200];
        ulong seed = 1;
        for (int i = 0; i < 200; i++) words[i] = seed = seed * 6364136223846793005 + 1442695040888963407;
        ulong[] expected = [.. words];
        fixed (ulong* actualWords = words, expectedWords = expected)
        {
            KeccakF1600.Permute8(actualWords);
            KeccakF1600.Permute8Scalar(expectedWords);
        }

        Assert.Equal(expected, words);
    }

    [Fact]
    public void Digest_keeps_bytes_order_and_equality()
    {
        Digest digest = new(Bytes(32));
        Assert.Equal(Bytes(32), digest.ToArray());
        Assert.Equal(Convert.ToHexStringLower(Bytes(32)), digest.ToString());
        Assert.True(Digest.Zero < digest);
        Assert.NotEqual(Digest.Zero, digest);
        Assert.Throws<ArgumentException>(() => new Digest(Bytes(31)));
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(1, length).Select(i => (byte)(i * 7))];
}
