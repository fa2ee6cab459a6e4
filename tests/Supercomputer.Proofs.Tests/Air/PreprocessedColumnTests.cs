using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Tests.Reference;
using Xunit;

namespace Supercomputer.Proofs.Tests.Air;

public sealed class PreprocessedColumnTests
{
    [Theory]
    [InlineData(0, 6)]
    [InlineData(1, 6)]
    [InlineData(5, 6)]
    [InlineData(64, 6)]
    [InlineData(65, 9)]
    [InlineData(700, 12)]
    public void A_dense_column_evaluates_to_the_sum_over_its_rows(int count, int logHeight)
    {
        var random = new Random(count);
        uint[] values = [.. Enumerable.Range(0, count).Select(_ => (uint)random.NextInt64(KoalaBear.Modulus))];
        AssertSumOverRows(new DenseColumn(values) { Name = "dense" }, logHeight);
    }

    private static void AssertSumOverRows(PreprocessedColumn column, int logHeight)
    {
        KoalaBear6[] point = [.. Enumerable.Range(1, logHeight).Select(i =>
            KoalaBear6.FromCoefficients([.. Enumerable.Range(1, 6).Select(c => KoalaBear.Reduce((ulong)(i * 7919) * (ulong)(c * 104729)))]))];
        KoalaBear6[] eq = EqTables.Build<KoalaBear6>(point);
        KoalaBear6 sum = default;
        for (int row = 0; row < eq.Length; row++) sum += eq[row] * KoalaBear.FromCanonical(column.ValueAt(row));
        Assert.Equal(sum, column.Evaluate<KoalaBear6>(point));
    }
}
