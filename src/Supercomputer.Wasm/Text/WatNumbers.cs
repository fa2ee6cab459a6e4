using System.Globalization;
using System.Numerics;

namespace Supercomputer.Wasm.Text;

/// <summary>Numeric literals: which words are numbers, and their exact values.</summary>
/// <remarks>Source: WebAssembly 2.0, section 6.3.1 and 6.3.2.</remarks>
internal static class WatNumbers
{
    /// <summary>The longest floating-point literal that is read; the exact decimal expansions of f64 values are below 1,100 characters.</summary>
    public const int MaximumFloatCharacters = 4096;

    private const int ExponentBound = 100_000;

    /// <summary>Whether a word is an integer literal, sign and underscores included.</summary>
    public static bool IsInteger(ReadOnlySpan<char> word)
    {
        word = WithoutSign(word);
        bool hex = IsHex(word);
        return AreDigits(hex ? word[2..] : word, hex);
    }

    /// <summary>Whether a word is a floating-point literal that is no integer literal.</summary>
    public static bool IsFloat(ReadOnlySpan<char> word)
    {
        word = WithoutSign(word);
        if (word is "inf" or "nan") return true;
        if (word.StartsWith("nan:0x")) return AreDigits(word[6..], hex: true);
        bool hex = IsHex(word);
        if (hex) word = word[2..];
        int exponent = hex ? word.IndexOfAny('p', 'P') : word.IndexOfAny('e', 'E');
        if (exponent >= 0)
        {
            if (!AreDigits(WithoutSign(word[(exponent + 1)..]), hex: false)) return false;
            word = word[..exponent];
        }
        int point = word.IndexOf('.');
        if (point < 0) return AreDigits(word, hex);
        return AreDigits(word[..point], hex) && (point + 1 == word.Length || AreDigits(word[(point + 1)..], hex));
    }

    /// <summary>Whether the text is digits, at least one, with single underscores only between digits.</summary>
    public static bool AreDigits(ReadOnlySpan<char> text, bool hex)
    {
        bool afterDigit = false;
        foreach (char c in text)
        {
            bool digit = hex ? char.IsAsciiHexDigit(c) : char.IsAsciiDigit(c);
            if (!digit && !(c == '_' && afterDigit)) return false;
            afterDigit = digit;
        }
        return afterDigit;
    }

    /// <summary>An unsigned literal below 2^32, as indices, limits and offsets are.</summary>
    public static bool TryUnsigned32(ReadOnlySpan<char> word, out uint value)
    {
        bool good = TryMagnitude(word, out ulong magnitude) && magnitude <= uint.MaxValue;
        value = good ? (uint)magnitude : 0;
        return good;
    }

    /// <summary>An integer constant of <paramref name="bits"/> bits, given signed or unsigned; the value is its bits, sign-extended when negative.</summary>
    public static bool TryInteger(ReadOnlySpan<char> word, int bits, out ulong value)
    {
        bool negative = word[0] == '-';
        value = 0;
        if (!TryMagnitude(WithoutSign(word), out ulong magnitude)) return false;
        ulong limit = negative ? 1UL << (bits - 1) : ulong.MaxValue >> (64 - bits);
        if (magnitude > limit) return false;
        value = negative ? 0 - magnitude : magnitude;
        return true;
    }

    /// <summary>The bits of an f32 (<paramref name="single"/>) or f64 constant, rounded to nearest, ties to even; false when out of range.</summary>
    public static bool TryFloat(ReadOnlySpan<char> word, bool single, out ulong bits)
    {
        bool negative = word[0] == '-';
        word = WithoutSign(word);
        bool good = word.StartsWith("nan") ? TryNan(word, single, out bits)
            : word is "inf" ? Set(out bits, Infinity(single))
            : IsHex(word) ? TryHexFloat(word[2..], single, out bits)
            : TryDecimalFloat(word, single, out bits);
        if (negative) bits |= single ? 1UL << 31 : 1UL << 63;
        return good;
    }

    private static bool Set(out ulong bits, ulong value)
    {
        bits = value;
        return true;
    }

    private static bool TryMagnitude(ReadOnlySpan<char> digits, out ulong value)
    {
        bool hex = IsHex(digits);
        if (hex) digits = digits[2..];
        value = 0;
        UInt128 sum = 0;
        foreach (char c in digits)
        {
            if (c == '_') continue;
            sum = sum * (hex ? 16u : 10u) + (uint)HexValue(c);
            if (sum > ulong.MaxValue) return false;
        }
        value = (ulong)sum;
        return true;
    }

    private static bool TryNan(ReadOnlySpan<char> word, bool single, out ulong bits)
    {
        int fractionBits = single ? 23 : 52;
        ulong payload = 1UL << (fractionBits - 1);
        if (word.Length > 3 && (!TryMagnitude(word[4..], out payload) || payload == 0 || payload >> fractionBits != 0))
            return !Set(out bits, 0);
        return Set(out bits, Infinity(single) | payload);
    }

    private static bool TryDecimalFloat(ReadOnlySpan<char> word, bool single, out ulong bits)
    {
        // The exponent is brought into the parser's range first: digits are at most MaximumFloatCharacters, so beyond the bound all is 0 or infinite.
        int e = word.IndexOfAny('e', 'E');
        ReadOnlySpan<char> digits = e < 0 ? word : word[..e];
        int exponent = e < 0 ? 0 : Exponent(word[(e + 1)..]);
        string text = $"{digits.ToString().Replace("_", "", StringComparison.Ordinal)}e{Math.Clamp(exponent, -9000, 9000)}";
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bits = single
            ? BitConverter.SingleToUInt32Bits(float.Parse(text, Style, CultureInfo.InvariantCulture))
            : BitConverter.DoubleToUInt64Bits(double.Parse(text, Style, CultureInfo.InvariantCulture));
        return bits < Infinity(single);
    }

    private static bool TryHexFloat(ReadOnlySpan<char> word, bool single, out ulong bits)
    {
        int p = word.IndexOfAny('p', 'P');
        int exponent = p < 0 ? 0 : Exponent(word[(p + 1)..]);
        ulong mantissa = 0;
        bool sticky = false, fraction = false;
        foreach (char c in p < 0 ? word : word[..p])
        {
            if (c == '.') fraction = true;
            if (c is '.' or '_') continue;
            bool room = mantissa >> 60 == 0;
            if (room) mantissa = (mantissa << 4) | (uint)HexValue(c);
            else sticky |= c != '0';
            if (room && fraction) exponent -= 4;
            if (!room && !fraction) exponent += 4;
        }
        return TryRound(mantissa, sticky, exponent, single, out bits);
    }

    /// <summary>Rounds mantissa * 2^exponent (and a bit more when sticky) to the nearest value, ties to even.</summary>
    private static bool TryRound(ulong mantissa, bool sticky, int exponent, bool single, out ulong bits)
    {
        if (mantissa == 0) return Set(out bits, 0);
        int zeros = BitOperations.LeadingZeroCount(mantissa);
        mantissa <<= zeros;
        int top = exponent - zeros + 63;
        (int precision, int minimum) = single ? (24, -126) : (53, -1022);
        if (top > 1100) return !Set(out bits, 0);
        int drop = 64 - precision + Math.Max(0, minimum - top);
        if (drop > 64) return Set(out bits, 0);
        ulong kept = drop == 64 ? 0 : mantissa >> drop;
        ulong rest = drop == 64 ? mantissa : mantissa & ((1UL << drop) - 1);
        ulong half = 1UL << (drop - 1);
        if (rest > half || (rest == half && (sticky || (kept & 1) != 0))) kept++;
        // The hidden bit and a carry out of the fraction both add into the exponent field.
        ulong field = top < minimum ? 0 : (ulong)(top - minimum);
        bits = (field << (precision - 1)) + kept;
        return bits < Infinity(single);
    }

    private static int Exponent(ReadOnlySpan<char> text)
    {
        bool negative = text[0] == '-';
        int value = 0;
        foreach (char c in WithoutSign(text))
            if (c != '_') value = Math.Min(value * 10 + (c - '0'), ExponentBound);
        return negative ? -value : value;
    }

    private static ulong Infinity(bool single) => single ? 0x7f80_0000UL : 0x7ff0_0000_0000_0000UL;

    private static bool IsHex(ReadOnlySpan<char> word) => word.StartsWith("0x");

    private static int HexValue(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    private static ReadOnlySpan<char> WithoutSign(ReadOnlySpan<char> word) =>
        word.Length > 0 && word[0] is '+' or '-' ? word[1..] : word;
}
