using Supercomputer.Guests;

namespace Supercomputer.Samples;

/// <summary>Reads RLP: an item is a byte string, or a list whose payload is items.</summary>
internal static class Rlp
{
    /// <summary>The payload of the next item, which is taken off.</summary>
    /// <remarks>Errors: the run ends where an item says that it is longer than what is left.</remarks>
    public static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> rest)
    {
        uint head = rest[0];
        int start = 1, length = 1;
        if (head >= 0x80)
        {
            length = (int)(head & 0x3f);
            if (length >= 56)
            {
                start = length - 54;
                length = BigEndian(rest.Slice(1, start - 1));
            }
        }
        else
        {
            start = 0;
        }

        Guest.Require((uint)length <= (uint)(rest.Length - start), "an RLP item is cut short");
        ReadOnlySpan<byte> payload = rest.Slice(start, length);
        rest = rest[(start + length)..];
        return payload;
    }

    private static int BigEndian(ReadOnlySpan<byte> bytes)
    {
        Guest.Require(bytes.Length <= 4, "an RLP item has more than 2^32 bytes");
        uint value = 0;
        foreach (byte digit in bytes) value = (value << 8) | digit;
        Guest.Require(value <= int.MaxValue, "an RLP item has more than 2^31 bytes");
        return (int)value;
    }
}
