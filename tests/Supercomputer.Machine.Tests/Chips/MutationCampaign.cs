using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>Changes one cell at a time in every column and row of a chip's trace, and counts what would be accepted.</summary>
/// <remarks>
/// A change is rejected when a constraint of the row fails, when a message other than a lookup changes (all else being balanced),
/// or when a lookup asks for what the Byte table does not hold. Lookups of other values that the table holds do NOT count as
/// rejected: a prover could adapt the table's multiplicities.
/// </remarks>
internal sealed class MutationCampaign
{
    private readonly Dictionary<(string Chip, string Name), (int Rejected, int Accepted, bool HasStrictRow)> columns = [];

    private readonly SortedDictionary<string, int> outside = new(StringComparer.Ordinal);

    internal int Tried { get; private set; }

    internal int Accepted { get; private set; }

    /// <summary>Changes accepted in cells that <see cref="FreeCells"/> names.</summary>
    internal int Free { get; private set; }

    internal int FreeInPadding { get; private set; }

    /// <summary>Runs over every chip of a run that <paramref name="chip"/> names, or all.</summary>
    internal void Run(MachineRun run, string? chip = null, int maximumRows = 64)
    {
        foreach (Trace trace in run.Traces)
            if (chip is null || trace.Chip.Name == chip)
                Run(trace, maximumRows);
    }

    /// <summary>Asserts that nothing was accepted but what the rules free, and that each column has a row where all was rejected.</summary>
    /// <param name="output">Where to print the counts.</param>
    /// <param name="everyColumnStrict">Whether the rows exercise every column of the chips.</param>
    internal void AssertSound(ITestOutputHelper? output = null, bool everyColumnStrict = true)
    {
        output?.WriteLine($"changes tried: {Tried}, accepted: {Accepted}, free in padding rows: {FreeInPadding}");
        foreach (((string Chip, string Name) column, (int _, int accepted, bool strict)) in columns)
        {
            Assert.True(strict || !everyColumnStrict, $"{column.Chip}.{column.Name}: no row rejects every change");
            if (accepted > 0) output?.WriteLine($"{column.Chip}.{column.Name}: free in some rows ({accepted})");
        }

        Assert.Empty(outside.Select(cell => $"{cell.Key}: {cell.Value} changes accepted"));
    }

    /// <summary>Runs over one trace.</summary>
    internal void Run(Trace trace, int maximumRows)
    {
        RowOracle oracle = new(trace);
        int real = 0;
        for (int row = 0; row < trace.Height; row++)
            if (oracle.IsActive(row)) real = row + 1;
        int step = Math.Max(1, real / maximumRows);
        for (int row = 0; row < real; row += step) RunRow(trace, oracle, row);
        if (real > 0) RunRow(trace, oracle, real - 1);
        if (real < trace.Height && trace.Chip.Name is not ("ByteTable" or "Program" or "InputTable"))
        {
            HashSet<int> flags = [.. trace.Chip.Interactions.SelectMany(interaction => ColumnsOf(interaction.Multiplicity))];
            RunRow(trace, oracle, real, flags);
            RunRow(trace, oracle, trace.Height - 1, flags);
        }
    }

    private void RunRow(Trace trace, RowOracle oracle, int row, HashSet<int>? flags = null)
    {
        oracle.Remember(row);
        for (int column = 0; column < trace.Chip.Width; column++)
        {
            ref KoalaBear cell = ref trace.MutableColumn(column)[row];
            KoalaBear honest = cell;
            int accepted = 0, rejected = 0;
            foreach (KoalaBear changed in Changes(honest))
            {
                if (changed == honest) continue;
                cell = changed;
                if (oracle.Rejects(row)) rejected++;
                else accepted++;
            }

            cell = honest;
            Tried += accepted + rejected;
            if (flags is not null)
            {
                // A padding row sends and receives nothing: its other cells are free, the flags that would change that are not.
                FreeInPadding += accepted;
                Assert.True(accepted == 0 || !flags.Contains(column), $"{trace.Chip.Name}.{trace.Chip.Columns[column]} is free in a padding row");
                continue;
            }

            (string Chip, string Name) name = (trace.Chip.Name, trace.Chip.Columns[column]);
            columns.TryGetValue(name, out (int Rejected, int Accepted, bool HasStrictRow) known);
            bool IsSet(string flag) => trace.MutableColumn(trace.Chip.Columns.ToList().IndexOf(flag))[row] == KoalaBear.One;
            columns[name] = (known.Rejected + rejected, known.Accepted + accepted, known.HasStrictRow || accepted == 0);
            if (accepted == 0) continue;
            if (FreeCells.Contains(name.Chip, name.Name, IsSet))
            {
                Free += accepted;
                continue;
            }

            Accepted += accepted;
            outside[$"{name.Chip}.{name.Name}"] = outside.GetValueOrDefault($"{name.Chip}.{name.Name}") + accepted;
        }
    }

    private static IEnumerable<int> ColumnsOf(Expression expression) =>
        expression.Kind == ExpressionKind.Column ? [(int)expression.Value]
        : expression.Left is null ? [] : ColumnsOf(expression.Left).Concat(ColumnsOf(expression.Right!));

    private static IEnumerable<KoalaBear> Changes(KoalaBear value) =>
    [
        value + KoalaBear.One, value - KoalaBear.One, KoalaBear.Zero, KoalaBear.One, KoalaBear.One - value, -value,
        value + KoalaBear.FromCanonical(256), value + KoalaBear.FromCanonical(65536), value - KoalaBear.FromCanonical(65536),
        value + KoalaBear.FromCanonical(32512), value - KoalaBear.FromCanonical(32512), KoalaBear.FromCanonical(0x12345678),
    ];
}
