using System.Buffers.Binary;

namespace Supercomputer.Primitives.Rlp;

/// <summary>Writes RLP (Ethereum yellow paper, appendix B).</summary>
public static class RlpEncoder
{
    /// <summary>The encoding of a byte string.</summary>
    public static byte[] EncodeBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 1 && bytes[0] < 0x80 ? bytes.ToArray() : WithHeader(0x80, bytes);

    /// <summary>The encoding of a number: big-endian without leading zeros.</summary>
    public static byte[] EncodeInteger(ulong value)
    {
        Span<byte> digits = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(digits, value);
        return EncodeInteger(digits);
    }

    /// <summary>The encoding of a number given big-endian, its leading zeros dropped.</summary>
    public static byte[] EncodeInteger(ReadOnlySpan<byte> bigEndian) => EncodeBytes(bigEndian.TrimStart((byte)0));

    /// <summary>The encoding of a list of already encoded items.</summary>
    public static byte[] EncodeList(params IEnumerable<byte[]> items)
    {
        byte[][] parts = items as byte[][] ?? [.. items];
        byte[] payload = new byte[parts.Sum(part => part.Length)];
        int at = 0;
        foreach (byte[] part in parts)
        {
            part.CopyTo(payload, at);
            at += part.Length;
        }
        return WithHeader(0xc0, payload);
    }

    private static byte[] WithHeader(byte kind, ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= 55) return [(byte)(kind + payload.Length), .. payload];
        Span<byte> digits = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(digits, payload.Length);
        ReadOnlySpan<byte> length = digits.TrimStart((byte)0);
        return [(byte)(kind + 55 + length.Length), .. length, .. payload];
    }
}
