using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Proofs.Lookups;

/// <summary>The prover's leaves: for each interaction of each row, +-multiplicity over fingerprint.</summary>
/// <remarks>Cost: a tuple of affine expressions is one linear combination of the columns it reads, whatever its length.</remarks>
internal static unsafe class LeafTable
{
    private const int BlockRows = NumeratorSigns.BlockLeaves;

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
            AffineForms forms = traces[shape].Chip.Forms;
            foreach (LeafBlock block in layout.Blocks.Where(block => block.Shape == shape))
                Fill(columns, forms, block, fingerprint, leaves);
        }

        leaves.Signs?.Complete();
        return leaves;
    }

    private static void Fill<TField>(
        ColumnPointers columns, AffineForms forms, LeafBlock block, Fingerprint<TField> fingerprint, FractionLayer<TField> leaves)
        where TField : unmanaged, IChallengeField<TField>
    {
        Chip chip = columns.Trace.Chip;
        Interaction interaction = chip.Interactions[block.Interaction];
        ExpressionProgram.InteractionSlots slots = chip.Program.Interactions[block.Interaction];

        // The denominator, as a constant and terms of columns and of registers that hold what is not affine.
        TField constant = fingerprint.Alpha - KoalaBear.FromCanonical(interaction.Bus.Id);
        SortedDictionary<int, TField> terms = [];
        List<(int Slot, TField Factor)> others = [];
        for (int i = 0; i < slots.Values.Length; i++)
        {
            TField power = -fingerprint.Powers[i];
            if (!forms.IsAffine(slots.Values[i]))
            {
                others.Add((slots.Values[i], power));
                continue;
            }

            constant += power * forms.Constant(slots.Values[i]);
            foreach ((int column, KoalaBear factor) in forms.Terms(slots.Values[i]))
                terms[column] = terms.GetValueOrDefault(column) + power * factor;
        }

        bool isColumn = chip.Program.Nodes[slots.Multiplicity].Kind is ExpressionKind.Constant or ExpressionKind.Column or ExpressionKind.Preprocessed;
        BlockProgram program = new(chip, [.. others.Select(other => other.Slot), .. isColumn ? [] : new[] { slots.Multiplicity }]);
        TField[] coefficients = [constant, .. terms.Values, .. others.Select(other => other.Factor)];
        int[] sources = [.. terms.Keys];
        int[] registers = [.. others.Select(other => program.RegisterOf(other.Slot))];
        nint rows = Math.Min(BlockRows, columns.Trace.Height);
        ParallelChunks.Run(columns.Trace.Height / rows, 64, (from, to) =>
        {
            using WordBuffer scratch = new((program.Registers + 1) * rows);
            uint** pointers = stackalloc uint*[columns.Count + 1];
            uint** inputs = stackalloc uint*[coefficients.Length];
            for (nint at = from; at < to; at++)
            {
                nint row = at * rows, leaf = (nint)block.Offset + row;
                for (int c = 0; c < columns.Count; c++) pointers[c] = columns[c] + row;
                program.RunBase(pointers, scratch.Pointer, rows);
                for (int i = 0; i < sources.Length; i++) inputs[i] = pointers[sources[i]];
                for (int i = 0; i < registers.Length; i++) inputs[sources.Length + i] = scratch.Pointer + (registers[i] * rows);
                fixed (TField* c = coefficients)
                    Lanes<TField>.LinearCombination(
                        leaves.Q + (leaf / Lanes<TField>.GroupSize * Lanes<TField>.GroupWords), c, inputs, coefficients.Length - 1, 0, rows / Lanes<TField>.GroupSize);
                uint* multiplicity = Multiplicity(chip, slots.Multiplicity, program, pointers, scratch.Pointer, rows);
                KoalaBearLanes.Scale(leaves.P + leaf, multiplicity, interaction.IsSend ? KoalaBear.One : -KoalaBear.One, rows);
                leaves.Signs?.Note(leaf, new ReadOnlySpan<uint>(leaves.P + leaf, (int)rows));
            }
        });
    }

    private static uint* Multiplicity(Chip chip, int slot, BlockProgram program, uint** columns, uint* scratch, nint rows)
    {
        ExpressionProgram.Node node = chip.Program.Nodes[slot];
        switch (node.Kind)
        {
            case ExpressionKind.Column: return columns[node.Value];
            case ExpressionKind.Preprocessed: return columns[chip.Width + node.Value];
            case ExpressionKind.Constant:
                uint* last = scratch + (program.Registers * rows);
                new Span<uint>(last, (int)rows).Fill(KoalaBear.FromCanonical(node.Value).Raw);
                return last;
            default: return scratch + (program.RegisterOf(slot) * rows);
        }
    }
}
