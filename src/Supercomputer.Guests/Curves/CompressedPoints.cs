using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Supercomputer.Guests.Curves;

/// <summary>Points of y^2 = x^3 + b from their compressed encodings: by a root that is given and checked, or computed.</summary>
/// <remarks>
/// Soundness: p = 3 modulo 4, so of v = x^3 + b and -v, if not zero, one is a square. A root of v gives the point, a root of -v shows that there is
/// none; nothing else is taken, so the answer is not the giver's to choose. That the point is of a subgroup is the caller's to test.
/// </remarks>
[SkipLocalsInit]
public static class CompressedPoints
{
    /// <summary>Reads a point, with a root given.</summary>
    /// <param name="bytes">The encoding, of the curve's length.</param>
    /// <param name="root">A root of x^3 + b modulo p or of its negative, as <see cref="Root"/> computes it; anything where x is not asked for one.</param>
    /// <param name="point">x and y; zeros for infinity, and where there is no point.</param>
    /// <returns>Whether the bytes are the one encoding of a point.</returns>
    /// <remarks>Errors: ends the run where the root is of neither. Cost: four products of numbers, five for one root of two or where there is no point.</remarks>
    public static bool Decompress<TCurve>(ReadOnlySpan<byte> bytes, ReadOnlySpan<ulong> root, Span<ulong> point)
        where TCurve : struct, IGuestCurve
    {
        Span<ulong> square = stackalloc ulong[CurveField.MaximumWords / 2];
        if (!Begin<TCurve>(bytes, point, square, out bool isInfinity)) return isInfinity;
        return Finish<TCurve>(bytes[0], square, root, point);
    }

    /// <summary>Reads a point, with the root computed.</summary>
    /// <param name="bytes">The encoding, of the curve's length.</param>
    /// <param name="point">x and y; zeros for infinity, and where there is no point.</param>
    /// <returns>Whether the bytes are the one encoding of a point.</returns>
    /// <remarks>Cost: some 250 to 600 products of numbers more than with the root given.</remarks>
    public static bool Decompress<TCurve>(ReadOnlySpan<byte> bytes, Span<ulong> point)
        where TCurve : struct, IGuestCurve
    {
        Span<ulong> square = stackalloc ulong[CurveField.MaximumWords / 2], root = stackalloc ulong[CurveField.MaximumWords / 2];
        if (!Begin<TCurve>(bytes, point, square, out bool isInfinity)) return isInfinity;
        Power<TCurve>(square, root);
        return Finish<TCurve>(bytes[0], square, root, point);
    }

    /// <summary>The root that an encoding needs; zero where it needs none. Whoever fills the private stream computes it natively.</summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="root">Receives the root.</param>
    public static void Root<TCurve>(ReadOnlySpan<byte> bytes, Span<ulong> root)
        where TCurve : struct, IGuestCurve
    {
        Span<ulong> square = stackalloc ulong[CurveField.MaximumWords / 2], point = stackalloc ulong[CurveField.MaximumWords];
        root.Slice(0, TCurve.Words).Clear();
        if (Begin<TCurve>(bytes, point, square, out _)) Power<TCurve>(square, root);
    }

    /// <summary>x into the point, and x^3 + b; false, and zeros, where the bytes are infinity's or no encoding.</summary>
    private static bool Begin<TCurve>(ReadOnlySpan<byte> bytes, Span<ulong> point, Span<ulong> square, out bool isInfinity)
        where TCurve : struct, IGuestCurve
    {
        int n = TCurve.Words;
        CompressedKind kind = bytes.Length == TCurve.CompressedBytes ? TCurve.KindOf(bytes[0]) : CompressedKind.Invalid;
        Span<ulong> x = point.Slice(0, n);
        isInfinity = false;
        if (kind != CompressedKind.Invalid)
        {
            ReadOnlySpan<byte> number = bytes.Slice(TCurve.CompressedBytes - 8 * n);
            for (int i = 0; i < n; i++) x[i] = BinaryPrimitives.ReadUInt64BigEndian(number.Slice(8 * (n - 1 - i)));
            x[n - 1] &= ulong.MaxValue >> TCurve.FlagBits;
            isInfinity = kind == CompressedKind.Infinity && CurveField.IsZero(x);
        }

        if (kind is CompressedKind.Invalid or CompressedKind.Infinity || !CurveField.IsBelow(x, TCurve.Modulus, n))
        {
            point.Slice(0, 2 * n).Clear();
            return false;
        }

        CurveField.MultiplyAdd<TCurve>(x, x, CurveField.Zero, square);
        CurveField.MultiplyAdd<TCurve>(square, x, TCurve.B, square);
        return true;
    }

    private static bool Finish<TCurve>(byte first, ReadOnlySpan<ulong> square, ReadOnlySpan<ulong> root, Span<ulong> point)
        where TCurve : struct, IGuestCurve
    {
        int n = TCurve.Words;
        Span<ulong> y = point.Slice(n, n), t = stackalloc ulong[CurveField.MaximumWords / 2];
        CurveField.MultiplyAdd<TCurve>(root, root, CurveField.Zero, t);
        if (!CurveField.AreEqual(t, square, n))
        {
            CurveField.MultiplyAdd<TCurve>(t, CurveField.One, square, t);
            Guest.Require(CurveField.IsZero(t.Slice(0, n)), "a root is neither of a point nor of its negative");
            point.Slice(0, 2 * n).Clear();
            return false;
        }

        bool isNegative = TCurve.KindOf(first) == CompressedKind.Negative;
        CurveField.MultiplyAdd<TCurve>(root, CurveField.One, CurveField.Zero, y);
        if (IsNegative<TCurve>(y) == isNegative) return true;

        // p - y, which is y again where it is zero: then there is one root, and its sign is positive.
        ulong borrow = 0;
        for (int i = 0; i < n; i++)
        {
            ulong difference = TCurve.Modulus[i] - y[i], rest = difference - borrow;
            borrow = (TCurve.Modulus[i] < y[i] ? 1UL : 0) | (difference < borrow ? 1UL : 0);
            y[i] = rest;
        }

        if (CurveField.IsBelow(y, TCurve.Modulus, n)) return true;
        point.Slice(0, 2 * n).Clear();
        return false;
    }

    private static bool IsNegative<TCurve>(ReadOnlySpan<ulong> y)
        where TCurve : struct, IGuestCurve =>
        TCurve.IsSignParity ? (y[0] & 1) != 0 : CurveField.IsBelow(TCurve.Half, y, TCurve.Words);

    /// <summary>The power (p + 1) / 4.</summary>
    private static void Power<TCurve>(ReadOnlySpan<ulong> value, Span<ulong> result)
        where TCurve : struct, IGuestCurve
    {
        CurveField.One.Slice(0, TCurve.Words).CopyTo(result);
        for (int bit = 64 * TCurve.Words - 1; bit >= 0; bit--)
        {
            CurveField.MultiplyAdd<TCurve>(result, result, CurveField.Zero, result);
            if ((TCurve.RootExponent[bit >> 6] >> (bit & 63) & 1) != 0) CurveField.MultiplyAdd<TCurve>(result, value, CurveField.Zero, result);
        }
    }
}
