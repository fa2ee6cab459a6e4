using System.Globalization;
using System.Numerics;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Wasm.Tests.Text;

public sealed class WatNumbersTests
{
    [Theory]
    [InlineData("0", true)]
    [InlineData("-0x1_f", true)]
    [InlineData("+12", true)]
    [InlineData("1_", false)]
    [InlineData("_1", false)]
    [InlineData("0x", false)]
    [InlineData("1__0", false)]
    public void Integers_are_told_apart(string word, bool integer) => Assert.Equal(integer, WatNumbers.IsInteger(word));

    [Theory]
    [InlineData("1.", true)]
    [InlineData("1.e5", true)]
    [InlineData("0x1.p-3", true)]
    [InlineData("-nan:0x1_0", true)]
    [InlineData("+inf", true)]
    [InlineData(".5", false)]
    [InlineData("1e", false)]
    [InlineData("0x.1", false)]
    [InlineData("nan:1", false)]
    [InlineData("1_.0", false)]
    public void Floats_are_told_apart(string word, bool floating) => Assert.Equal(floating, WatNumbers.IsFloat(word));

    [Theory]
    [InlineData("0x1.000001p0", true, 0x3f80_0000)] // a tie goes to the even neighbour
    [InlineData("0x1.000003p0", true, 0x3f80_0002)]
    [InlineData("0x1.00000100000000000000000001p0", true, 0x3f80_0001)]
    [InlineData("0x1p-149", true, 1)]
    [InlineData("0x1p-150", true, 0)]
    [InlineData("0x1.0000000001p-150", true, 1)]
    [InlineData("0x1.fffffep-127", true, 0x0080_0000)] // rounds up out of the subnormals
    [InlineData("0x1.fffffep127", true, 0x7f7f_ffff)]
    [InlineData("-0x0p0", true, 0x8000_0000)]
    [InlineData("0x123456789abcdef01p0", false, 0x43f2_3456_789a_bcdf)]
    [InlineData("0x1p-1074", false, 1)]
    [InlineData("0x0.8p-1074", false, 0)]
    [InlineData("0x0.8000000000000000000001p-1074", false, 1)]
    [InlineData("0x1p-99999999999", false, 0)]
    [InlineData("0x0p99999999999", false, 0)]
    [InlineData("1e-99999999999", false, 0)]
    [InlineData("nan:0x1", true, 0x7f80_0001)]
    [InlineData("-nan", false, unchecked((long)0xfff8_0000_0000_0000))]
    public void Floats_round_to_nearest_even(string word, bool single, long bits)
    {
        Assert.True(WatNumbers.TryFloat(word, single, out ulong actual));
        Assert.Equal((ulong)bits, actual);
    }

    [Theory]
    [InlineData("0x1.ffffffp127", true)]
    [InlineData("1e39", true)]
    [InlineData("0x1p1024", false)]
    [InlineData("0x1p99999999999", false)]
    [InlineData("1e99999999999", false)]
    [InlineData("nan:0x0", false)]
    [InlineData("nan:0x80_0000", true)]
    public void Floats_out_of_range_are_refused(string word, bool single) => Assert.False(WatNumbers.TryFloat(word, single, out _));

    [Fact]
    public void Hexadecimal_floats_agree_with_exact_decimal_expansions()
    {
        Random random = new(41);
        for (int i = 0; i < 2000; i++)
        {
            ulong mantissa = (ulong)random.NextInt64();
            int exponent = random.Next(-1140, -60);
            // mantissa * 2^exponent = mantissa * 5^-exponent / 10^-exponent, exactly.
            string exact = (mantissa * BigInteger.Pow(5, -exponent)).ToString(CultureInfo.InvariantCulture) + $"e{exponent}";
            Assert.True(WatNumbers.TryFloat($"0x{mantissa:x}p{exponent}", false, out ulong bits));
            Assert.Equal(BitConverter.DoubleToUInt64Bits(double.Parse(exact, CultureInfo.InvariantCulture)), bits);
        }
    }
}
