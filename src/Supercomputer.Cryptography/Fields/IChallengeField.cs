namespace Supercomputer.Cryptography.Fields;

/// <summary>An extension of KoalaBear large enough to draw challenges from.</summary>
/// <typeparam name="TSelf">The implementing struct: exactly <c>Degree</c> consecutive <see cref="KoalaBear"/> coordinates.</typeparam>
public interface IChallengeField<TSelf> : IField<TSelf>
    where TSelf : unmanaged, IChallengeField<TSelf>
{
    /// <summary>The product with an element of the base field, coordinate by coordinate.</summary>
    /// <param name="left">The extension element.</param>
    /// <param name="right">The base element.</param>
    static abstract TSelf operator *(TSelf left, KoalaBear right);

    /// <summary>The sum with an element of the base field, which meets the constant coordinate only.</summary>
    /// <param name="left">The extension element.</param>
    /// <param name="right">The base element.</param>
    static abstract TSelf operator +(TSelf left, KoalaBear right);

    /// <summary>The difference with an element of the base field.</summary>
    /// <param name="left">The extension element.</param>
    /// <param name="right">The base element.</param>
    static abstract TSelf operator -(TSelf left, KoalaBear right);

    /// <summary>Builds an element from its coordinates, the constant one first.</summary>
    /// <param name="coefficients">Exactly <c>Degree</c> coordinates.</param>
    static abstract TSelf FromCoefficients(ReadOnlySpan<KoalaBear> coefficients);

    /// <summary>Writes the coordinates, the constant one first.</summary>
    /// <param name="destination">At least <c>Degree</c> places.</param>
    void CopyCoefficients(Span<KoalaBear> destination);
}
