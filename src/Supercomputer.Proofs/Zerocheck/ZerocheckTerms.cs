using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Polynomials;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Lookups;

namespace Supercomputer.Proofs.Zerocheck;

/// <summary>
/// The combined polynomial of one chip, G = sum of lambda^(offset+i) C_i + sum over blocks of w_b (mu num_b + mu^2 den_b),
/// that prover and verifier both evaluate.
/// </summary>
/// <typeparam name="TField">The challenge field.</typeparam>
public sealed class ZerocheckTerms<TField>
    where TField : unmanaged, IChallengeField<TField>
{
    private readonly ChipShape shape;
    private readonly TField[] constraintWeights;
    private readonly (LeafBlock Block, TField NumeratorWeight, TField DenominatorWeight)[] blocks;
    private readonly Fingerprint<TField> fingerprint;

    private ZerocheckTerms(
        ChipShape shape,
        TField[] constraintWeights,
        (LeafBlock Block, TField NumeratorWeight, TField DenominatorWeight)[] blocks,
        Fingerprint<TField> fingerprint)
    {
        this.shape = shape;
        this.constraintWeights = constraintWeights;
        this.blocks = blocks;
        this.fingerprint = fingerprint;
    }

    /// <summary>The chip.</summary>
    public ChipShape Shape => shape;

    /// <summary>lambda^(offset+i), by constraint.</summary>
    public ReadOnlySpan<TField> ConstraintWeights => constraintWeights;

    /// <summary>The blocks with w mu and w mu^2.</summary>
    public ReadOnlySpan<(LeafBlock Block, TField NumeratorWeight, TField DenominatorWeight)> Blocks => blocks;

    /// <summary>alpha and beta.</summary>
    public Fingerprint<TField> Fingerprint => fingerprint;

    /// <summary>Prepares every chip present, and the claim that they sum to.</summary>
    /// <param name="layout">The leaves.</param>
    /// <param name="fingerprint">alpha and beta.</param>
    /// <param name="claim">What LogUp-GKR left.</param>
    /// <param name="lambda">Combines constraints.</param>
    /// <param name="mu">Combines numerators and denominators.</param>
    /// <param name="total">Receives mu p(r) + mu^2 (q(r) - pad).</param>
    public static ZerocheckTerms<TField>[] Create(
        LeafLayout layout, Fingerprint<TField> fingerprint, LeafClaim<TField> claim, TField lambda, TField mu, out TField total)
    {
        TField muSquare = mu * mu, padding = TField.One, power = TField.One;
        List<(LeafBlock, TField, TField)>[] blocks = [.. layout.Shapes.Select(_ => new List<(LeafBlock, TField, TField)>())];
        foreach (LeafBlock block in layout.Blocks)
        {
            TField weight = EqPolynomial.Evaluate<TField>(claim.Point.AsSpan(block.LogHeight), (ulong)block.Prefix);
            padding -= weight;
            blocks[block.Shape].Add((block, weight * mu, weight * muSquare));
        }

        total = mu * claim.Numerator + muSquare * (claim.Denominator - padding);
        ZerocheckTerms<TField>[] terms = new ZerocheckTerms<TField>[layout.Shapes.Count];
        for (int index = 0; index < terms.Length; index++)
        {
            TField[] weights = new TField[layout.Shapes[index].Chip.Constraints.Count];
            for (int i = 0; i < weights.Length; i++, power *= lambda) weights[i] = power;
            terms[index] = new(layout.Shapes[index], weights, [.. blocks[index]], fingerprint);
        }

        return terms;
    }

    /// <summary>G from the values of all slots of the chip's program.</summary>
    /// <param name="slots">The slots, over the extension.</param>
    public TField Combine(ReadOnlySpan<TField> slots)
    {
        ExpressionProgram program = shape.Chip.Program;
        TField sum = TField.Zero;
        for (int i = 0; i < constraintWeights.Length; i++) sum += constraintWeights[i] * slots[program.Constraints[i]];
        Span<TField> values = stackalloc TField[fingerprint.Powers.Length];
        foreach ((LeafBlock block, TField numeratorWeight, TField denominatorWeight) in blocks)
        {
            Interaction interaction = shape.Chip.Interactions[block.Interaction];
            ExpressionProgram.InteractionSlots at = program.Interactions[block.Interaction];
            for (int i = 0; i < at.Values.Length; i++) values[i] = slots[at.Values[i]];
            TField multiplicity = slots[at.Multiplicity];
            sum += numeratorWeight * (interaction.IsSend ? multiplicity : -multiplicity);
            sum += denominatorWeight * fingerprint.Denominator(interaction.Bus, (ReadOnlySpan<TField>)values[..at.Values.Length]);
        }

        return sum;
    }
}
