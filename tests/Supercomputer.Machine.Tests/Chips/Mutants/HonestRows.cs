using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>A row of an honest trace.</summary>
internal sealed record HonestRow(KoalaBear[] Columns, KoalaBear[] Preprocessed);

/// <summary>The rows of a chip in the honest runs of <see cref="ChipRuns"/>, and which mutants of the chip those runs refuse.</summary>
internal sealed class HonestRows(Chip chip)
{
    // A table of 2^16 rows has few kinds of rows, and one row with a count shows that it takes part.
    private const int RowsScanned = 1 << 12, RowsAtMost = 24;

    private static readonly Lazy<IReadOnlyList<HonestRows>> s_all = new(Collect);

    private readonly HashSet<string> kinds = new(StringComparer.Ordinal);

    /// <summary>Every chip's rows, in the order of <see cref="ChipRuns.Names"/>.</summary>
    internal static IReadOnlyList<HonestRows> All => s_all.Value;

    internal Chip Chip => chip;

    /// <summary>The chip, its constraints followed by the same with a sign turned, where one has a sign.</summary>
    internal Chip Judged { get; } = SignMutants.AddTo(chip);

    /// <summary>Rows that differ in what they do; the first one is padding where a run has some.</summary>
    internal List<HonestRow> Rows { get; } = [];

    /// <summary>Rows that the chip accepts, of other runs than those of <see cref="ChipRuns"/>.</summary>
    internal List<HonestRow> OtherRows { get; } = [];

    /// <summary>Which interactions, counted alone, do not balance in some run: deleting, doubling or turning them unbalances it.</summary>
    internal HashSet<int> Unbalanced { get; } = [];

    /// <summary>Which interactions some row makes not exactly once: making them always once unbalances that run.</summary>
    internal HashSet<int> NotAlways { get; } = [];

    /// <summary>Which constraints of <see cref="Judged"/> some row does not satisfy: the turned ones that a run refuses.</summary>
    internal HashSet<int> Refused { get; } = [];

    /// <summary>Which constraints of <see cref="Judged"/> some row of another run does not satisfy.</summary>
    internal HashSet<int> RefusedInOtherRows { get; } = [];

    private static List<HonestRows> Collect()
    {
        Dictionary<string, HonestRows> chips = new(StringComparer.Ordinal);
        ChipRuns.ForEach(traces =>
        {
            foreach (Trace trace in traces)
            {
                if (!chips.TryGetValue(trace.Chip.Name, out HonestRows? known)) chips[trace.Chip.Name] = known = new(trace.Chip);
                known.Add(trace);
            }
        });
        foreach (HonestRows path in chips.Values.Where(rows => rows.Chip.Name.StartsWith("Path", StringComparison.Ordinal)))
            foreach (HonestRow row in PathRows.Sample(path.Chip.Name, CampaignReport.IsLong ? 400 : RowsAtMost))
                path.AddOther(row);
        return [.. ChipRuns.Names.Select(name => chips[name])];
    }

    private void AddOther(HonestRow row)
    {
        KoalaBear[] slots = new KoalaBear[Judged.Program.Nodes.Length];
        Judged.Program.Evaluate<KoalaBear>(row.Columns, row.Preprocessed, slots);
        Assert.True(IsAccepted(slots));
        OtherRows.Add(row);
        for (int index = chip.Constraints.Count; index < Judged.Constraints.Count; index++)
            if (slots[Judged.Program.Constraints[index]] != KoalaBear.Zero)
                RefusedInOtherRows.Add(index);
    }

    private void Add(Trace trace)
    {
        ExpressionProgram program = Judged.Program;
        KoalaBear[] slots = new KoalaBear[program.Nodes.Length];
        List<HonestRow> candidates = [];
        Dictionary<(int Interaction, string Message), KoalaBear> sums = [];
        foreach (int row in Enumerable.Range(0, Math.Min(trace.Height, RowsScanned)).Append(trace.Height - 1))
        {
            HonestRow honest = new(new KoalaBear[chip.Width], new KoalaBear[chip.Preprocessed.Count]);
            trace.CopyRow(row, honest.Columns, honest.Preprocessed);
            program.Evaluate<KoalaBear>(honest.Columns, honest.Preprocessed, slots);
            // The stack limit is part of the Call chip: a row that traps at another limit is none of this chip.
            if (!IsAccepted(slots))
            {
                Assert.Equal("Call", chip.Name);
                continue;
            }

            for (int index = 0; index < program.Constraints.Length; index++)
                if (slots[program.Constraints[index]] != KoalaBear.Zero)
                    Refused.Add(index);
            for (int index = 0; index < chip.Interactions.Count; index++)
            {
                KoalaBear multiplicity = slots[program.Interactions[index].Multiplicity];
                if (multiplicity != KoalaBear.One) NotAlways.Add(index);
                if (multiplicity == KoalaBear.Zero || Unbalanced.Contains(index)) continue;
                (int, string) key = (index, string.Join(',', program.Interactions[index].Values.Select(slot => slots[slot].Raw)));
                sums[key] = sums.GetValueOrDefault(key) + multiplicity;
            }

            if (kinds.Add(Kind(honest, slots))) candidates.Add(honest);
        }

        // The last row is padding where a trace has some; the others are drawn from the whole run.
        if (candidates.Count > 0) candidates.Reverse();
        HonestRow[] drawn = [.. candidates.Skip(1)];
        new Random(chip.Width).Shuffle(drawn);
        Rows.AddRange(candidates.Take(1).Concat(drawn).Take(RowsAtMost));
        foreach (((int interaction, _), KoalaBear sum) in sums)
            if (sum != KoalaBear.Zero)
                Unbalanced.Add(interaction);
    }

    private bool IsAccepted(KoalaBear[] slots)
    {
        for (int index = 0; index < chip.Constraints.Count; index++)
            if (slots[Judged.Program.Constraints[index]] != KoalaBear.Zero)
                return false;
        for (int index = 0; index < chip.Interactions.Count; index++)
        {
            ExpressionProgram.InteractionSlots interaction = Judged.Program.Interactions[index];
            if (slots[interaction.Multiplicity] == KoalaBear.Zero) continue;
            if (!PossibleMessages.Contains(chip.Interactions[index].Bus, [.. interaction.Values.Select(slot => slots[slot].ToCanonical())])
                && !chip.Interactions[index].IsTable)
                return false;
        }

        return true;
    }

    // Which interactions take place, and which cells are 0 or 1: one row of each.
    private string Kind(HonestRow row, KoalaBear[] slots)
    {
        IEnumerable<char> active = Judged.Program.Interactions.ToArray().Select(interaction => slots[interaction.Multiplicity] == KoalaBear.Zero ? '-' : '+');
        IEnumerable<char> cells = row.Columns.Take(256).Select(cell => cell == KoalaBear.Zero ? '0' : cell == KoalaBear.One ? '1' : 'x');
        return string.Concat(active.Concat(cells));
    }
}
