namespace Supercomputer.Proofs.Soundness;

/// <summary>Sizes of the challenge fields over KoalaBear, as numbers the bounds are made of.</summary>
public static class ChallengeFieldSize
{
    /// <summary>The largest domain of roots of unity in KoalaBear is 2^24.</summary>
    public const int TwoAdicity = 24;

    private const double BaseModulus = 0x7f000001;

    /// <summary>|F| of the extension of this degree.</summary>
    public static double Of(int degree) => Math.Pow(BaseModulus, degree);

    /// <summary>The security target of the profile whose challenge field has this degree: 128 bits for 6, 100 for 5.</summary>
    public static int TargetBits(int degree) => degree switch
    {
        5 => 100,
        6 => 128,
        _ => throw new ArgumentOutOfRangeException(nameof(degree), degree, "the challenge field has degree 5 or 6"),
    };
}
