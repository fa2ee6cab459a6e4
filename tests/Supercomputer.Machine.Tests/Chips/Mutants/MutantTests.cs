using Supercomputer.Proofs.Air;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

public sealed class MutantTests(ITestOutputHelper output)
{
    [Fact]
    public void Mutants()
    {
        HonestRows all = HonestRows.Create();
        int total = 0, killed = 0;
        foreach (HonestRows.ChipRows rows in all.Chips.OrderBy(c => c.Chip.Width))
        {
            Chip chip = rows.Chip;
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            LieOracle oracle = new(chip);
            LieSearch search = new(oracle, 1);
            HashSet<int> found = [];
            bool big = chip.Width > 1000;
            Random r = new(2);
            int[] reasons = [.. Enumerable.Range(0, oracle.ReasonCount)];
            if (big) { int[] c = [.. reasons.Take(chip.Constraints.Count)]; r.Shuffle(c); reasons = [.. c.Take(60), .. reasons.Skip(chip.Constraints.Count)]; }
            int[] columns = big ? [.. reasons.Take(60).SelectMany(oracle.SupportOf).Distinct()] : [.. Enumerable.Range(0, chip.Width)];
            foreach (HonestRow row in big ? rows.Rows.Take(3) : rows.Rows) search.ChangeEachCell(row, columns, found);
            int one = reasons.Count(found.Contains);
            void Walks() {
            foreach (int reason in reasons)
                if (!found.Contains(reason))
                    foreach (HonestRow row in big ? rows.Rows.Take(3) : rows.Rows)
                        if (search.Walk(row, reason, big ? 30 : oracle.OtherMessages ? 400 : 100)) { found.Add(reason); break; }
            }
            Walks();
            int lie = reasons.Count(found.Contains);
            oracle.OtherMessages = true;
            if (lie < reasons.Length) foreach (HonestRow row in big ? rows.Rows.Take(3) : rows.Rows) search.ChangeEachCell(row, columns, found);
            Walks();
            foreach (int reason in reasons)
            {
                total++;
                if (found.Contains(reason)) { killed++; continue; }
                if (reason < chip.Constraints.Count) output.WriteLine($"SURVIVES {chip.Name} [{reason}] '{chip.Constraints[reason].Name}' support {string.Join(',', oracle.SupportOf(reason).Select(c => chip.Columns[c]))}");
                else
                {
                    int j = reason - chip.Constraints.Count;
                    Interaction i = chip.Interactions[j];
                    if (!LieOracle.IsLookup(i) && rows.Unbalanced.Contains(j)) killed++;
                    else output.WriteLine($"SURVIVES {chip.Name} interaction {j} {(i.IsSend ? "send" : "receive")} {i.Bus.Name} unbalanced {rows.Unbalanced.Contains(j)} support {string.Join(',', oracle.SupportOf(reason).Select(c => chip.Columns[c]))}");
                }
            }

            output.WriteLine($"{chip.Name}: {rows.Rows.Count} rows, {reasons.Length} reasons, one cell {one}, lie {lie}, all {reasons.Count(found.Contains)}, not unbalanced {chip.Interactions.Count - rows.Unbalanced.Count}; {System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");
        }

        output.WriteLine($"deleted: killed {killed} of {total}");
    }
}
