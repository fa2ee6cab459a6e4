using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Proofs.Proving;

/// <summary>What heights a proof may claim, so that a verifier's work is bounded and counts stay below p.</summary>
public static class ChipSetLimits
{
    /// <summary>The greatest log height of a chip.</summary>
    public const int MaxLogHeight = 26;

    /// <summary>The greatest log of the number of committed cells.</summary>
    public const int MaxLogCells = Whir.WhirParameters.MaximumLogCells;

    /// <summary>The greatest log of the number of fractions.</summary>
    public const int MaxLogFractions = 28;

    /// <summary>Why these heights are refused, or null.</summary>
    /// <remarks>Soundness: sends and receives with boolean multiplicities number less than p, so a balance modulo p is a balance.</remarks>
    /// <param name="shapes">The chips present and their heights.</param>
    /// <param name="publicTerms">How many terms the statement adds.</param>
    public static VerificationError? Check(IReadOnlyList<ChipShape> shapes, int publicTerms)
    {
        long cells = 0, fractions = publicTerms;
        foreach ((Chip chip, int logHeight) in shapes)
        {
            if (logHeight is < Chip.MinLogHeight or > MaxLogHeight)
                return new($"height of {chip.Name}", $"2^{Chip.MinLogHeight} to 2^{MaxLogHeight} rows", $"2^{logHeight}");
            if (chip.FixedLogHeight is { } height && height != logHeight)
                return new($"height of {chip.Name}", $"2^{height} rows, fixed by key or statement", $"2^{logHeight}");
            cells += (long)chip.Width << logHeight;
            fractions += (long)chip.Interactions.Count << logHeight;
        }

        if (cells is 0 or > 1L << MaxLogCells)
            return new("committed cells", $"1 to 2^{MaxLogCells}", $"{cells}");
        if (fractions > 1L << MaxLogFractions || fractions >= KoalaBear.Modulus)
            return new("fractions", $"at most 2^{MaxLogFractions}", $"{fractions}");
        return null;
    }
}
