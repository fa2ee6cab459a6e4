using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Fields;

/// <summary>The laws that both challenge fields obey; the subclasses name the field and its polynomial.</summary>
public abstract class ChallengeFieldTests<TField>
    where TField : unmanaged, IChallengeField<TField>
{
    /// <summary>The coefficients c of x^Degree = sum c_i x^i.</summary>
    protected abstract int[] Reduction { get; }

    [Fact]
    public void Multiplication_agrees_with_polynomials_modulo_the_defining_one()
    {
        var random = new Random(2);
        for (int i = 0; i < 300; i++)
        {
            TField a = Draw(random, i), b = Draw(random, i + 1);
            Assert.Equal(this.SlowProduct(a, b), a * b);
            Assert.Equal(a * a, a.Square());
        }
    }

    [Fact]
    public void The_field_laws_hold()
    {
        var random = new Random(3);
        for (int i = 0; i < 200; i++)
        {
            TField a = Draw(random, i), b = Draw(random, i + 5), c = Draw(random, i + 9);
            KoalaBear s = KoalaBear.FromCanonical((uint)random.Next());
            Assert.Equal((a * b) * c, a * (b * c));
            Assert.Equal(a * (b + c), (a * b) + (a * c));
            Assert.Equal(a * b, b * a);
            Assert.Equal(a - b, a + (-b));
            Assert.Equal(a, a * TField.One);
            Assert.Equal(a, a + TField.Zero);
            Assert.Equal(a * TField.FromBase(s), a * s);
            Assert.Equal(a + TField.FromBase(s), a + s);
            Assert.Equal(a - TField.FromBase(s), a - s);
            Assert.Equal(a.Pow(5), a * a * a * a * a);
            Assert.Equal(a == TField.Zero ? TField.Zero : TField.One, a * a.Inverse());
        }
    }

    [Fact]
    public void The_defining_polynomial_is_irreducible()
    {
        // x^(p^d) = x holds for d = Degree, and x^(p^d) - x is invertible for every maximal divisor d of it (Rabin's test).
        // An element is invertible in the ring exactly when multiplication by it is; here: when its Inverse multiplies back to one.
        TField x = Monomial(1);
        for (int d = 1; d <= TField.Degree; d++)
        {
            TField image = x;
            for (int i = 0; i < d; i++)
            {
                image = image.Pow(KoalaBear.Modulus);
            }

            if (d == TField.Degree)
            {
                Assert.Equal(x, image);
            }
            else if (TField.Degree % d == 0)
            {
                TField difference = image - x;
                Assert.Equal(TField.One, difference * difference.Inverse());
            }
        }
    }

    [Fact]
    public void Coefficients_round_trip_and_equality_is_by_value()
    {
        TField a = Draw(new Random(4), 20);
        var coefficients = new KoalaBear[TField.Degree];
        a.CopyCoefficients(coefficients);
        TField b = TField.FromCoefficients(coefficients);
        Assert.Equal(a, b);
        Assert.True(a == b);
        for (int i = 0; i < TField.Degree; i++)
        {
            coefficients[i] += KoalaBear.One;
            Assert.True(a != TField.FromCoefficients(coefficients));
            coefficients[i] -= KoalaBear.One;
        }
    }

    private static TField Monomial(int power)
    {
        var coefficients = new KoalaBear[TField.Degree];
        coefficients[power] = KoalaBear.One;
        return TField.FromCoefficients(coefficients);
    }

    /// <summary>Small indices give elements whose words are all zero, all one below p, or mixed: the ends of every range.</summary>
    private static TField Draw(Random random, int index)
    {
        var coefficients = new KoalaBear[TField.Degree];
        for (int i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = KoalaBear.FromRaw(index switch
            {
                0 => 0,
                1 or 2 => KoalaBear.Modulus - 1,
                < 16 => random.Next(2) == 0 ? 0 : KoalaBear.Modulus - 1,
                _ => (uint)random.NextInt64(KoalaBear.Modulus),
            });
        }

        return TField.FromCoefficients(coefficients);
    }

    private TField SlowProduct(TField left, TField right)
    {
        int degree = TField.Degree;
        var a = new KoalaBear[degree];
        var b = new KoalaBear[degree];
        left.CopyCoefficients(a);
        right.CopyCoefficients(b);
        var product = new BigInteger[(2 * degree) - 1];
        for (int i = 0; i < degree; i++)
        {
            for (int j = 0; j < degree; j++)
            {
                product[i + j] += (BigInteger)a[i].ToCanonical() * b[j].ToCanonical();
            }
        }

        for (int k = product.Length - 1; k >= degree; k--)
        {
            for (int i = 0; i < degree; i++)
            {
                product[k - degree + i] += this.Reduction[i] * product[k];
            }
        }

        BigInteger p = KoalaBear.Modulus;
        return TField.FromCoefficients([.. product.Take(degree).Select(v => KoalaBear.FromCanonical((uint)(((v % p) + p) % p)))]);
    }
}

public sealed class KoalaBear6Tests : ChallengeFieldTests<KoalaBear6>
{
    protected override int[] Reduction => [-1, 0, 0, -1, 0, 0];

    [Fact]
    public void Frobenius_is_the_power_p()
    {
        KoalaBear6 a = KoalaBear6.FromCoefficients([.. Enumerable.Range(7, 6).Select(i => KoalaBear.Reduce((ulong)(i * i) * 1234567))]);
        Assert.Equal(a.Pow(KoalaBear.Modulus), a.Frobenius());
    }
}

public sealed class KoalaBear5Tests : ChallengeFieldTests<KoalaBear5>
{
    protected override int[] Reduction => [1, 0, -1, 0, 0];

    [Fact]
    public void Frobenius_is_the_power_p()
    {
        KoalaBear5 a = KoalaBear5.FromCoefficients([.. Enumerable.Range(7, 5).Select(i => KoalaBear.Reduce((ulong)(i * i) * 1234567))]);
        Assert.Equal(a.Pow(KoalaBear.Modulus), a.Frobenius());
    }
}
