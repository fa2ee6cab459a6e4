using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Hashing;

public sealed unsafe class Blake3Tests
{
    // The official test vectors: input byte i is i mod 251, the key "whats the Elvish word for friend".
    [Theory]
    [InlineData(0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262", "92b2b75604ed3c761f9d6f62392c8a9227ad0ea3f09573e783f1498a4ed60d26")]
    public void Official_vectors(int length, string hash, string keyed)
    {
        byte[] message = Input(length);
        Assert.Equal(hash, Blake3.Hash(message).ToString());
        Assert.Equal(keyed, Blake3.KeyedHash(new("whats the Elvish word for friend"u8), message).ToString());
    }

    [Fact]
    public void Sixteen_lanes_agree_with_the_scalar_compression()
    {
        uint* words = stackalloc uint[2 * 128 + 256];
        uint seed = 1;
        for (int i = 0; i < 512; i++) words[i] = seed = seed * 1664525 + 1013904223;
        new ReadOnlySpan<uint>(words, 128).CopyTo(new(words + 128, 128));
        Blake3Compression.Compress16(words, words + 256, 77, 3, 61, 19);
        Blake3Compression.Compress16Scalar(words + 128, words + 256, 77, 3, 61, 19);
        Assert.Equal(new ReadOnlySpan<uint>(words + 128, 128).ToArray(), new ReadOnlySpan<uint>(words, 128).ToArray());
    }

    [Fact]
    public void Transposition_agrees_with_its_scalar_twin_and_gives_digests_back()
    {
        uint* words = stackalloc uint[16 * 20 + 3 * 256];
        for (int i = 0; i < 16 * 20; i++) words[i] = (uint)(i * i);
        uint* lanes = words + 16 * 20, expected = lanes + 256, digests = expected + 256;
        LaneTranspose.ToLanes(words, 80, lanes);
        LaneTranspose.ToLanesScalar(words, 80, expected);
        Assert.Equal(new ReadOnlySpan<uint>(expected, 256).ToArray(), new ReadOnlySpan<uint>(lanes, 256).ToArray());
        LaneTranspose.ToDigests(lanes, digests);
        LaneTranspose.ToDigestsScalar(lanes, expected);
        Assert.Equal(new ReadOnlySpan<uint>(expected, 128).ToArray(), new ReadOnlySpan<uint>(digests, 128).ToArray());
        Assert.Equal(words[20 * 3 + 5], digests[8 * 3 + 5]);
    }

    internal static byte[] Input(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];
}
