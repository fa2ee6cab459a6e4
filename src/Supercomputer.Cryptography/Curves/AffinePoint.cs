namespace Supercomputer.Cryptography.Curves;

/// <summary>A point by its affine coordinates; infinity, which no pair of coordinates names, is the default value.</summary>
/// <typeparam name="TField">The field of the coordinates.</typeparam>
/// <remarks>Safety: nothing here checks that the point lies on a curve; the readers of encodings do.</remarks>
public readonly struct AffinePoint<TField>
    where TField : struct, ICurveField<TField>
{
    internal readonly TField X, Y;
    private readonly bool isFinite;

    internal AffinePoint(in TField x, in TField y)
    {
        X = x;
        Y = y;
        isFinite = true;
    }

    /// <summary>Whether it is the neutral element.</summary>
    public bool IsInfinity => !isFinite;

    /// <summary>The negative.</summary>
    public static AffinePoint<TField> Negate(in AffinePoint<TField> point) =>
        point.IsInfinity ? point : new(point.X, -point.Y);
}
