namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>What reading a point came to.</summary>
public enum PointDecoding
{
    /// <summary>The bytes are the one encoding of a point of the subgroup.</summary>
    Valid,

    /// <summary>There are too few or too many bytes.</summary>
    WrongLength,

    /// <summary>The flags do not say "compressed", or contradict the other bits.</summary>
    WrongFlags,

    /// <summary>A coordinate is not below p.</summary>
    CoordinateTooLarge,

    /// <summary>No point of the curve has this x.</summary>
    NotOnCurve,

    /// <summary>The point is on the curve but outside the subgroup of order r.</summary>
    NotInSubgroup,
}
