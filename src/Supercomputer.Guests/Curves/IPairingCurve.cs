namespace Supercomputer.Guests.Curves;

/// <summary>A curve whose twist lies over Fp2 = Fp[u]/(u^2 + 1), and its tower Fp2[w]/(w^6 - xi).</summary>
public interface IPairingCurve : IGuestCurve
{
    /// <summary>p - 1 as an element of Fp2: the same words and zeros.</summary>
    static abstract ReadOnlySpan<ulong> MinusOne { get; }

    /// <summary>xi, which is neither a square nor a cube in Fp2.</summary>
    static abstract ReadOnlySpan<ulong> Xi { get; }
}
