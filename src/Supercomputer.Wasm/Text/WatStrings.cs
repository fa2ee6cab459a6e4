using System.Globalization;
using System.Text;

namespace Supercomputer.Wasm.Text;

/// <summary>String literals: their escapes and the bytes they stand for.</summary>
internal static class WatStrings
{
    /// <summary>The characters that the escape at the text's start takes; 0 when it is malformed.</summary>
    public static int EscapeLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2) return 0;
        if (text[1] is 't' or 'n' or 'r' or '"' or '\'' or '\\') return 2;
        if (text[1] == 'u') return UnicodeEscapeLength(text);
        return text.Length >= 3 && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]) ? 3 : 0;
    }

    /// <summary>The bytes of a string token, quotes included in <paramref name="literal"/>, whose escapes the lexer has checked.</summary>
    public static byte[] Decode(ReadOnlySpan<char> literal)
    {
        ReadOnlySpan<char> text = literal[1..^1];
        if (!text.Contains('\\')) return Encoding.UTF8.GetBytes(text.ToArray());
        using MemoryStream bytes = new(text.Length);
        Span<byte> buffer = stackalloc byte[4];
        while (!text.IsEmpty)
        {
            int length = text[0] == '\\' ? DecodeEscape(text, bytes) : 0;
            if (length == 0)
            {
                Rune.DecodeFromUtf16(text, out Rune rune, out length);
                bytes.Write(buffer[..rune.EncodeToUtf8(buffer)]);
            }
            text = text[length..];
        }
        return bytes.ToArray();
    }

    private static int DecodeEscape(ReadOnlySpan<char> text, MemoryStream bytes)
    {
        int length = EscapeLength(text);
        if (length == 2)
            bytes.WriteByte(text[1] switch { 't' => 9, 'n' => 10, 'r' => 13, char c => (byte)c });
        else if (length == 3 && text[1] != 'u')
            bytes.WriteByte(byte.Parse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        else
        {
            Span<byte> buffer = stackalloc byte[4];
            bytes.Write(buffer[..new Rune(UnicodeEscape(text[3..(length - 1)])).EncodeToUtf8(buffer)]);
        }
        return length;
    }

    private static int UnicodeEscapeLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 5 || text[2] != '{') return 0;
        int close = text.IndexOf('}');
        return close > 3 && Rune.IsValid(UnicodeEscape(text[3..close])) ? close + 1 : 0;
    }

    /// <summary>The scalar value of hex digits with underscores; -1 when malformed or above U+10FFFF.</summary>
    private static int UnicodeEscape(ReadOnlySpan<char> digits)
    {
        if (!WatNumbers.AreDigits(digits, hex: true)) return -1;
        int value = 0;
        foreach (char c in digits)
        {
            if (c == '_') continue;
            value = (value << 4) | Convert.ToInt32(c.ToString(), 16);
            if (value > 0x10FFFF) return -1;
        }
        return value;
    }
}
