using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Looks for changed rows that a chip refuses for one reason only.</summary>
/// <remarks>First every cell changed alone; then, for a reason not met so far, random walks: a cell that the reason depends on is changed,
/// and cells that other reasons depend on are set to what satisfies those, until only the one is left.</remarks>
internal sealed class LieSearch(LieOracle oracle, int seed)
{
    private const int StepsAtMost = 10;

    private readonly Random random = new(seed);
    private readonly int[] reasons = new int[64];
    private readonly HashSet<int> locked = [];

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
    internal bool Walk(HonestRow row, int reason, int walks)
    {
        int[] support = oracle.SupportOf(reason);
        for (int walk = 0; walk < walks && support.Length > 0; walk++)
        {
            oracle.Begin(row);
            locked.Clear();
            for (int count = random.Next(1, 3); count > 0; count--) Change(support[random.Next(support.Length)]);
            if (WalkOn(reason)) return true;
        }

        return false;
    }

    private bool WalkOn(int reason)
    {
        for (int step = 0; step < StepsAtMost; step++)
        {
            int count = oracle.Reasons(reasons);
            if (count == 1 && reasons[0] == reason) return true;
            int[] others = [.. reasons.Take(count).Where(other => other != reason)];
            if (others.Length == 0) return false;
            List<(int Slot, KoalaBear Value)> remedies = oracle.Remedies(others[random.Next(others.Length)]);
            if (remedies.Count == 0) return false;
            (int slot, KoalaBear value) = remedies[random.Next(remedies.Count)];
            int[] cells = [.. oracle.Support(slot).Where(column => !locked.Contains(column))];
            if (cells.Length == 0) return false;
            int cell = cells[random.Next(cells.Length)];
            if (oracle.Solve(slot, value, cell) is { } solved) oracle.Columns[cell] = solved;
            else oracle.Columns[cell] = random.Next(2) == 0 ? KoalaBear.Zero : KoalaBear.One;
            locked.Add(cell);
        }

        return false;
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
