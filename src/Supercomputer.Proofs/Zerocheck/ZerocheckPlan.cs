using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Proofs.Zerocheck;

/// <summary>The prover's form of G for one chip: an affine part by its coefficients, and weighted slots for what is of degree 2 and what is of degree 3.</summary>
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
        TField[] others = new TField[higher.Others.Registers.Length], quadratic = new TField[higher.Quadratic.Registers.Length];
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

        (Others, Quadratic, VanishesOnRows) = (new(higher.Others, others), new(higher.Quadratic, quadratic), higher.VanishesOnRows);
        Columns = [.. Others.Program.Columns.Union(Quadratic.Program.Columns).Order()];
        AffineColumns = [.. affine.Keys.Order()];
        AffineCoefficients = [constant, .. AffineColumns.Select(column => affine[column])];

        void Add(int slot, TField weight)
        {
            if (!forms.IsAffine(slot))
            {
                (bool isQuadratic, int place) = higher.PlaceOf(slot);
                (isQuadratic ? quadratic : others)[place] += weight;
                return;
            }

            constant += weight * forms.Constant(slot);
            foreach ((int column, KoalaBear factor) in forms.Terms(slot))
                affine[column] = affine.GetValueOrDefault(column) + weight * factor;
        }
    }

    /// <summary>The constraints of degree 2.</summary>
    public Part Quadratic { get; }

    /// <summary>The other slots of higher degree.</summary>
    public Part Others { get; }

    /// <summary>The columns that either part reads.</summary>
    public int[] Columns { get; }

    /// <summary>The registers that either part needs.</summary>
    public int Registers => Math.Max(Quadratic.Program.Registers, Others.Program.Registers);

    /// <summary>Whether the others are zero in every row of a trace that fulfils the constraints, as those of degree 2 are.</summary>
    public bool VanishesOnRows { get; }

    /// <summary>The columns of the affine part.</summary>
    public int[] AffineColumns { get; }

    /// <summary>Its constant, then their coefficients.</summary>
    public TField[] AffineCoefficients { get; }

    /// <summary>Slots, compiled, with their weights.</summary>
    /// <param name="terms">The slots.</param>
    /// <param name="weights">The weight of each.</param>
    public sealed class Part(HigherTerms.Part terms, TField[] weights)
    {
        /// <summary>The slots' program.</summary>
        public BlockProgram Program => terms.Program;

        /// <summary>Their registers.</summary>
        public int[] Registers => terms.Registers;

        /// <summary>Their weights.</summary>
        public TField[] Weights => weights;

        /// <summary>Whether there are none.</summary>
        public bool IsEmpty => weights.Length == 0;

        /// <summary>For each batch of the program: zero, then the weights of its roots.</summary>
        public TField[][] BatchWeights { get; } = [.. weights.Chunk(BlockProgram.BatchSize).Select(batch => (TField[])[TField.Zero, .. batch])];
    }
}
