using System.Diagnostics.CodeAnalysis;

namespace Supercomputer.Primitives;

/// <summary>Hexadecimal text as Ethereum's tools write it: lower case behind "0x".</summary>
public static class Hex
{
    /// <summary>The bytes in lower case behind "0x".</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <summary>Reads an even number of digits of either case, with or without "0x".</summary>
    /// <returns>False when a character is no digit or the number of digits is odd.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) text = text[2..];
        if (text.Length % 2 != 0) return false;
        byte[] decoded = new byte[text.Length / 2];
        if (Convert.FromHexString(text, decoded, out int consumed, out _) != System.Buffers.OperationStatus.Done
            || consumed != text.Length) return false;
        bytes = decoded;
        return true;
    }
}
