using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Proofs.Lookups;

/// <summary>The prover's leaves: for each interaction of each row, +-multiplicity over fingerprint.</summary>
/// <remarks>Cost: a tuple of affine expressions is one linear combination of the columns it reads, whatever its length.</remarks>
internal static unsafe class LeafTable
{
    private const int BlockRows = 256;

    /// <summary>Fills the lowest layer of the tree.</summary>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static FractionLayer<TField> Build<TField>(LeafLayout layout, IReadOnlyList<Trace> traces, Fingerprint<TField> fingerprint)
        where TField : unmanaged, IChallengeField<TField>
    {
        // Only a proof without any interaction has fewer leaves than the lowest chip has rows.
        nint used = (nint)(layout.Count / Lanes<TField>.GroupSize);
        FractionLayer<TField> leaves = new(layout.LogSize, Math.Max(used, 1), isBase: layout.LogSize > Chip.MinLogHeight - 1);
        leaves.Pad(used);
        for (int shape = 0; shape < traces.Count; shape++)
        {
            using ColumnPointers columns = new(traces[shape]);
            Fill(columns, [.. layout.Blocks.Where(block => block.Shape == shape).Select(block => new Leaves<TField>(traces[shape].Chip, block, fingerprint))], leaves);
        }

        return leaves;
    }

    /// <summary>Fills the leaves of a chip: what of its interactions is not affine is evaluated once for a block of rows, however many share it.</summary>
    private static void Fill<TField>(ColumnPointers columns, Leaves<TField>[] interactions, FractionLayer<TField> leaves)
        where TField : unmanaged, IChallengeField<TField>
    {
        if (interactions.Length == 0) return;
        BlockProgram program = columns.Trace.Chip.InteractionProgram;
        nint rows = Math.Min(BlockRows, columns.Trace.Height), blocks = columns.Trace.Height / rows;
        int longest = interactions.Max(interaction => interaction.Coefficients.Length);
        ParallelChunks.Run(blocks, Math.Clamp(blocks / 16, 1, 64), (from, to) =>
        {
            using WordBuffer scratch = new((program.Registers + 1) * rows);
            uint* constant = scratch.Pointer + (program.Registers * rows);
            uint** pointers = stackalloc uint*[columns.Count + 1];
            uint** inputs = stackalloc uint*[longest];
            for (nint at = from; at < to; at++)
            {
                for (int c = 0; c < columns.Count; c++) pointers[c] = columns[c] + (at * rows);
                program.RunBase(pointers, scratch.Pointer, rows);
                foreach (Leaves<TField> interaction in interactions)
                {
                    nint leaf = interaction.Offset + (at * rows);
                    for (int i = 0; i < interaction.Places.Length; i++) inputs[i] = BlockProgram.Locate(interaction.Places[i], pointers, scratch.Pointer, rows);
                    fixed (TField* c = interaction.Coefficients)
                        Lanes<TField>.LinearCombination(
                            leaves.Q + (leaf / Lanes<TField>.GroupSize * Lanes<TField>.GroupWords), c, inputs, interaction.Places.Length, 0, rows / Lanes<TField>.GroupSize);
                    if (interaction.Constant is { } value) new Span<uint>(constant, (int)rows).Fill(value.Raw);
                    uint* multiplicity = interaction.Constant is null ? BlockProgram.Locate(interaction.Multiplicity, pointers, scratch.Pointer, rows) : constant;
                    KoalaBearLanes.Scale(leaves.P + leaf, multiplicity, interaction.IsSend ? KoalaBear.One : -KoalaBear.One, rows);
                }
            }
        });
    }

    /// <summary>How the leaves of one interaction come from columns and registers.</summary>
    private sealed class Leaves<TField>
        where TField : unmanaged, IChallengeField<TField>
    {
        public Leaves(Chip chip, LeafBlock block, Fingerprint<TField> fingerprint)
        {
            Interaction interaction = chip.Interactions[block.Interaction];
            ExpressionProgram.InteractionSlots slots = chip.Program.Interactions[block.Interaction];
            (Offset, IsSend, Multiplicity) = ((nint)block.Offset, interaction.IsSend, chip.InteractionProgram.PlaceOf(slots.Multiplicity));
            ExpressionProgram.Node node = chip.Program.Nodes[slots.Multiplicity];
            if (node.Kind == ExpressionKind.Constant) Constant = KoalaBear.FromCanonical(node.Value);

            // The denominator, as a constant and terms of columns and of registers that hold what is not affine.
            TField constant = fingerprint.Alpha - KoalaBear.FromCanonical(interaction.Bus.Id);
            SortedDictionary<int, TField> terms = [];
            for (int i = 0; i < slots.Values.Length; i++)
            {
                int slot = slots.Values[i];
                TField power = -fingerprint.Powers[i];
                if (!chip.Forms.IsAffine(slot))
                {
                    int place = chip.InteractionProgram.PlaceOf(slot);
                    terms[place] = terms.GetValueOrDefault(place) + power;
                    continue;
                }

                constant += power * chip.Forms.Constant(slot);
                foreach ((int column, KoalaBear factor) in chip.Forms.Terms(slot))
                    terms[-1 - column] = terms.GetValueOrDefault(-1 - column) + power * factor;
            }

            (Coefficients, Places) = ([constant, .. terms.Values], [.. terms.Keys]);
        }

        /// <summary>The first leaf.</summary>
        public nint Offset { get; }

        public bool IsSend { get; }

        /// <summary>The place of the multiplicity, where it is no constant.</summary>
        public int Multiplicity { get; }

        /// <summary>The multiplicity where it is a constant.</summary>
        public KoalaBear? Constant { get; }

        /// <summary>The denominator's constant, then the coefficients of what lies at the places.</summary>
        public TField[] Coefficients { get; }

        public int[] Places { get; }
    }
}
