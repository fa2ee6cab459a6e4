using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Whir;

/// <summary>One sumcheck message h(X) = c0 + c1 X + c2 X^2, of which c0 and c2 are sent: h(0) + h(1) is the claim.</summary>
internal readonly record struct SumcheckMessage<TField>(TField Constant, TField Quadratic)
    where TField : unmanaged, IChallengeField<TField>
{
    /// <summary>h(r) for the h that agrees with the claim.</summary>
    public TField Evaluate(TField claim, TField challenge)
    {
        TField linear = claim - Constant - Constant - Quadratic;
        return Constant + (challenge * (linear + (challenge * Quadratic)));
    }
}
