using Supercomputer.Primitives.Ssz;
using Xunit;

namespace Supercomputer.Primitives.Tests.Ssz;

public sealed class SszReaderTests
{
    [Fact]
    public void A_container_is_written_and_read()
    {
        SszWriter writer = new(4);
        writer.WriteUInt64(0x0102030405060708);
        int first = writer.ReserveOffset();
        writer.WriteBytes([9, 1]);
        int second = writer.ReserveOffset();
        writer.FillOffset(first, 0);
        writer.WriteBytes([1, 2, 3]);
        writer.FillOffset(second, 0);
        writer.WriteBytes([4]);
        byte[] bytes = writer.ToArray();
        Assert.Equal("08070605040302011200000009011500000001020304", Convert.ToHexStringLower(bytes));

        SszReader reader = new(bytes, 18, isVariable: true);
        Assert.Equal(0x0102030405060708UL, reader.ReadUInt64());
        int a = reader.ReadOffset();
        Assert.Equal(9, reader.ReadByte());
        Assert.True(reader.ReadBoolean());
        int b = reader.ReadOffset();
        Assert.Equal([1, 2, 3], reader.Between(a, b).ToArray());
        Assert.Equal([4], reader.From(b).ToArray());
        Assert.False(reader.Error.IsError);
    }

    [Fact]
    public void The_first_error_stays_and_everything_after_it_is_zero()
    {
        SszReader reader = new([5, 0, 0, 0, 7, 0, 0, 0, 9], 9, isVariable: true);
        Assert.Equal(0, reader.ReadOffset());
        Assert.Equal("first SSZ offset 9 expected, actual 5", reader.Error.ToString());
        Assert.Equal(0, reader.ReadOffset());
        Assert.Equal(0, reader.ReadByte());
        Assert.True(reader.From(0).IsEmpty);
        Assert.Equal(SszFault.WrongFirstOffset, reader.Error.Fault);
    }

    [Theory]
    [InlineData("0800000007000000", "SSZ offset of at least 8 expected, actual 7")]
    [InlineData("0800000009000000", "SSZ offset of at most 8 expected, actual 9")]
    [InlineData("08000000ffffffff", "SSZ offset of at most 8 expected, actual 4294967295")]
    [InlineData("080000000800", "SSZ of 8 bytes expected, actual 6")]
    public void Offsets_out_of_order_or_range_are_refused(string hex, string expected)
    {
        SszReader reader = new(Convert.FromHexString(hex), 8, isVariable: true);
        reader.ReadOffset();
        reader.ReadOffset();
        Assert.Equal(expected, reader.Error.ToString());
    }

    [Fact]
    public void Booleans_bitvectors_and_bitlists_have_one_encoding_each()
    {
        SszReader boolean = new([2], 1, isVariable: false);
        Assert.False(boolean.ReadBoolean());
        Assert.Equal("SSZ boolean 0 or 1 expected, actual 2", boolean.Error.ToString());

        SszReader bits = new([0xff, 0x04], 2, isVariable: false);
        bits.ReadBitvector(10);
        Assert.Equal("bits from 10 on must be zero in an SSZ bitvector, actual byte 4", bits.Error.ToString());

        Assert.False(SszReader.ReadBitlistLength([0xff, 0x04], 10, out int count).IsError);
        Assert.Equal(10, count);
        Assert.Equal(SszFault.BitlistWithoutEnd, SszReader.ReadBitlistLength([0xff, 0], 10, out _).Fault);
        Assert.Equal(SszFault.BitlistWithoutEnd, SszReader.ReadBitlistLength([], 10, out _).Fault);
        Assert.Equal("SSZ list of at most 9 elements expected, actual 10", SszReader.ReadBitlistLength([0xff, 0x04], 9, out _).ToString());
    }

    [Fact]
    public void Lists_have_whole_elements_and_at_most_the_limit()
    {
        Assert.False(SszReader.ReadListLength(new byte[24], 8, 3, out int count).IsError);
        Assert.Equal(3, count);
        Assert.Equal(SszFault.WrongLength, SszReader.ReadListLength(new byte[23], 8, 3, out _).Fault);
        Assert.Equal(SszFault.ListTooLong, SszReader.ReadListLength(new byte[32], 8, 3, out _).Fault);
        Assert.Equal("SSZ of 3 bytes expected, actual 4", new SszReader(new byte[4], 3, isVariable: false).Error.ToString());
    }
}
