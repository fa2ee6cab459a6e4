using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Ntt;
using Supercomputer.Proofs.Whir;
using Xunit;

namespace Supercomputer.Proofs.Tests.Whir;

/// <summary>Weights of opened rows.</summary>
public sealed unsafe class RowPowersTests
{
    [Theory]
    [InlineData(4, 7, 0)]
    [InlineData(11, 12, 0)]
    [InlineData(11, 12, 1)]
    [InlineData(12, 12, 3)]
    [InlineData(12, 14, 5)]
    [InlineData(9, 13, 4)]
    public void Classes_give_the_sum_of_powers(int variables, int logRows, int logClasses)
    {
        var random = new Random(11);
        int[] rows = [.. Enumerable.Range(0, 37).Select(_ => random.Next(1 << logRows)).Distinct().Order()];
        KoalaBear6[] coefficients = [.. rows.Select(_ => Draw(random))];
        KoalaBear6[] weights = [.. Enumerable.Range(0, 1 << variables).Select(_ => Draw(random))];
        using var table = new LaneSumcheck<KoalaBear6>(variables);
        Lanes<KoalaBear6>.Pack(weights, table.Weights);
        RowPowers.Add(table, rows, logRows, coefficients, logClasses);
        var actual = new KoalaBear6[weights.Length];
        Lanes<KoalaBear6>.Unpack(table.Weights, actual);
        for (int q = 0; q < rows.Length; q++)
        {
            KoalaBear[] powers = Tensors.Powers(NumberTheoreticTransform.DomainPoint((ulong)rows[q], logRows), weights.Length);
            for (int x = 0; x < weights.Length; x++) weights[x] += coefficients[q] * powers[x];
        }

        Assert.Equal(weights, actual);
    }

    private static KoalaBear6 Draw(Random random)
    {
        Span<KoalaBear> coefficients = stackalloc KoalaBear[6];
        foreach (ref KoalaBear coefficient in coefficients) coefficient = KoalaBear.FromCanonical((uint)random.Next((int)KoalaBear.Modulus));
        return KoalaBear6.FromCoefficients(coefficients);
    }
}
