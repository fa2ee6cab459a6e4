using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Machine.Tests.Paths;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Rows of the sort's path chips with registers and words that no run of the sort has: large ones, whose sums carry.</summary>
internal static class PathRows
{
    private const uint Pages = LoweringLimits.ProvablePages;

    /// <summary>Filled rows of states that take the path, each drawn near the one before; the first are near one of the sort.</summary>
    /// <param name="chip">The chip's name.</param>
    /// <param name="count">How many rows, at most.</param>
    internal static List<HonestRow> Sample(string chip, int count)
    {
        using MachineRun run = new(PathChipTests.SortWithPaths(3), PathChipTests.SortInputs);
        int number = run.Chips.Paths.ToList().FindIndex(path => path.Chip.Name == chip);
        PathChip path = run.Chips.Paths[number];
        uint[] record = run.Result.Record!.PathRows[number].Span[..PathRunner.RowWords(path.Plan)].ToArray();
        record[2] = Pages;
        Random random = new(number);
        LookupCounts counts = new();
        List<HonestRow> rows = [];
        for (int taken = 0; rows.Count < count;)
        {
            uint[] next = [.. record];
            for (int changes = random.Next(1, 4); changes > 0; changes--) Draw(random, next);
            if (!Takes(path.Plan, next)) continue;
            record = next;
            if (++taken % 32 != 0) continue;
            uint[] cells = new uint[path.Chip.Width];
            path.FillRow(record, cells, counts);
            rows.Add(new([.. cells.Select(KoalaBear.FromCanonical)], []));
        }

        return rows;
    }

    // A value that the row finds: small, large, or near another one; often a multiple of 4, as addresses are.
    private static void Draw(Random random, uint[] record)
    {
        int Any() => PathRunner.HeaderWords + 2 * random.Next((record.Length - PathRunner.HeaderWords) / 2);
        int at = Any();
        record[at] = random.Next(7) switch
        {
            4 => record[at] | 0xFFFC,
            5 => record[at] | 0xFFFF,
            6 => record[at] ^ 0x80000000,
            0 => (uint)random.NextInt64(1L << random.Next(1, 33)) & ~3u,
            1 => (uint)random.NextInt64(1L << random.Next(1, 33)),
            2 => record[Any()] + 4 * (uint)random.Next(1, 1 << random.Next(1, 30)),
            _ => record[Any()] - 4 * (uint)random.Next(1, 1 << random.Next(1, 30)),
        };
    }

    private static bool Takes(PathPlan plan, uint[] record)
    {
        uint[] values = new uint[plan.Nodes.Length];
        PathValues.Compute(plan, record, values);
        return plan.Checks.All(check => PathValues.Passes(check, values)) && plan.Accesses.All(access =>
        {
            ulong address = (ulong)values[access.Address] + access.Offset;
            return access.IsMemory && (address & 3) + (ulong)access.Width <= 4 && address + (ulong)access.Width <= (ulong)Pages << 16;
        });
    }
}
