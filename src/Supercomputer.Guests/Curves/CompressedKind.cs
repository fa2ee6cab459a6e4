namespace Supercomputer.Guests.Curves;

/// <summary>What the flags of a compressed point say.</summary>
public enum CompressedKind
{
    /// <summary>Nothing that an encoding says.</summary>
    Invalid,

    /// <summary>The point at infinity.</summary>
    Infinity,

    /// <summary>y is even, or the smaller root.</summary>
    Positive,

    /// <summary>y is odd, or the greater root.</summary>
    Negative,
}
