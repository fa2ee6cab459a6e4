using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Sumcheck;

/// <summary>
/// One round of a sumcheck for sum over x of eq(r, x) g(x), with the factor eq(r_i, X) of the round's variable left out:
/// the running claim is S = (1 - r_i) h(0) + r_i h(1) = h_0 + r_i (h_1 + ... + h_d).
/// </summary>
/// <remarks>Statement: the prover sends h_1 .. h_d, both sides derive h_0 from S, so a round cannot contradict the claim;
/// the next claim is h(rho). Soundness: d / |F| a round. No eq factor is tracked between rounds. Source: Gruen, eprint 2024/108.</remarks>
internal static class RoundPolynomial
{
    /// <summary>h(rho), with h_0 derived from the claim.</summary>
    /// <param name="claim">The running claim S.</param>
    /// <param name="coordinate">The coordinate r_i of the round's variable.</param>
    /// <param name="coefficients">h_1 .. h_d.</param>
    /// <param name="challenge">rho.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static TField Next<TField>(
        TField claim, TField coordinate, ReadOnlySpan<TField> coefficients, TField challenge)
        where TField : unmanaged, IChallengeField<TField>
    {
        TField sum = TField.Zero, value = TField.Zero;
        for (int i = coefficients.Length - 1; i >= 0; i--)
        {
            sum += coefficients[i];
            value = (value + coefficients[i]) * challenge;
        }

        return claim - coordinate * sum + value;
    }

    /// <summary>The coefficients h_1, h_2 of a quadratic from one value and the leading coefficient.</summary>
    /// <param name="claim">The running claim S.</param>
    /// <param name="coordinate">The coordinate r_i.</param>
    /// <param name="value">h(0), or h(1) when the coordinate is zero (see <see cref="EvaluateAtOne{TField}"/>).</param>
    /// <param name="leading">h_2.</param>
    /// <param name="coefficients">Receives h_1, h_2.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static void Quadratic<TField>(
        TField claim, TField coordinate, TField value, TField leading, Span<TField> coefficients)
        where TField : unmanaged, IChallengeField<TField>
    {
        TField sum = EvaluateAtOne(coordinate) ? value - claim : (claim - value) * coordinate.Inverse();
        coefficients[0] = sum - leading;
        coefficients[1] = leading;
    }

    /// <summary>The coefficients h_1, h_2, h_3 of a cubic from its values at 0 (or 1, see <see cref="EvaluateAtOne{TField}"/>), 2 and 3.</summary>
    /// <param name="claim">The running claim S.</param>
    /// <param name="coordinate">The coordinate r_i.</param>
    /// <param name="values">h(0) or h(1), h(2), h(3).</param>
    /// <param name="coefficients">Receives h_1, h_2, h_3.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static void Cubic<TField>(
        TField claim, TField coordinate, ReadOnlySpan<TField> values, Span<TField> coefficients)
        where TField : unmanaged, IChallengeField<TField>
    {
        TField at0, at1;
        if (EvaluateAtOne(coordinate)) (at0, at1) = (claim, values[0]);
        else (at0, at1) = (values[0], values[0] + (claim - values[0]) * coordinate.Inverse());
        KoalaBear two = KoalaBear.FromCanonical(2), half = two.Inverse(), sixth = KoalaBear.FromCanonical(6).Inverse();

        // Newton's forward differences: h(X) = h(0) + d1 X + d2 X(X-1)/2 + d3 X(X-1)(X-2)/6.
        TField d1 = at1 - at0, e1 = values[1] - at1, f1 = values[2] - values[1];
        TField d2 = e1 - d1, d3 = f1 - e1 - d2;
        TField a = d2 * half, b = d3 * sixth;
        coefficients[0] = d1 - a + b * two;
        coefficients[1] = a - b * KoalaBear.FromCanonical(3);
        coefficients[2] = b;
    }

    /// <summary>Whether the first value must be taken at X = 1 instead of X = 0: then the claim says nothing about h(1).</summary>
    /// <param name="coordinate">The coordinate r_i.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static bool EvaluateAtOne<TField>(TField coordinate)
        where TField : unmanaged, IChallengeField<TField> => coordinate == TField.Zero;
}
