using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Tests.SmallMachine;
using Xunit;

namespace Supercomputer.Proofs.Tests.Air;

public sealed class CheckerTests
{
    [Fact]
    public void An_honest_trace_satisfies_constraints_and_balances()
    {
        using FibonacciMachine machine = new(100);
        foreach (Trace trace in machine.Traces) Assert.Empty(ConstraintChecker.Check(trace));
        Assert.Empty(BusBalanceChecker.Check(machine.Traces, machine.PublicTerms));
    }

    [Fact]
    public void Every_changed_cell_is_named_by_one_of_the_checkers()
    {
        using FibonacciMachine machine = new(100);
        Trace trace = machine.Traces[0];
        foreach (int row in new[] { 0, 50, 99, 127 })
        {
            for (int column = 0; column < trace.Chip.Width; column++)
            {
                ref KoalaBear cell = ref trace.MutableColumn(column)[row];
                KoalaBear honest = cell;
                cell += KoalaBear.One;
                bool caught = ConstraintChecker.CheckRows(trace, row, 1).Count
                    + BusBalanceChecker.Check(machine.Traces, machine.PublicTerms).Count > 0;
                Assert.True(caught, $"{trace.Chip.Columns[column]} in row {row}");
                cell = honest;
            }
        }
    }

    [Fact]
    public void A_failure_names_chip_row_constraint_and_values()
    {
        using FibonacciMachine machine = new(100);
        machine.Traces[0].MutableColumn(0)[3] = KoalaBear.FromCanonical(2);
        CheckFailure failure = Assert.Single(ConstraintChecker.Check(machine.Traces[0], 1));
        Assert.Equal("Fibonacci, row 3: constraint 'is_real is boolean': expected 0, actual 2", failure.ToString());
    }

    [Fact]
    public void Preprocessed_columns_evaluate_as_the_extension_of_their_values()
    {
        PreprocessedColumn[] columns =
        [
            new IndexBitsColumn(0, 16) { Name = "index" }, new IndexBitsColumn(8, 8) { Name = "high" },
            new BytewiseAndColumn { Name = "and" }, new DenseColumn([1, 5, 0, 7]) { Name = "dense" },
        ];
        KoalaBear6[] point = new KoalaBear6[16];
        KoalaBear[] coefficients = new KoalaBear[6];
        for (uint i = 0; i < 16; i++)
        {
            for (uint j = 0; j < 6; j++) coefficients[j] = KoalaBear.FromCanonical(12345 * (i + 1) + 6789 * j);
            point[i] = KoalaBear6.FromCoefficients(coefficients);
        }

        KoalaBear6[] eq = [KoalaBear6.One];
        foreach (KoalaBear6 r in point.Reverse())
            eq = [.. eq.SelectMany(weight => new[] { weight * (KoalaBear6.One - r), weight * r })];
        foreach (PreprocessedColumn column in columns)
        {
            KoalaBear6 expected = KoalaBear6.Zero;
            for (int row = 0; row < 1 << 16; row++) expected += eq[row] * KoalaBear.FromCanonical(column.ValueAt(row));
            Assert.Equal(expected, column.Evaluate<KoalaBear6>(point));
        }
    }
}
