using System.Numerics;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Whir;

/// <summary>A weight coefficient * z^x over the lowest variables: one codeword value or out-of-domain answer.</summary>
/// <param name="Z">The point.</param>
/// <param name="Variables">Variables of the function it weighs.</param>
/// <param name="Coefficient">The power of the batching challenge.</param>
internal sealed record PowerWeight<TField>(TField Z, int Variables, TField Coefficient)
    where TField : unmanaged, IChallengeField<TField>
{
    /// <summary>The sum over y of final[y] times the weight with all higher variables bound.</summary>
    public TField Evaluate(ReadOnlySpan<TField> challenges, ReadOnlySpan<TField> final) =>
        Coefficient * Evaluate(Z, Variables, challenges, final);

    /// <summary>The same for coefficient one.</summary>
    public static TField Evaluate(
        TField z, int variables, ReadOnlySpan<TField> challenges, ReadOnlySpan<TField> final)
    {
        TField result = Tensors.Horner(final, z);
        int free = BitOperations.Log2((uint)final.Length);
        TField power = Tensors.PowerOfTwo(z, free);
        for (int v = free; v < variables; v++, power = power.Square())
            result *= TField.One + (challenges[v] * (power - TField.One));
        return result;
    }
}
