using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Proofs.Zerocheck;

/// <summary>The prover's form of G for one chip: an affine part by its coefficients, and weighted slots for what is of higher degree.</summary>
/// <remarks>The affine part, in which most of the lookups' terms fall, is one vector that is folded like a column instead of being evaluated
/// in every round.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
internal sealed class ZerocheckPlan<TField>
    where TField : unmanaged, IChallengeField<TField>
{
    /// <summary>Sorts the terms of a chip.</summary>
    public ZerocheckPlan(ZerocheckTerms<TField> terms)
    {
        Chip chip = terms.Shape.Chip;
        ExpressionProgram program = chip.Program;
        AffineForms forms = chip.Forms;
        HigherTerms higher = chip.Higher;
        Dictionary<int, TField> affine = [];
        TField[] weights = new TField[higher.Registers.Length];
        TField constant = TField.Zero;
        for (int i = 0; i < terms.ConstraintWeights.Length; i++) Add(program.Constraints[i], terms.ConstraintWeights[i]);
        foreach ((Lookups.LeafBlock block, TField numeratorWeight, TField denominatorWeight) in terms.Blocks)
        {
            Interaction interaction = chip.Interactions[block.Interaction];
            ExpressionProgram.InteractionSlots slots = program.Interactions[block.Interaction];
            Add(slots.Multiplicity, interaction.IsSend ? numeratorWeight : -numeratorWeight);
            constant += denominatorWeight * (terms.Fingerprint.Alpha - KoalaBear.FromCanonical(interaction.Bus.Id));
            for (int i = 0; i < slots.Values.Length; i++) Add(slots.Values[i], -denominatorWeight * terms.Fingerprint.Powers[i]);
        }

        (Program, Registers, VanishesOnRows, Weights) = (higher.Program, higher.Registers, higher.VanishesOnRows, weights);
        BatchWeights = [.. weights.Chunk(BlockProgram.BatchSize).Select(batch => (TField[])[TField.Zero, .. batch])];
        AffineColumns = [.. affine.Keys.Order()];
        AffineCoefficients = [constant, .. AffineColumns.Select(column => affine[column])];

        void Add(int slot, TField weight)
        {
            if (!forms.IsAffine(slot))
            {
                weights[higher.PlaceOf(slot)] += weight;
                return;
            }

            constant += weight * forms.Constant(slot);
            foreach ((int column, KoalaBear factor) in forms.Terms(slot))
                affine[column] = affine.GetValueOrDefault(column) + weight * factor;
        }
    }

    /// <summary>The slots of higher degree, compiled.</summary>
    public BlockProgram Program { get; }

    /// <summary>Their registers.</summary>
    public int[] Registers { get; }

    /// <summary>Their weights.</summary>
    public TField[] Weights { get; }

    /// <summary>For each batch of the program: zero, then the weights of its roots.</summary>
    public TField[][] BatchWeights { get; }

    /// <summary>Whether the weighted slots are zero in every row of a trace that fulfils the constraints.</summary>
    public bool VanishesOnRows { get; }

    /// <summary>The columns of the affine part.</summary>
    public int[] AffineColumns { get; }

    /// <summary>Its constant, then their coefficients.</summary>
    public TField[] AffineCoefficients { get; }
}
