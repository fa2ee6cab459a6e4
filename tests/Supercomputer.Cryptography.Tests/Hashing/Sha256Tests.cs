using System.Security.Cryptography;
using System.Text;
using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Hashing;

public sealed unsafe class Sha256Tests
{
    // FIPS 180-4 examples.
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void Known_answers(string message, string expected) =>
        Assert.Equal(expected, Sha256.Hash(Encoding.ASCII.GetBytes(message)).ToString());

    [Fact]
    public void Every_length_around_a_block_agrees_with_the_base_class_library()
    {
        byte[] message = Blake3Tests.Input(300);
        for (int length = 0; length <= 300; length++)
            Assert.Equal(SHA256.HashData(message.AsSpan(0, length)), Sha256.Hash(message.AsSpan(0, length)).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(55)]
    [InlineData(56)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(120)]
    [InlineData(129)]
    public void Batched_hashes_agree_with_single_ones(int length)
    {
        const int Count = 35;
        byte[] messages = Blake3Tests.Input(Count * length);
        Digest[] actual = new Digest[Count], expected = new Digest[Count];
        Sha256.HashMany(messages, length, actual);
        Sha256.HashManyScalar(messages, length, expected);
        Assert.Equal(expected, actual);
        Assert.Throws<ArgumentException>(() => Sha256.HashMany(messages, length + 1, new Digest[Count]));
    }

    [Fact]
    public void Sixteen_lanes_agree_with_the_scalar_compression()
    {
        uint* words = stackalloc uint[2 * 128 + 256];
        uint seed = 1;
        for (int i = 0; i < 512; i++) words[i] = seed = seed * 1664525 + 1013904223;
        new ReadOnlySpan<uint>(words, 128).CopyTo(new(words + 128, 128));
        Sha256Compression.Compress16(words, words + 256);
        Sha256Compression.Compress16Scalar(words + 128, words + 256);
        Assert.Equal(new ReadOnlySpan<uint>(words + 128, 128).ToArray(), new ReadOnlySpan<uint>(words, 128).ToArray());
    }
}
