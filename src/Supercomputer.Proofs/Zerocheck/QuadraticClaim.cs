using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Zerocheck;

/// <summary>The part of a chip's sumcheck that is quadratic in every variable: its running sum, which gives one value of each round's polynomial.</summary>
/// <remarks>Statement: S = sum over x of eq(r, x) q(x), zero at first as q vanishes on the rows; S = (1 - r_i) q(0) + r_i q(1) in a round, and q(rho)
/// is the next. Soundness: a prover's own affair. Where q does not vanish the messages are wrong, and do not verify.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
internal struct QuadraticClaim<TField>
    where TField : unmanaged, IChallengeField<TField>
{
    private TField claim, at0, at1, atMinus1;

    /// <summary>The round's polynomial at 2, from its values at 0 (or 1) and -1.</summary>
    /// <param name="inverse">The inverse of the round's coordinate; null where it is zero, and the first value is that at 1.</param>
    /// <param name="value">The value at 0 or 1.</param>
    /// <param name="minus">The value at -1.</param>
    public TField AtTwo(TField? inverse, TField value, TField minus)
    {
        atMinus1 = minus;
        (at0, at1) = inverse is { } factor ? (value, value + (claim - value) * factor) : (claim, value);

        // The third difference of a quadratic is zero.
        return (at1 - at0) * KoalaBear.FromCanonical(3) + minus;
    }

    /// <summary>Takes the round's challenge.</summary>
    public void Bind(TField challenge)
    {
        KoalaBear half = KoalaBear.FromCanonical(2).Inverse();
        TField even = (at1 + atMinus1) * half - at0, odd = (at1 - atMinus1) * half;
        claim = at0 + challenge * (odd + challenge * even);
    }
}
