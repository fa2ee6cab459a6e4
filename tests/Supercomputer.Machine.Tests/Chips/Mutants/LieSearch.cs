using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Looks for changed rows that a chip refuses for one reason only.</summary>
/// <remarks>First every cell changed alone; then, for a reason not met so far, random walks: a cell that the reason depends on is changed,
/// and cells that other reasons depend on are set to what satisfies those, until only the one is left.</remarks>
internal sealed class LieSearch(LieOracle oracle, int seed)
{
    private readonly Random random = new(seed);
    private readonly int[] reasons = new int[64];
    private readonly HashSet<int> locked = [];
    private bool prefersFewUses;

    /// <summary>The most cells that a walk sets.</summary>
    internal int StepsAtMost { get; init; } = 16;

    /// <summary>Columns that are never changed.</summary>
    internal IReadOnlySet<int> Held { get; init; } = new HashSet<int>();

    /// <summary>Adds the reasons that are the only ones for some change of one cell.</summary>
    /// <param name="row">The honest row.</param>
    /// <param name="columns">The columns to change.</param>
    /// <param name="found">Receives the reasons.</param>
    internal void ChangeEachCell(HonestRow row, IEnumerable<int> columns, HashSet<int> found)
    {
        oracle.Begin(row);
        foreach (int column in columns)
        {
            foreach (KoalaBear changed in Changes(row.Columns[column]))
            {
                oracle.Columns[column] = changed;
                if (oracle.Reasons(reasons.AsSpan(0, 2)) == 1) found.Add(reasons[0]);
            }

            oracle.Columns[column] = row.Columns[column];
        }
    }

    /// <summary>Whether a walk from the row ends where the one reason is the only one.</summary>
    /// <param name="row">The honest row.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="walks">How many walks to try.</param>
    /// <param name="zero">A constraint of the chip, no reason itself, that must be zero there too.</param>
    internal bool Walk(HonestRow row, int reason, int walks, int? zero = null)
    {
        int[] support = oracle.SupportOf(reason);
        for (int walk = 0; walk < walks && support.Length > 0; walk++)
        {
            Begin(row);
            for (int count = random.Next(1, 3); count > 0; count--) Change(support[random.Next(support.Length)]);
            if (WalkOn(reason, zero)) return true;
        }

        return false;
    }

    /// <summary>Rows that the chip accepts, made from one another by walks: they say more kinds of things than the honest ones.</summary>
    internal List<HonestRow> Wander(IEnumerable<HonestRow> rows, int walks)
    {
        List<HonestRow> pool = [.. rows];
        for (int walk = 0; walk < walks; walk++)
        {
            HonestRow from = pool[random.Next(pool.Count)];
            Begin(from);
            int column = random.Next(from.Columns.Length);
            Change(column);
            if (random.Next(2) == 0) oracle.Columns[column] = KoalaBear.FromCanonical((uint)random.Next(1 << 16));
            if (WalkOn(null, null)) pool.Add(new([.. oracle.Columns], from.Preprocessed));
        }

        return pool;
    }

    /// <summary>Whether a walk from a change of a column ends at a row that is accepted and sends something else than the honest one.</summary>
    internal bool WalkToOther(HonestRow row, int column)
    {
        Begin(row);
        Change(column);
        return WalkOn(null, null) && oracle.SendsOther();
    }

    /// <summary>Changes every pair of columns.</summary>
    /// <param name="row">The honest row.</param>
    /// <param name="found">Receives the pairs of columns for which the row is accepted and sends something else.</param>
    /// <returns>How many pairs of changes were tried.</returns>
    internal long ChangePairs(HonestRow row, ICollection<(int First, int Second)> found)
    {
        Begin(row);
        long tried = 0;
        int[] columns = [.. Enumerable.Range(0, row.Columns.Length).Where(column => !Held.Contains(column))];
        foreach (int first in columns)
        {
            foreach (KoalaBear one in PairChanges(row.Columns[first]))
            {
                oracle.Columns[first] = one;
                foreach (int second in columns.Where(column => column >= first))
                {
                    foreach (KoalaBear other in PairChanges(row.Columns[second]))
                    {
                        oracle.Columns[second] = other;
                        tried++;
                        if (oracle.Reasons(reasons.AsSpan(0, 1)) == 0 && oracle.SendsOther()) found.Add((first, second));
                    }

                    oracle.Columns[second] = second == first ? one : row.Columns[second];
                }
            }

            oracle.Columns[first] = row.Columns[first];
        }

        return tried;
    }

    /// <summary>Whether a walk from the row ends where it is accepted and a constraint of the chip, no reason itself, is not zero.</summary>
    internal bool WalkToNonzero(HonestRow row, int constraint, int walks)
    {
        int[] support = oracle.SupportOf(constraint);
        for (int walk = 0; walk < walks; walk++)
        {
            Begin(row);
            for (int count = random.Next(1, 3); count > 0; count--) Change(support[random.Next(support.Length)]);
            if (WalkOn(null, null) && !oracle.IsZero(constraint)) return true;
        }

        return false;
    }

    private void Begin(HonestRow row)
    {
        oracle.Begin(row);
        locked.Clear();
        locked.UnionWith(Held);
        prefersFewUses = random.Next(2) == 0;
    }

    // A step that leaves as many reasons as before is mostly taken back: other cells may satisfy the same reason at less cost.
    private bool WalkOn(int? reason, int? zero)
    {
        List<int> others = Others(reason, zero, out bool isLeft);
        KoalaBear[] before = new KoalaBear[oracle.Columns.Length];
        for (int step = 0; step < StepsAtMost; step++)
        {
            if (others.Count == 0) return isLeft;
            oracle.Columns.CopyTo(before, 0);
            int[] cells = Satisfy(others[random.Next(others.Count)]);
            if (cells.Length == 0) return false;
            List<int> next = Others(reason, zero, out bool isLeftNext);
            if ((next.Count >= others.Count || !isLeftNext) && random.Next(4) > 0)
            {
                before.CopyTo(oracle.Columns, 0);
                next = Others(reason, zero, out isLeftNext);
            }
            else locked.UnionWith(cells);

            (others, isLeft) = (next, isLeftNext);
        }

        return others.Count == 0 && isLeft;
    }

    // The reasons but the one that is looked for, and whether that one is there.
    private List<int> Others(int? reason, int? zero, out bool isLeft)
    {
        int count = oracle.Reasons(reasons);
        List<int> others = [.. reasons.Take(count).Where(other => other != reason)];
        isLeft = reason is null || others.Count < count;
        if (zero is { } constraint && !oracle.IsZero(constraint)) others.Add(constraint);
        return others;
    }

    // Sets cells, not locked ones, so that a reason is none any more; gives the cells.
    private int[] Satisfy(int reason)
    {
        List<(int Slot, KoalaBear Value)> remedies = oracle.Remedies(reason);
        if (remedies.Count == 0) return [];
        (int slot, KoalaBear value) = remedies[random.Next(remedies.Count)];
        if (random.Next(3) == 0 && oracle.SetDigits(slot, value, column => !locked.Contains(column), random) is { Length: > 0 } digits) return digits;
        int[] cells = [.. oracle.Support(slot).Where(column => !locked.Contains(column))];
        if (cells.Length == 0) return [];
        // In every other walk, of two cells the one that fewer other constraints look at.
        (int cell, int second) = (cells[random.Next(cells.Length)], cells[random.Next(cells.Length)]);
        if (prefersFewUses && oracle.Uses(second) < oracle.Uses(cell)) cell = second;
        if (oracle.Solve(slot, value, cell) is { } solved) oracle.Columns[cell] = solved;
        else oracle.Columns[cell] = random.Next(2) == 0 ? KoalaBear.Zero : KoalaBear.One;
        return [cell];
    }

    private void Change(int column)
    {
        KoalaBear[] changes = Changes(oracle.Columns[column]);
        // Fractions are what 2^-8 and 2^-16 in a chip turn into whole numbers.
        int bits = random.Next(2) == 0 ? 8 : random.Next(1, 17), numerator = random.Next(2) == 0 ? 1 : random.Next(1, 9);
        oracle.Columns[column] = random.Next(4) > 0
            ? changes[random.Next(changes.Length)]
            : oracle.Columns[column] + KoalaBear.FromCanonical(1u << bits).Inverse() * KoalaBear.FromCanonical((uint)numerator);
        locked.Add(column);
    }

    // Fewer than of one cell alone: which ones, the cell's value decides.
    private static KoalaBear[] PairChanges(KoalaBear value)
    {
        KoalaBear[] all = Changes(value);
        return [all[0], all[1], all[4], all[6 + (int)(value.Raw % 5)]];
    }

    private static KoalaBear[] Changes(KoalaBear value) =>
    [
        value + KoalaBear.One, value - KoalaBear.One, KoalaBear.Zero, KoalaBear.One, KoalaBear.One - value, -value,
        value + KoalaBear.FromCanonical(256), value + KoalaBear.FromCanonical(65536), value - KoalaBear.FromCanonical(65536),
        value + KoalaBear.FromCanonical(32512), value - KoalaBear.FromCanonical(32512), KoalaBear.FromCanonical(0x12345678),
    ];
}
