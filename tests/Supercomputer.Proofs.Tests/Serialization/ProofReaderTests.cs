using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Serialization;
using Xunit;

namespace Supercomputer.Proofs.Tests.Serialization;

public sealed class ProofReaderTests
{
    [Fact]
    public void Reads_back_what_was_written()
    {
        (byte[] bytes, Sample sample) = Write();
        ProofReader reader = new(bytes);
        Assert.Equal(sample, Read(reader), Sample.Same);
        Assert.True(reader.Finish());
        Assert.Null(reader.Error);
    }

    [Fact]
    public void Every_truncation_is_an_error_that_names_what_was_cut()
    {
        byte[] bytes = Write().Bytes;
        for (int length = 0; length < bytes.Length; length++)
        {
            ProofReader reader = new(bytes.AsMemory(0, length));
            Read(reader);
            Assert.False(reader.Finish());
            Assert.Equal(ProofReadFailure.Truncated, reader.Error!.Value.Failure);
            Assert.InRange(reader.Error.Value.Offset, 0, length);
            Assert.Contains(length == 0 ? "empty" : "cut short", reader.Error.Value.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_trailing_byte_is_an_error()
    {
        ProofReader reader = new((byte[])[.. Write().Bytes, 0]);
        Read(reader);
        Assert.False(reader.Finish());
        Assert.Equal(ProofReadFailure.TrailingBytes, reader.Error!.Value.Failure);
    }

    [Fact]
    public void Every_flipped_bit_is_an_error_or_another_value()
    {
        (byte[] bytes, Sample sample) = Write();
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            ProofReader reader = new(bytes);
            Sample read = Read(reader);
            Assert.True(!reader.Finish() || !Sample.Same(sample, read), $"bit {bit} changed nothing");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        ulong seed = 7;
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = new byte[seed % 300];
            for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)((seed = seed * 6364136223846793005 + 1442695040888963407) >> 56);
            seed = seed * 6364136223846793005 + 1442695040888963407 + (ulong)round;
            ProofReader reader = new(bytes);
            Read(reader);
            reader.Finish();
        }
    }

    [Theory]
    [InlineData(KoalaBear.Modulus)]
    [InlineData(uint.MaxValue)]
    public void Words_not_below_p_are_refused(uint word)
    {
        ProofWriter writer = new();
        writer.WriteUInt32(1);
        writer.WriteUInt32(word);
        ProofReader reader = new(writer.ToArray());
        Assert.Empty(reader.Read<KoalaBear>("values", 2));
        Assert.Equal(new ProofReadError(ProofReadFailure.NotCanonical, "values", 4, KoalaBear.Modulus, word), reader.Error);
    }

    [Fact]
    public void A_length_above_its_bound_allocates_nothing_and_stays_the_error()
    {
        ProofWriter writer = new();
        writer.WriteUInt32(uint.MaxValue);
        ProofReader reader = new(writer.ToArray());
        Assert.Equal(0, reader.ReadLength("heights", 10));
        Assert.Equal(0UL, reader.ReadUInt64("later"));
        Assert.Equal(new ProofReadError(ProofReadFailure.TooLarge, "heights", 0, 10, uint.MaxValue), reader.Error);
        Assert.Contains("heights at byte 0: must be at most 10 and is 4294967295", reader.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_that_the_bytes_cannot_fill_allocates_nothing()
    {
        ProofReader reader = new(new byte[16]);
        Assert.Empty(reader.Read<KoalaBear6>("values", int.MaxValue));
        Assert.Equal(ProofReadFailure.Truncated, reader.Error!.Value.Failure);
        Assert.Empty(new ProofReader(new byte[16]).ReadDigests("digests", int.MaxValue));
    }

    [Fact]
    public void Fixed_values_that_differ_are_named()
    {
        ProofWriter writer = new();
        writer.WriteUInt32(3);
        writer.Write(Digest.Zero);
        ProofReader reader = new(writer.ToArray());
        reader.ExpectUInt32("format", 3);
        Assert.False(reader.Failed);
        reader.Expect("key digest", Keccak256.Hash([]));
        Assert.Equal(new ProofReadError(ProofReadFailure.Mismatch, "key digest", 4, 0xc5d24601, 0), reader.Error);
    }

    private sealed record Sample(byte Byte, ulong Number, Digest Root, KoalaBear Base, KoalaBear6[] Elements, Digest[] Path)
    {
        public static bool Same(Sample left, Sample right) =>
            left.Byte == right.Byte && left.Number == right.Number && left.Root == right.Root && left.Base == right.Base
            && left.Elements.SequenceEqual(right.Elements) && left.Path.SequenceEqual(right.Path);
    }

    private static (byte[] Bytes, Sample Sample) Write()
    {
        Sample sample = new(
            9, 0x0123456789abcdef, Keccak256.Hash([1]), KoalaBear.FromCanonical(KoalaBear.Modulus - 1),
            [KoalaBear6.One, KoalaBear6.FromBase(KoalaBear.FromCanonical(77)), KoalaBear6.Zero], [Keccak256.Hash([2]), Keccak256.Hash([3])]);
        ProofWriter writer = new();
        writer.WriteByte(sample.Byte);
        writer.WriteUInt64(sample.Number);
        writer.Write(sample.Root);
        writer.Write(sample.Base);
        writer.WriteLength(sample.Elements.Length);
        writer.Write<KoalaBear6>(sample.Elements);
        writer.Write(sample.Path);
        return (writer.ToArray(), sample);
    }

    private static Sample Read(ProofReader reader) => new(
        reader.ReadByte("byte"), reader.ReadUInt64("number"), reader.ReadDigest("root"), reader.Read<KoalaBear>("base"),
        reader.Read<KoalaBear6>("elements", reader.ReadLength("element count", 3)), reader.ReadDigests("path", 2));
}
