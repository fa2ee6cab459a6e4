using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Lies;

/// <summary>Changes one cell of a row so that a message says something else, at the price of as few broken constraints as one cell allows.</summary>
internal static class RowPatch
{
    /// <summary>Sets a value of the message that the row at a clock sends on a bus (at a time, on the Memory bus).</summary>
    internal static void Send(IReadOnlyList<Trace> traces, uint clock, Bus bus, int index, uint target, uint? time = null)
    {
        foreach (Trace trace in traces)
        {
            int column = trace.Chip.Name is "Halt" or "KeccakRound" ? -1 : trace.Chip.Columns.ToList().IndexOf("clock");
            int row = column < 0 ? -1 : trace.Column(column).IndexOf(KoalaBear.FromCanonical(clock));
            if (row >= 0) Send(trace, row, bus, index, target, time);
        }
    }

    /// <summary>Sets a value of the message that a row sends on a bus.</summary>
    internal static void Send(Trace trace, int row, Bus bus, int index, uint target, uint? time = null)
    {
        RowValues values = new(trace, row);
        for (int at = 0; at < trace.Chip.Interactions.Count; at++)
        {
            Interaction interaction = trace.Chip.Interactions[at];
            if (interaction.Bus != bus || !interaction.IsSend || values.Multiplicity(at) == KoalaBear.Zero) continue;
            if (time is { } now && values.Value(at, interaction.Values.Count - 1) != KoalaBear.FromCanonical(now)) continue;
            if (BestCell(values, at, index, KoalaBear.FromCanonical(target)) is var (column, cell))
                trace.MutableColumn(column)[row] = cell;
            return;
        }
    }

    private static (int Column, KoalaBear Cell)? BestCell(RowValues values, int interaction, int index, KoalaBear target)
    {
        (int Column, KoalaBear Cell)? best = null;
        KoalaBear before = values.Value(interaction, index);
        int fewest = int.MaxValue;
        for (int column = 0; column < values.Width && before != target; column++)
        {
            KoalaBear old = values[column];
            values[column] = old + KoalaBear.One;
            KoalaBear slope = values.Value(interaction, index) - before;
            if (slope != KoalaBear.Zero)
            {
                KoalaBear cell = old + ((target - before) * slope.Inverse());
                values[column] = cell;
                int broken = values.Value(interaction, index) == target ? values.BrokenConstraints() : int.MaxValue;
                if (broken < fewest) (fewest, best) = (broken, (column, cell));
            }

            values[column] = old;
        }

        return best;
    }

    /// <summary>A row's cells, and what its expressions are with them.</summary>
    private sealed class RowValues
    {
        private readonly ExpressionProgram program;
        private readonly KoalaBear[] cells;
        private readonly KoalaBear[] preprocessed;
        private readonly KoalaBear[] slots;

        internal RowValues(Trace trace, int row)
        {
            program = trace.Chip.Program;
            cells = new KoalaBear[trace.Chip.Width];
            preprocessed = new KoalaBear[trace.Chip.Preprocessed.Count];
            slots = new KoalaBear[program.Nodes.Length];
            trace.CopyRow(row, cells, preprocessed);
            program.Evaluate<KoalaBear>(cells, preprocessed, slots);
        }

        internal int Width => cells.Length;

        internal KoalaBear this[int column]
        {
            get => cells[column];
            set
            {
                cells[column] = value;
                program.Evaluate<KoalaBear>(cells, preprocessed, slots);
            }
        }

        internal KoalaBear Multiplicity(int interaction) => slots[program.Interactions[interaction].Multiplicity];

        internal KoalaBear Value(int interaction, int index) => slots[program.Interactions[interaction].Values[index]];

        internal int BrokenConstraints()
        {
            int broken = 0;
            foreach (int constraint in program.Constraints)
                if (slots[constraint] != KoalaBear.Zero) broken++;
            return broken;
        }
    }
}
