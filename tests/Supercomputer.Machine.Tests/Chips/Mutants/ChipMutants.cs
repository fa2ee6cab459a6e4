using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>One change of a chip's declaration.</summary>
/// <param name="Kind">What is done to the constraint or interaction.</param>
/// <param name="Reason">Which one: its number as a reason of <see cref="LieOracle"/>.</param>
/// <param name="Name">Which one, in words.</param>
/// <param name="Turned">The turned constraint of <see cref="HonestRows.Judged"/>, when that is the change.</param>
internal sealed record Mutant(MutantKind Kind, int Reason, string Name, int? Turned = null);

/// <summary>What is done to a constraint or an interaction.</summary>
internal enum MutantKind
{
    /// <summary>It is left out.</summary>
    Deleted,

    /// <summary>A constraint's outermost sign is turned; an interaction sends for receives and receives for sends.</summary>
    Turned,

    /// <summary>An interaction takes place twice as often.</summary>
    Doubled,

    /// <summary>An interaction takes place once in every row.</summary>
    Always,
}

/// <summary>What shows that a mutant is not the chip.</summary>
internal enum MutantEnd
{
    /// <summary>Nothing was found.</summary>
    Survives,

    /// <summary>An honest run does not satisfy it, or does not balance with it.</summary>
    HonestRun,

    /// <summary>It accepts a row that the chip refuses, with the inputs of an honest row.</summary>
    Lie,

    /// <summary>It accepts a row that the chip refuses, with inputs that another run may have; or it refuses such a row that the chip accepts.</summary>
    RowOfAnotherRun,
}

/// <summary>All mutants of a chip, and the search for what kills each.</summary>
internal sealed class ChipMutants
{
    private readonly HonestRows rows;
    private readonly Chip chip;
    private readonly LieOracle oracle;
    private readonly LieSearch search;
    private readonly HashSet<int> alone = [], aloneInAnotherRun = [], turnedInAnotherRun = [];
    private readonly Lazy<List<HonestRow>> wanderers;
    private readonly bool isBig;

    internal ChipMutants(HonestRows rows, int seed)
    {
        this.rows = rows;
        chip = rows.Chip;
        isBig = IsBig(chip);
        oracle = new(rows.Judged, chip.Constraints.Count);
        search = new(oracle, seed) { StepsAtMost = isBig ? 64 : 32 };
        wanderers = new(() => search.Wander(Searched.Concat(rows.OtherRows.Take(100)), isBig ? 0 : 3000));
        All = [.. Mutants()];
    }

    /// <summary>Whether a row of the chip takes long to evaluate: fewer rows are searched then.</summary>
    internal static bool IsBig(Chip chip) => chip.Width > 1000 || chip.Program.Nodes.Length > 4000;

    internal IReadOnlyList<Mutant> All { get; }

    /// <summary>Whether rows must be searched to kill the mutant: the honest runs do not.</summary>
    internal bool NeedsSearch(Mutant mutant) => !KilledByRuns(mutant);

    /// <summary>Changes each cell alone in each row, and notes what is the only reason then.</summary>
    internal void ChangeCells(IReadOnlyCollection<Mutant> mutants)
    {
        // A wide chip's other columns are like those that the mutants in question look at.
        int[] columns = isBig ? [.. mutants.SelectMany(mutant => oracle.SupportOf(mutant.Reason)).Distinct()] : [.. Enumerable.Range(0, chip.Width)];
        foreach (bool other in new[] { false, true })
        {
            oracle.OtherMessages = other;
            foreach (HonestRow row in Searched) search.ChangeEachCell(row, columns, other ? aloneInAnotherRun : alone);
        }

        HonestRow[] lies =
        [
            .. AcceleratorLies.Of(chip, rows.Rows), .. Sha256Lies.Of(chip, rows.Rows), .. Poseidon2Lies.Of(chip, rows.Rows),
        ];
        foreach (HonestRow lie in lies) TryLie(lie);
    }

    private void TryLie(HonestRow lie)
    {
        Span<int> reasons = stackalloc int[2];
        oracle.OtherMessages = true;
        oracle.Begin(lie);
        if (oracle.Reasons(reasons) != 1) return;
        aloneInAnotherRun.Add(reasons[0]);
        foreach ((int original, int turned) in SignMutants.Pairs(chip))
            if (original == reasons[0] && oracle.IsZero(turned)) turnedInAnotherRun.Add(turned);
    }

    internal MutantEnd End(Mutant mutant, int walks)
    {
        if (KilledByRuns(mutant)) return MutantEnd.HonestRun;
        if (mutant.Turned is { } known && turnedInAnotherRun.Contains(known)) return MutantEnd.RowOfAnotherRun;
        if (mutant.Turned is { } sign && rows.RefusedInOtherRows.Contains(sign)) return MutantEnd.RowOfAnotherRun;

        // A walk over a wide chip is dear: what a row of another run shows already is not shown again.
        if (isBig && mutant.Turned is null && aloneInAnotherRun.Contains(mutant.Reason)) return MutantEnd.RowOfAnotherRun;
        foreach (bool other in new[] { false, true })
        {
            oracle.OtherMessages = other;
            if (mutant.Turned is null && (other ? aloneInAnotherRun : alone).Contains(mutant.Reason)) return other ? MutantEnd.RowOfAnotherRun : MutantEnd.Lie;
            foreach (HonestRow row in Searched)
                if (search.Walk(row, mutant.Reason, other ? walks : walks / (isBig ? 20 : 4), mutant.Turned))
                    return other ? MutantEnd.RowOfAnotherRun : MutantEnd.Lie;
        }

        if (mutant.Turned is { } turned && Searched.Any(row => search.WalkToNonzero(row, turned, walks / 4))) return MutantEnd.RowOfAnotherRun;
        return wanderers.Value.Any(row => search.Walk(row, mutant.Reason, walks / 40, mutant.Turned)) ? MutantEnd.RowOfAnotherRun : MutantEnd.Survives;
    }

    /// <summary>Whether only the program table keeps the mutant from accepting a row that the chip refuses: with an instruction that no
    /// program can hold it accepts one.</summary>
    internal bool IsKilledWithAnyInstruction(Mutant mutant, int walks)
    {
        (oracle.OtherMessages, oracle.AnyInstruction) = (true, true);
        bool killed = Searched.Any(row => search.Walk(row, mutant.Reason, walks, mutant.Turned));
        oracle.AnyInstruction = false;
        return killed;
    }

    private IEnumerable<HonestRow> Searched => isBig ? rows.Rows.Take(3) : rows.Rows;

    // A deleted lookup is no matter for a balance: the prover would adapt the table.
    private bool KilledByRuns(Mutant mutant)
    {
        if (mutant.Turned is { } turned) return rows.Refused.Contains(turned);
        int interaction = mutant.Reason - oracle.InteractionsAt;
        if (interaction < 0) return false;
        return mutant.Kind switch
        {
            MutantKind.Always => rows.NotAlways.Contains(interaction),
            MutantKind.Deleted => !LieOracle.IsLookup(chip.Interactions[interaction]) && rows.Unbalanced.Contains(interaction),
            _ => rows.Unbalanced.Contains(interaction),
        };
    }

    private IEnumerable<Mutant> Mutants()
    {
        for (int index = 0; index < chip.Constraints.Count; index++)
            yield return new(MutantKind.Deleted, index, chip.Constraints[index].Name);
        foreach ((int original, int turned) in SignMutants.Pairs(chip))
            yield return new(MutantKind.Turned, original, chip.Constraints[original].Name, turned);
        Dictionary<Bus, int> seen = [];
        for (int index = 0; index < chip.Interactions.Count; index++)
        {
            Interaction interaction = chip.Interactions[index];
            int number = seen[interaction.Bus] = seen.GetValueOrDefault(interaction.Bus) + 1;
            string name = $"{(interaction.IsSend ? "send" : "receive")} {interaction.Bus.Name} {number}";
            foreach (MutantKind kind in Enum.GetValues<MutantKind>())
                yield return new(kind, oracle.InteractionsAt + index, name);
        }
    }
}
