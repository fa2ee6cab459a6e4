using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Tests.SmallMachine;
using Xunit;

namespace Supercomputer.Proofs.Tests.Air;

/// <summary>How rows are cut into tables.</summary>
public sealed class TablePartsTests
{
    [Theory]
    [InlineData(1, new[] { 6 })]
    [InlineData(100, new[] { 7 })]
    [InlineData(9000, new[] { 14 })]
    [InlineData(16385, new[] { 14, 13 })]
    [InlineData(65536, new[] { 16 })]
    [InlineData(65537, new[] { 16, 13 })]
    [InlineData(356023, new[] { 18, 16, 15 })]
    [InlineData(919401, new[] { 19, 18, 17, 13 })]
    [InlineData(1040000, new[] { 20 })]
    public void Parts_are_powers_of_two_and_a_further_one_saves_rows(int rows, int[] heights) =>
        Assert.Equal(heights, TableParts.Of(FibonacciMachine.Fibonacci, rows));

    [Fact]
    public void Parts_hold_all_rows_and_descend()
    {
        Random random = new(7);
        for (int trial = 0; trial < 10_000; trial++)
        {
            int rows = 1 + random.Next(1 << random.Next(1, 25));
            int[] heights = TableParts.Of(FibonacciMachine.Fibonacci, rows);
            Assert.InRange(heights.Length, 1, TableParts.Maximum);
            Assert.True(heights.Sum(height => 1L << height) >= rows);
            Assert.Equal(heights.OrderDescending(), heights);
            Assert.True(heights.SkipLast(1).Sum(height => 1L << height) < rows);
        }
    }

    [Theory]
    [InlineData(8000, new[] { 13 })]
    [InlineData(12288, new[] { 13, 12 })]
    [InlineData(12289, new[] { 14 })]
    [InlineData(20000, new[] { 14, 12 })]
    [InlineData(24576, new[] { 14, 13 })]
    [InlineData(16584, new[] { 14, 8 })]
    [InlineData(16385, new[] { 14, 6 })]
    [InlineData(24577, new[] { 15 })]
    public void A_wide_chip_is_cut_for_half_as_many_rows_and_its_last_part_is_fitted(int rows, int[] heights)
    {
        ChipBuilder builder = new("wide");
        builder.Columns("column", 1000);
        Assert.Equal(heights, TableParts.Of(builder.Build(), rows));
    }

    [Fact]
    public void A_fixed_table_is_whole() => Assert.Equal([8], TableParts.Of(FibonacciMachine.Table, 3));
}
