namespace Supercomputer.Cryptography.Fields;

/// <summary>A finite field that contains KoalaBear: the arithmetic that every protocol of the proof system is written in.</summary>
/// <remarks>The default value of an implementing struct is zero, and equal elements have equal bytes.</remarks>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
public interface IField<TSelf> : IEquatable<TSelf>
    where TSelf : unmanaged, IField<TSelf>
{
    /// <summary>The degree over KoalaBear: the number of coordinates of an element.</summary>
    static abstract int Degree { get; }

    /// <summary>The neutral element of addition.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The neutral element of multiplication.</summary>
    static abstract TSelf One { get; }

    /// <summary>Embeds an element of the base field.</summary>
    /// <param name="value">The constant coordinate.</param>
    static abstract TSelf FromBase(KoalaBear value);

    /// <summary>The sum.</summary>
    /// <param name="left">The first term.</param>
    /// <param name="right">The second term.</param>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>The difference.</summary>
    /// <param name="left">What is subtracted from.</param>
    /// <param name="right">What is subtracted.</param>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>The additive inverse.</summary>
    /// <param name="value">The element to negate.</param>
    static abstract TSelf operator -(TSelf value);

    /// <summary>The product.</summary>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>Whether both elements are the same.</summary>
    /// <param name="left">The first element.</param>
    /// <param name="right">The second element.</param>
    static abstract bool operator ==(TSelf left, TSelf right);

    /// <summary>Whether the elements differ.</summary>
    /// <param name="left">The first element.</param>
    /// <param name="right">The second element.</param>
    static abstract bool operator !=(TSelf left, TSelf right);

    /// <summary>The product of the element with itself.</summary>
    TSelf Square();

    /// <summary>The multiplicative inverse; zero for zero, so that callers who may meet zero test for it first.</summary>
    TSelf Inverse();

    /// <summary>The element raised to a power; one for exponent zero.</summary>
    /// <param name="exponent">The exponent, read as an integer.</param>
    TSelf Pow(ulong exponent);
}
