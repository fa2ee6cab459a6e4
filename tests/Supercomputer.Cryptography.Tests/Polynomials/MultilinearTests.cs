using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Polynomials;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Polynomials;

public sealed unsafe class MultilinearTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(10)]
    public void Eq_tables_hold_the_products_and_agree_in_every_form(int n)
    {
        KoalaBear6[] point = Draw(n, 1);
        KoalaBear6[] table = EqPolynomial.Table<KoalaBear6>(point);
        using WordBuffer lanes = new((Lanes<KoalaBear6>.GroupsFor(table.Length) + 1) * Lanes<KoalaBear6>.GroupWords);
        KoalaBear6 factor = Draw(1, 2)[0], sum = default;
        EqPolynomial.TableLanes(point, factor, lanes.Pointer);
        for (int x = 0; x < table.Length; x++)
        {
            var corner = new KoalaBear6[n];
            for (int i = 0; i < n; i++)
            {
                corner[i] = ((x >> i) & 1) != 0 ? KoalaBear6.One : KoalaBear6.Zero;
            }

            Assert.Equal(EqPolynomial.Evaluate<KoalaBear6>(point, corner), table[x]);
            Assert.Equal(EqPolynomial.Evaluate<KoalaBear6>(point, (ulong)x), table[x]);
            Assert.Equal(factor * table[x], Lanes<KoalaBear6>.Read(lanes.Pointer, x));
            sum += table[x];
        }

        Assert.Equal(KoalaBear6.One, sum);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(11)]
    public void All_evaluations_agree_with_the_sum_over_the_hypercube(int n)
    {
        KoalaBear6[] point = Draw(n, 3), values = Draw(1 << n, 4), table = EqPolynomial.Table<KoalaBear6>(point);
        var random = new Random(5);
        var column = new KoalaBear[1 << n];
        KoalaBear6 expected = default, expectedBase = default;
        for (int x = 0; x < column.Length; x++)
        {
            column[x] = KoalaBear.FromRaw((uint)random.NextInt64(KoalaBear.Modulus));
            expected += table[x] * values[x];
            expectedBase += table[x] * column[x];
        }

        using WordBuffer lanes = new((Lanes<KoalaBear6>.GroupsFor(values.Length) + 1) * Lanes<KoalaBear6>.GroupWords);
        Lanes<KoalaBear6>.Pack(values, lanes.Pointer);
        Assert.Equal(expected, Multilinear.Evaluate<KoalaBear6>(values, point));
        Assert.Equal(expected, Multilinear.Evaluate<KoalaBear6>(lanes.Pointer, point));
        Assert.Equal(expectedBase, Multilinear.EvaluateBase<KoalaBear6>(column, point));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(12)]
    public void Folding_the_highest_variable_until_none_is_left_evaluates(int n)
    {
        KoalaBear6[] point = Draw(n, 6), values = Draw(1 << n, 7);
        using WordBuffer lanes = new(Lanes<KoalaBear6>.GroupsFor(values.Length) * Lanes<KoalaBear6>.GroupWords);
        Lanes<KoalaBear6>.Pack(values, lanes.Pointer);
        for (int i = n - 1; i >= 0; i--)
        {
            Multilinear.Fold(lanes.Pointer, (nint)2 << i, point[i]);
        }

        Assert.Equal(Multilinear.Evaluate<KoalaBear6>(values, point), Lanes<KoalaBear6>.Read(lanes.Pointer, 0));
    }

    [Fact]
    public void Folding_a_base_column_is_folding_its_embedding()
    {
        KoalaBear6 challenge = Draw(1, 8)[0];
        using WordBuffer column = new(64), folded = new(2 * Lanes<KoalaBear6>.GroupWords);
        var random = new Random(9);
        for (int i = 0; i < 64; i++)
        {
            column.Span[i] = (uint)random.NextInt64(KoalaBear.Modulus);
        }

        Multilinear.FoldBase(column.Pointer, 64, challenge, folded.Pointer);
        for (int x = 0; x < 32; x++)
        {
            KoalaBear low = KoalaBear.FromRaw(column.Span[x]), high = KoalaBear.FromRaw(column.Span[x + 32]);
            Assert.Equal((challenge * (high - low)) + low, Lanes<KoalaBear6>.Read(folded.Pointer, x));
        }
    }

    private static KoalaBear6[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        var elements = new KoalaBear6[count];
        foreach (ref KoalaBear6 element in elements.AsSpan())
        {
            var coefficients = new KoalaBear[6];
            foreach (ref KoalaBear c in coefficients.AsSpan())
            {
                c = KoalaBear.FromRaw((uint)random.NextInt64(KoalaBear.Modulus));
            }

            element = KoalaBear6.FromCoefficients(coefficients);
        }

        return elements;
    }
}
