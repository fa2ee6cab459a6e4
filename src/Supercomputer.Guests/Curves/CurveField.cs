using System.Runtime.CompilerServices;

namespace Supercomputer.Guests.Curves;

/// <summary>Numbers modulo a curve's prime and pairs of them, x0 + x1 u in Fp[u]/(u^2 + 1): one accelerator's call for each product or sum.</summary>
/// <remarks>Range: operands may be any numbers of the width; results are below p, so that two of them are equal exactly when their words are.</remarks>
[SkipLocalsInit]
public static class CurveField
{
    /// <summary>The most words of a pair.</summary>
    internal const int MaximumWords = 12;

    /// <summary>0, as a number or a pair of either width.</summary>
    public static ReadOnlySpan<ulong> Zero => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>1, as a number or a pair of either width.</summary>
    public static ReadOnlySpan<ulong> One => [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>2, as a number or a pair of either width.</summary>
    public static ReadOnlySpan<ulong> Two => [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary><c>result = a b + c</c> modulo p.</summary>
    public static void MultiplyAdd<TCurve>(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, Span<ulong> result)
        where TCurve : struct, IGuestCurve
    {
        if (TCurve.Words == 4) Guest.MultiplyAdd256(a, b, c, TCurve.Modulus, result);
        else Guest.MultiplyAdd384(a, b, c, TCurve.Modulus, result);
    }

    /// <summary><c>result = a b + c</c> in Fp2.</summary>
    public static void MultiplyAddFp2<TCurve>(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, Span<ulong> result)
        where TCurve : struct, IPairingCurve
    {
        if (TCurve.Words == 4) Guest.MultiplyAddFp2Of256(a, b, c, TCurve.Modulus, result);
        else Guest.MultiplyAddFp2Of384(a, b, c, TCurve.Modulus, result);
    }

    /// <summary><c>result = a - b</c> in Fp2.</summary>
    public static void SubtractFp2<TCurve>(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> result)
        where TCurve : struct, IPairingCurve => MultiplyAddFp2<TCurve>(b, TCurve.MinusOne, a, result);

    /// <summary><c>result = a / b</c> in Fp2, zero where b is zero: three products of pairs, one of numbers, one inverse.</summary>
    /// <remarks>Shape: the result may lie on an operand. a / b = a (b0 - b1 u) / (b0^2 + b1^2).</remarks>
    public static void DivideFp2<TCurve>(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> result)
        where TCurve : struct, IPairingCurve
    {
        int n = TCurve.Words;
        Span<ulong> conjugate = stackalloc ulong[MaximumWords], norm = stackalloc ulong[MaximumWords];
        for (int i = 0; i < n; i++) conjugate[i] = b[i];
        MultiplyAdd<TCurve>(b.Slice(n), TCurve.MinusOne, Zero, conjugate.Slice(n));
        MultiplyAddFp2<TCurve>(b, conjugate, Zero, norm);
        if (n == 4) Guest.Invert256(norm, TCurve.Modulus, norm);
        else Guest.Invert384(norm, TCurve.Modulus, norm);
        MultiplyAddFp2<TCurve>(a, conjugate, Zero, conjugate);
        MultiplyAddFp2<TCurve>(conjugate, norm, Zero, result);
    }

    /// <summary>Whether all words are zero.</summary>
    public static bool IsZero(ReadOnlySpan<ulong> words)
    {
        for (int i = 0; i < words.Length; i++)
            if (words[i] != 0) return false;
        return true;
    }

    /// <summary>Whether so many first words are equal.</summary>
    public static bool AreEqual(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, int words)
    {
        for (int i = 0; i < words; i++)
            if (a[i] != b[i]) return false;
        return true;
    }

    /// <summary>Whether a number is below another.</summary>
    public static bool IsBelow(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, int words)
    {
        for (int i = words - 1; i > 0; i--)
            if (a[i] != b[i]) return a[i] < b[i];
        return a[0] < b[0];
    }
}
