using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Hashing;

public sealed unsafe class Blake3Tests
{
    // The official test vectors: input byte i is i mod 251, the key "whats the Elvish word for friend".
    [Theory]
    [InlineData(0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262", "92b2b75604ed3c761f9d6f62392c8a9227ad0ea3f09573e783f1498a4ed60d26")]
    [InlineData(1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213", "6d7878dfff2f485635d39013278ae14f1454b8c0a3a2d34bc1ab38228a80c95b")]
    [InlineData(1023, "10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11", "c951ecdf03288d0fcc96ee3413563d8a6d3589547f2c2fb36d9786470f1b9d6e")]
    [InlineData(1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7", "75c46f6f3d9eb4f55ecaaee480db732e6c2105546f1e675003687c31719c7ba4")]
    [InlineData(1025, "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444", "357dc55de0c7e382c900fd6e320acc04146be01db6a8ce7210b7189bd664ea69")]
    [InlineData(3073, "7124b49501012f81cc7f11ca069ec9226cecb8a2c850cfe644e327d22d3e1cd3", "68dede9bef00ba89e43f31a6825f4cf433389fedae75c04ee9f0cf16a427c95a")]
    [InlineData(8193, "bab6c09cb8ce8cf459261398d2e7aef35700bf488116ceb94a36d0f5f1b7bc3b", "954a2a75420c8d6547e3ba5b98d963e6fa6491addc8c023189cc519821b4a1f5")]
    [InlineData(16384, "f875d6646de28985646f34ee13be9a576fd515f76b5b0a26bb324735041ddde4", "9e9fc4eb7cf081ea7c47d1807790ed211bfec56aa25bb7037784c13c4b707b0d")]
    [InlineData(31744, "62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47", "efa53b389ab67c593dba624d898d0f7353ab99e4ac9d42302ee64cbf9939a419")]
    [InlineData(102400, "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085", "1c35d1a5811083fd7119f5d5d1ba027b4d01c0c6c49fb6ff2cf75393ea5db4a7")]
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
        Blake3Compression.Compress16(words, words + 256, 77, 3, 61, 19, words);
        Blake3Compression.Compress16Scalar(words + 128, words + 256, 77, 3, 61, 19, words + 128);
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
        LaneTranspose.ToEightLanes((ulong*)words, 80, (ulong*)lanes);
        LaneTranspose.ToEightLanesScalar((ulong*)words, 80, (ulong*)expected);
        Assert.Equal(new ReadOnlySpan<ulong>(expected, 64).ToArray(), new ReadOnlySpan<ulong>(lanes, 64).ToArray());
    }

    internal static byte[] Input(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];
}
