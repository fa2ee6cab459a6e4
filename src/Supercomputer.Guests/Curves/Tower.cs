using System.Runtime.CompilerServices;

namespace Supercomputer.Guests.Curves;

/// <summary>Products in the tower over Fp2: Fp6 = Fp2[v]/(v^3 - xi) and Fp12 = Fp2[w]/(w^6 - xi), coefficients in order of their powers.</summary>
/// <remarks>Schoolbook products: a sum costs an accelerator's call as a product does, and a product adds for free.</remarks>
[SkipLocalsInit]
public static class Tower
{
    /// <summary>The product of two elements of Fp6: 11 products of pairs.</summary>
    /// <param name="left">Three pairs.</param>
    /// <param name="right">Three pairs.</param>
    /// <param name="result">Three pairs; lies on no operand.</param>
    public static void MultiplyFp6<TCurve>(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
        where TCurve : struct, IPairingCurve => Multiply<TCurve>(3, left, right, result);

    /// <summary>The product of two elements of Fp12: 41 products of pairs.</summary>
    /// <param name="left">Six pairs.</param>
    /// <param name="right">Six pairs.</param>
    /// <param name="result">Six pairs; lies on no operand.</param>
    public static void MultiplyFp12<TCurve>(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
        where TCurve : struct, IPairingCurve => Multiply<TCurve>(6, left, right, result);

    private static void Multiply<TCurve>(int degree, ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
        where TCurve : struct, IPairingCurve
    {
        int n = 2 * TCurve.Words;

        // xi times the coefficients that pass the degree.
        Span<ulong> turned = stackalloc ulong[6 * CurveField.MaximumWords];
        for (int i = 1; i < degree; i++) CurveField.MultiplyAddFp2<TCurve>(right.Slice(n * i), TCurve.Xi, CurveField.Zero, turned.Slice(n * i));
        for (int i = 0; i < degree; i++)
        {
            Span<ulong> coefficient = result.Slice(n * i, n);
            CurveField.MultiplyAddFp2<TCurve>(left, right.Slice(n * i), CurveField.Zero, coefficient);
            for (int j = 1; j < degree; j++)
                CurveField.MultiplyAddFp2<TCurve>(left.Slice(n * j), j <= i ? right.Slice(n * (i - j)) : turned.Slice(n * (i - j + degree)), coefficient, coefficient);
        }
    }
}
