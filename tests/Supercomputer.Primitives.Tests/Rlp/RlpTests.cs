using System.Numerics;
using System.Text;
using System.Text.Json;
using Supercomputer.Primitives.Rlp;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Primitives.Tests.Rlp;

public sealed class RlpTests
{
    [Fact]
    public void The_official_encodings_are_written_and_read_back()
    {
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllText(Vectors.Path("ethereum", "rlp", "rlptest.json")));
        int count = 0;
        foreach (JsonProperty test in cases.RootElement.EnumerateObject())
        {
            byte[] encoding = Encode(test.Value.GetProperty("in"));
            Assert.Equal(test.Value.GetProperty("out").GetString(), Hex.Encode(encoding));
            Assert.True(RlpItem.TryRead(encoding, out RlpItem item, out string? error), error);
            Assert.Equal(encoding, Rewrite(item));
            count++;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"RLP: {count} cases, 0 failed");
    }

    [Fact]
    public void The_official_invalid_encodings_are_refused()
    {
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllText(Vectors.Path("ethereum", "rlp", "invalidRLPTest.json")));
        int count = 0;
        foreach (JsonProperty test in cases.RootElement.EnumerateObject())
        {
            Assert.True(Hex.TryDecode(test.Value.GetProperty("out").GetString(), out byte[]? bytes));
            Assert.True(!RlpItem.TryRead(bytes, out RlpItem item, out _) || Rewrite(item) is null, test.Name);
            count++;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"RLP that is invalid: {count} cases refused, 0 failed");
    }

    [Fact]
    public void A_list_longer_than_the_limit_is_refused()
    {
        Assert.True(RlpItem.TryRead(RlpEncoder.EncodeList([1], [2], [3]), out RlpItem item, out _));
        Assert.False(item.TryGetItems(2, out _, out string? error));
        Assert.Equal("an RLP list has more than 2 items", error);
    }

    [Theory]
    [InlineData("0x0")]
    [InlineData("0xzz")]
    [InlineData("12 4")]
    public void Hex_with_an_odd_or_foreign_digit_is_refused(string text) => Assert.False(Hex.TryDecode(text, out _));

    private static byte[] Encode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => RlpEncoder.EncodeList(value.EnumerateArray().Select(Encode)),
        JsonValueKind.Number => RlpEncoder.EncodeInteger(value.GetUInt64()),
        _ when value.GetString()!.StartsWith('#') =>
            RlpEncoder.EncodeInteger(BigInteger.Parse(value.GetString()![1..], null).ToByteArray(isUnsigned: true, isBigEndian: true)),
        _ => RlpEncoder.EncodeBytes(Encoding.UTF8.GetBytes(value.GetString()!)),
    };

    private static byte[]? Rewrite(RlpItem item)
    {
        if (!item.IsList) return RlpEncoder.EncodeBytes(item.Payload.Span);
        if (!item.TryGetItems(int.MaxValue, out RlpItem[]? items, out _)) return null;
        byte[]?[] parts = [.. items.Select(Rewrite)];
        return Array.Exists(parts, part => part is null) ? null : RlpEncoder.EncodeList(parts!);
    }
}
