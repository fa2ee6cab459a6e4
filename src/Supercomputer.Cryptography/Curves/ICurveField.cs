namespace Supercomputer.Cryptography.Curves;

/// <summary>A field that coordinates of curve points live in.</summary>
/// <typeparam name="TSelf">The element's type; every value of it has exactly one representation, so equality is of words.</typeparam>
public interface ICurveField<TSelf>
    where TSelf : struct, ICurveField<TSelf>
{
    /// <summary>Zero, which is also the default value.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>One.</summary>
    static abstract TSelf One { get; }

    /// <summary>The sum.</summary>
    static abstract TSelf operator +(in TSelf left, in TSelf right);

    /// <summary>The difference.</summary>
    static abstract TSelf operator -(in TSelf left, in TSelf right);

    /// <summary>The negative.</summary>
    static abstract TSelf operator -(in TSelf value);

    /// <summary>The product.</summary>
    static abstract TSelf operator *(in TSelf left, in TSelf right);

    /// <summary>The value times itself.</summary>
    static abstract TSelf Square(in TSelf value);

    /// <summary>The multiplicative inverse; zero for zero.</summary>
    static abstract TSelf Inverse(in TSelf value);

    /// <summary>Whether the value is zero.</summary>
    static abstract bool IsZero(in TSelf value);

    /// <summary>Whether two values are equal.</summary>
    static abstract bool AreEqual(in TSelf left, in TSelf right);
}
