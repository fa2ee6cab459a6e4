using Supercomputer.Cryptography.Fields;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Fields;

public sealed class KoalaBearTests
{
    [Fact]
    public void The_modulus_is_the_known_prime()
    {
        Assert.Equal((1u << 31) - (1u << 24) + 1, KoalaBear.Modulus);
        Assert.Equal(2130706433u, KoalaBear.Modulus);
        for (uint divisor = 2; divisor * divisor <= KoalaBear.Modulus; divisor++)
        {
            Assert.NotEqual(0u, KoalaBear.Modulus % divisor);
        }
    }

    [Fact]
    public void Three_generates_the_multiplicative_group()
    {
        // p - 1 = 2^24 * 127: the order is full when neither maximal divisor kills the generator.
        Assert.Equal(KoalaBear.Modulus - 1, (1u << 24) * 127);
        Assert.NotEqual(KoalaBear.One, KoalaBear.Generator.Pow((KoalaBear.Modulus - 1) / 2));
        Assert.NotEqual(KoalaBear.One, KoalaBear.Generator.Pow((KoalaBear.Modulus - 1) / 127));
        Assert.Equal(KoalaBear.One, KoalaBear.Generator.Pow(KoalaBear.Modulus - 1));
    }

    [Fact]
    public void The_two_adic_root_has_exactly_the_order_asked_for()
    {
        for (int bits = 1; bits <= KoalaBear.TwoAdicity; bits++)
        {
            Assert.Equal(-KoalaBear.One, KoalaBear.TwoAdicRoot(bits).Pow(1UL << (bits - 1)));
        }

        Assert.Equal(KoalaBear.One, KoalaBear.TwoAdicRoot(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => KoalaBear.TwoAdicRoot(25));
    }

    [Fact]
    public void Arithmetic_agrees_with_integers_modulo_p()
    {
        var random = new Random(1);
        uint[] edges = [0, 1, 2, KoalaBear.Modulus - 1, KoalaBear.Modulus - 2, 1u << 24, 0x7effffff];
        for (int i = 0; i < 2000; i++)
        {
            uint a = i < 49 ? edges[i / 7] : (uint)random.NextInt64(KoalaBear.Modulus);
            uint b = i < 49 ? edges[i % 7] : (uint)random.NextInt64(KoalaBear.Modulus);
            KoalaBear x = KoalaBear.FromCanonical(a), y = KoalaBear.FromCanonical(b);
            Assert.Equal(a, x.ToCanonical());
            Assert.Equal((uint)(((ulong)a + b) % KoalaBear.Modulus), (x + y).ToCanonical());
            Assert.Equal((uint)(((ulong)a + KoalaBear.Modulus - b) % KoalaBear.Modulus), (x - y).ToCanonical());
            Assert.Equal((uint)((ulong)a * b % KoalaBear.Modulus), (x * y).ToCanonical());
            Assert.Equal(KoalaBear.Zero, x + (-x));
            Assert.Equal(a == 0 ? KoalaBear.Zero : KoalaBear.One, x * x.Inverse());
            Assert.Equal(KoalaBear.FromRaw(x.Raw), x);
            Assert.True(x.Raw < KoalaBear.Modulus && (-x).Raw < KoalaBear.Modulus && (x + y).Raw < KoalaBear.Modulus);
        }
    }

    [Fact]
    public void Any_integer_is_reduced()
    {
        Assert.Equal((uint)(ulong.MaxValue % KoalaBear.Modulus), KoalaBear.Reduce(ulong.MaxValue).ToCanonical());
        Assert.Equal(uint.MaxValue % KoalaBear.Modulus, KoalaBear.FromCanonical(uint.MaxValue).ToCanonical());
        Assert.Equal(KoalaBear.Zero, KoalaBear.FromCanonical(KoalaBear.Modulus));
        Assert.Equal("5", KoalaBear.FromCanonical(5).ToString());
    }
}
