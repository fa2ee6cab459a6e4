using System.Runtime.CompilerServices;

namespace Supercomputer.Guests.Curves;

/// <summary>Points of a pairing curve's twist y^2 = x^3 + b' over Fp2, in affine coordinates: x0, x1, y0, y1.</summary>
/// <remarks>Soundness: that the operands are on the twist, and below p, is the caller's to test; no b' is needed.</remarks>
[SkipLocalsInit]
public static class TwistPoints
{
    /// <summary>The sum of two points, with the slope by division; complete.</summary>
    /// <param name="p">A point; zeros are infinity.</param>
    /// <param name="q">The other one.</param>
    /// <param name="result">The sum; may lie on p or q.</param>
    /// <remarks>Cost: 11 products of pairs, one of numbers and an inverse; a double has 13 of pairs.</remarks>
    public static void Add<TCurve>(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> q, Span<ulong> result)
        where TCurve : struct, IPairingCurve
    {
        Span<ulong> slope = stackalloc ulong[CurveField.MaximumWords], divisor = stackalloc ulong[CurveField.MaximumWords];
        if (!Line<TCurve>(p, q, slope, divisor, result)) return;
        CurveField.DivideFp2<TCurve>(slope, divisor, slope);
        Finish<TCurve>(p, q, slope, result);
    }

    /// <summary>The same with the slope given, for example from the private stream; it is checked.</summary>
    /// <param name="p">A point; zeros are infinity.</param>
    /// <param name="q">The other one.</param>
    /// <param name="slope">(y2 - y1) / (x2 - x1), or 3 x^2 / (2 y) of a double; anything where the sum has no slope.</param>
    /// <param name="result">The sum; may lie on p or q.</param>
    /// <remarks>Soundness: the divisor is not zero, so one slope passes. Errors: ends the run where the slope is wrong. Cost: nine products of pairs, 11 of a double.</remarks>
    public static void Add<TCurve>(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> q, ReadOnlySpan<ulong> slope, Span<ulong> result)
        where TCurve : struct, IPairingCurve
    {
        Span<ulong> dividend = stackalloc ulong[CurveField.MaximumWords], divisor = stackalloc ulong[CurveField.MaximumWords];
        if (!Line<TCurve>(p, q, dividend, divisor, result)) return;
        CurveField.MultiplyAddFp2<TCurve>(slope, divisor, CurveField.Zero, divisor);
        Guest.Require(CurveField.AreEqual(dividend, divisor, 2 * TCurve.Words), "the slope of a sum is wrong");
        Finish<TCurve>(p, q, slope, result);
    }

    /// <summary>The slope as a quotient; where the sum has none, the result is written.</summary>
    private static bool Line<TCurve>(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> q, Span<ulong> dividend, Span<ulong> divisor, Span<ulong> result)
        where TCurve : struct, IPairingCurve
    {
        int n = 2 * TCurve.Words;
        ReadOnlySpan<ulong> x1 = p.Slice(0, n), y1 = p.Slice(n, n), x2 = q.Slice(0, n), y2 = q.Slice(n, n);
        if (CurveField.IsZero(p.Slice(0, 2 * n)))
        {
            q.Slice(0, 2 * n).CopyTo(result);
            return false;
        }

        if (CurveField.IsZero(q.Slice(0, 2 * n)))
        {
            p.Slice(0, 2 * n).CopyTo(result);
            return false;
        }

        if (!CurveField.AreEqual(x1, x2, n))
        {
            CurveField.SubtractFp2<TCurve>(x2, x1, divisor);
            CurveField.SubtractFp2<TCurve>(y2, y1, dividend);
            return true;
        }

        if (!CurveField.AreEqual(y1, y2, n) || CurveField.IsZero(y1))
        {
            result.Slice(0, 2 * n).Clear();
            return false;
        }

        CurveField.MultiplyAddFp2<TCurve>(y1, CurveField.One, y1, divisor);
        CurveField.MultiplyAddFp2<TCurve>(x1, x1, CurveField.Zero, dividend);
        CurveField.MultiplyAddFp2<TCurve>(dividend, CurveField.Two, dividend, dividend);
        return true;
    }

    /// <summary>The third point of the line, mirrored.</summary>
    private static void Finish<TCurve>(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> q, ReadOnlySpan<ulong> slope, Span<ulong> result)
        where TCurve : struct, IPairingCurve
    {
        int n = 2 * TCurve.Words;
        Span<ulong> x = stackalloc ulong[CurveField.MaximumWords], y = stackalloc ulong[CurveField.MaximumWords];
        CurveField.MultiplyAddFp2<TCurve>(p, TCurve.MinusOne, CurveField.Zero, x);
        CurveField.MultiplyAddFp2<TCurve>(slope, slope, x, x);
        CurveField.SubtractFp2<TCurve>(x, q, x);
        CurveField.SubtractFp2<TCurve>(p, x, y);
        CurveField.MultiplyAddFp2<TCurve>(slope, y, CurveField.Zero, y);
        CurveField.SubtractFp2<TCurve>(y, p.Slice(n), result.Slice(n));
        for (int i = 0; i < n; i++) result[i] = x[i];
    }
}
