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

    /// <summary>The most cells that a walk sets.</summary>
    internal int StepsAtMost { get; init; } = 16;

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
            oracle.Begin(row);
            locked.Clear();
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
            oracle.Begin(from);
            locked.Clear();
            int column = random.Next(from.Columns.Length);
            Change(column);
            if (random.Next(2) == 0) oracle.Columns[column] = KoalaBear.FromCanonical((uint)random.Next(1 << 16));
            if (WalkOn(null, null)) pool.Add(new([.. oracle.Columns], from.Preprocessed));
        }

        return pool;
    }

    /// <summary>Walks from a change of a column to a row that is accepted and says something else than the honest row.</summary>
    internal bool WalkToOther(HonestRow row, int column)
    {
        oracle.Begin(row);
        locked.Clear();
        Change(column);
        return WalkOn(null, null) && oracle.SendsOther();
    }

    /// <summary>Whether a walk from the row ends where it is accepted and a constraint of the chip, no reason itself, is not zero.</summary>
    internal bool WalkToNonzero(HonestRow row, int constraint, int walks)
    {
        int[] support = oracle.SupportOf(constraint);
        for (int walk = 0; walk < walks; walk++)
        {
            oracle.Begin(row);
            locked.Clear();
            for (int count = random.Next(1, 3); count > 0; count--) Change(support[random.Next(support.Length)]);
            if (WalkOn(null, null) && !oracle.IsZero(constraint)) return true;
        }

        return false;
    }

    private bool WalkOn(int? reason, int? zero)
    {
        for (int step = 0; step < StepsAtMost; step++)
        {
            int count = oracle.Reasons(reasons);
            List<int> others = [.. reasons.Take(count).Where(other => other != reason)];
            bool isLeft = reason is null || others.Count < count;
            if (others.Count == 0 && !isLeft) return false;
            if (zero is { } constraint && !oracle.IsZero(constraint)) others.Add(constraint);
            if (others.Count == 0) return true;
            if (!Satisfy(others[random.Next(others.Count)])) return false;
        }

        return false;
    }

    private bool Satisfy(int reason)
    {
        if (reason < oracle.InteractionsAt && random.Next(2) == 0)
        {
            int[] digits = oracle.SetDigits(reason, column => !locked.Contains(column), random);
            locked.UnionWith(digits);
            if (digits.Length > 0) return true;
        }

        List<(int Slot, KoalaBear Value)> remedies = oracle.Remedies(reason);
        if (remedies.Count == 0) return false;
        (int slot, KoalaBear value) = remedies[random.Next(remedies.Count)];
        int[] cells = [.. oracle.Support(slot).Where(column => !locked.Contains(column))];
        if (cells.Length == 0) return false;
        // Of two cells the one that fewer other constraints look at.
        (int cell, int second) = (cells[random.Next(cells.Length)], cells[random.Next(cells.Length)]);
        if (oracle.Uses(second) < oracle.Uses(cell)) cell = second;
        if (oracle.Solve(slot, value, cell) is { } solved) oracle.Columns[cell] = solved;
        else oracle.Columns[cell] = random.Next(2) == 0 ? KoalaBear.Zero : KoalaBear.One;
        locked.Add(cell);
        return true;
    }

    private void Change(int column)
    {
        KoalaBear[] changes = Changes(oracle.Columns[column]);
        oracle.Columns[column] = random.Next(4) > 0
            ? changes[random.Next(changes.Length)]
            : oracle.Columns[column] + KoalaBear.FromCanonical(1u << random.Next(1, 17)).Inverse() * KoalaBear.FromCanonical((uint)random.Next(1, 9));
        locked.Add(column);
    }

    private static KoalaBear[] Changes(KoalaBear value) =>
    [
        value + KoalaBear.One, value - KoalaBear.One, KoalaBear.Zero, KoalaBear.One, KoalaBear.One - value, -value,
        value + KoalaBear.FromCanonical(256), value + KoalaBear.FromCanonical(65536), value - KoalaBear.FromCanonical(65536),
        value + KoalaBear.FromCanonical(32512), value - KoalaBear.FromCanonical(32512), KoalaBear.FromCanonical(0x12345678),
    ];
}
