using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Segments;
using Supercomputer.Machine.Tests.Paths;
using Supercomputer.Machine.Tests.Segments;
using Supercomputer.Proofs.Air;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Rows of honest runs that together use every chip, and what each interaction adds to the balance of its bus in a whole run.</summary>
internal sealed class HonestRows
{
    private const int RowsAtMost = 24;

    private readonly Dictionary<string, ChipRows> chips = new(StringComparer.Ordinal);

    /// <summary>The rows of a chip.</summary>
    internal sealed class ChipRows(Chip chip)
    {
        internal Chip Chip { get; } = chip;

        /// <summary>Rows that differ in what they do; one of them is padding where a run has some.</summary>
        internal List<HonestRow> Rows { get; } = [];

        internal HashSet<string> Kinds { get; } = new(StringComparer.Ordinal);

        /// <summary>Which interactions, counted alone, are not balanced in some run: deleting, doubling or turning them round unbalances it.</summary>
        internal HashSet<int> Unbalanced { get; } = [];
    }

    internal IEnumerable<ChipRows> Chips => chips.Values;

    /// <summary>The runs: those of the tests of the chips.</summary>
    internal static HonestRows Create()
    {
        HonestRows all = new();
        foreach (TheoryDataRow<string, Operation, Operation> group in ArithmeticChipTests.Groups)
        {
            (string chip, Operation first, Operation last) = group.Data;
            bool isWide = ArithmeticChipTests.IsWide(chip);
            all.Add(ArithmeticChipTests.Program(chip, first, last, Operands.Pairs(isWide, 12, 5).Where((_, index) => index % 7 == 2)));
        }

        foreach (bool isWide in new[] { false, true })
            all.Add(DivideTests.Program(isWide, DivideTests.Operands(isWide, random: 8, seed: 11).Where((_, index) => index % 5 == 0)));
        all.Add(ConvertChipTests.Program());
        all.Add(MemoryChipTests.Accesses([.. MemoryChipTests.LoadsAndStores, .. MemoryChipTests.LoadsAndStores], 1));
        foreach (Operation operation in new[] { Operation.Load64, Operation.Load8S, Operation.Store64, Operation.Store16 })
            all.Add(MemoryChipTests.OutOfBounds(operation));
        all.Add(MemoryChipTests.Auxiliary());
        all.Add(ControlChipTests.Everything(), ControlChipTests.s_inputs);
        all.Add(ControlChipTests.EndlessRecursion());
        all.Add(ControlChipTests.EndlessRecursion(), fuel: 5);
        all.Add(LoopProgramTests.Fibonacci(4000));
        all.Add(KeccakTests.FourCalls(3));
        all.Add(PathChipTests.SortWithPaths(3), PathChipTests.SortInputs);
        all.AddSegment();
        return all;
    }

    private void Add(LoweredProgram program, Execution.ProgramInputs? inputs = null, ulong? fuel = null)
    {
        using MachineRun run = new(program, inputs, fuel);
        Assert.Empty(run.Failures());
        Add(run.Traces);
    }

    private void AddSegment()
    {
        (SegmentStatement segment, FilledTraces filled) = BoundaryTests.FirstSegment();
        using (filled)
        {
            Assert.Empty(BusBalanceChecker.Check(filled.Traces, MachineChips.PublicTerms(segment)));
            Add(filled.Traces);
        }
    }

    private void Add(IEnumerable<Trace> traces)
    {
        foreach (Trace trace in traces)
        {
            if (!chips.TryGetValue(trace.Chip.Name, out ChipRows? known)) chips[trace.Chip.Name] = known = new(trace.Chip);
            if (known.Chip.Constraints.Count == trace.Chip.Constraints.Count && known.Chip.Interactions.Count == trace.Chip.Interactions.Count)
                Add(known, trace);
        }
    }

    private static void Add(ChipRows rows, Trace trace)
    {
        Chip chip = trace.Chip;
        ExpressionProgram program = chip.Program;
        KoalaBear[] slots = new KoalaBear[program.Nodes.Length];
        List<HonestRow> candidates = [];
        Dictionary<(int Interaction, string Message), KoalaBear> sums = [];
        // A table of 2^16 rows has few kinds of rows, and one row with a count shows that it takes part.
        for (int row = 0; row < Math.Min(trace.Height, 1 << 12); row++)
        {
            HonestRow honest = new(new KoalaBear[chip.Width], new KoalaBear[chip.Preprocessed.Count]);
            trace.CopyRow(row, honest.Columns, honest.Preprocessed);
            program.Evaluate<KoalaBear>(honest.Columns, honest.Preprocessed, slots);
            for (int index = 0; index < chip.Interactions.Count; index++)
            {
                KoalaBear multiplicity = slots[program.Interactions[index].Multiplicity];
                if (multiplicity == KoalaBear.Zero || (rows.Unbalanced.Contains(index) && row > 256)) continue;
                (int, string) key = (index, string.Join(',', program.Interactions[index].Values.Select(slot => slots[slot].Raw)));
                sums[key] = sums.GetValueOrDefault(key) + multiplicity;
            }

            if (rows.Kinds.Add(Kind(chip, honest, slots))) candidates.Add(honest);
        }

        // The last row is padding where a trace has some; the others are drawn from the whole run.
        if (candidates.Count > 0) candidates.Reverse();
        HonestRow[] drawn = [.. candidates.Skip(1)];
        new Random(chip.Width).Shuffle(drawn);
        rows.Rows.AddRange(candidates.Take(1).Concat(drawn).Take(RowsAtMost));

        foreach (((int interaction, _), KoalaBear sum) in sums)
            if (sum != KoalaBear.Zero)
                rows.Unbalanced.Add(interaction);
    }

    // Which interactions take place, and which cells are 0 or 1: one row of each.
    private static string Kind(Chip chip, HonestRow row, KoalaBear[] slots)
    {
        IEnumerable<char> active = chip.Program.Interactions.ToArray().Select(interaction => slots[interaction.Multiplicity] == KoalaBear.Zero ? '-' : '+');
        IEnumerable<char> cells = row.Columns.Take(256).Select(cell => cell == KoalaBear.Zero ? '0' : cell == KoalaBear.One ? '1' : 'x');
        return string.Concat(active.Concat(cells));
    }
}
