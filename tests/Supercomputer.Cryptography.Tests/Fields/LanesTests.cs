using Supercomputer.Cryptography.Fields;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Fields;

/// <summary>Every vector kernel against its scalar twin, over random words and words at the ends of the range.</summary>
public abstract unsafe class LanesTests<TField>
    where TField : unmanaged, IChallengeField<TField>
{
    private const int Groups = 9;

    private static int Words => Lanes<TField>.GroupWords;

    [Fact]
    public void Products_agree_with_the_scalar_twin()
    {
        using WordBuffer a = Draw(1), b = Draw(2), x = Draw(3), y = Draw(3);
        Lanes<TField>.Multiply(x.Pointer, Words, a.Pointer, Words, b.Pointer, 0, Groups);
        Lanes<TField>.MultiplyScalar(y.Pointer, Words, a.Pointer, Words, b.Pointer, 0, Groups);
        AssertEqual(y, x);
        Lanes<TField>.MultiplyAdd(x.Pointer, Words, a.Pointer, Words, b.Pointer, Words, Groups);
        Lanes<TField>.MultiplyAddScalar(y.Pointer, Words, a.Pointer, Words, b.Pointer, Words, Groups);
        AssertEqual(y, x);
        Lanes<TField>.MultiplyAdd(x.Pointer, 0, a.Pointer, Words, b.Pointer, Words, Groups);
        Lanes<TField>.MultiplyAddScalar(y.Pointer, 0, a.Pointer, Words, b.Pointer, Words, Groups);
        AssertEqual(y, x);
        Lanes<TField>.MultiplyBase(x.Pointer, a.Pointer, Words, b.Pointer, 16, Groups);
        Lanes<TField>.MultiplyBaseScalar(y.Pointer, a.Pointer, Words, b.Pointer, 16, Groups);
        AssertEqual(y, x);
    }

    [Fact]
    public void Folds_agree_with_the_scalar_twin()
    {
        using WordBuffer a = Draw(4), b = Draw(5), x = Draw(6), y = Draw(6), challenge = new(Words);
        Lanes<TField>.Broadcast(challenge.Pointer, Lanes<TField>.Read(a.Pointer, 100));
        Lanes<TField>.Fold(x.Pointer, a.Pointer, b.Pointer, challenge.Pointer, Groups);
        Lanes<TField>.FoldScalar(y.Pointer, a.Pointer, b.Pointer, Words, challenge.Pointer, Groups);
        AssertEqual(y, x);
        Lanes<TField>.FoldBase(x.Pointer, a.Pointer, b.Pointer, challenge.Pointer, Groups);
        Lanes<TField>.FoldBaseScalar(y.Pointer, a.Pointer, b.Pointer, 16, challenge.Pointer, Groups);
        AssertEqual(y, x);
    }

    [Fact]
    public void Folds_and_differences_of_alternating_groups_agree_with_the_scalar_twin()
    {
        using WordBuffer a = Draw(4), x = Draw(6), y = Draw(6), challenge = new(Words);
        Lanes<TField>.Broadcast(challenge.Pointer, Lanes<TField>.Read(a.Pointer, 100));
        Lanes<TField>.Fold(x.Pointer, a.Pointer, a.Pointer + Words, 2 * Words, challenge.Pointer, Groups / 2);
        Lanes<TField>.FoldScalar(y.Pointer, a.Pointer, a.Pointer + Words, 2 * Words, challenge.Pointer, Groups / 2);
        AssertEqual(y, x);
        Lanes<TField>.FoldBase(x.Pointer, a.Pointer, a.Pointer + 16, 32, challenge.Pointer, Groups / 2);
        Lanes<TField>.FoldBaseScalar(y.Pointer, a.Pointer, a.Pointer + 16, 32, challenge.Pointer, Groups / 2);
        AssertEqual(y, x);
        Lanes<TField>.Subtract(x.Pointer, a.Pointer + Words, a.Pointer, 2 * Words, Groups / 2);
        for (int element = 0; element < Groups / 2 * 16; element++)
        {
            int low = element / 16 * 32 + element % 16;
            Assert.Equal(Lanes<TField>.Read(a.Pointer, low + 16) - Lanes<TField>.Read(a.Pointer, low), Lanes<TField>.Read(x.Pointer, element));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(13)]
    public void Linear_combinations_agree_with_the_scalar_twin(int count)
    {
        using WordBuffer columns = Draw(7), coefficients = Draw(8), x = Draw(9), y = Draw(9);
        uint** pointers = stackalloc uint*[count + 1];
        for (int i = 0; i < count; i++)
        {
            pointers[i] = columns.Pointer + (16 * i);
        }

        Lanes<TField>.LinearCombination(x.Pointer, (TField*)coefficients.Pointer, pointers, count, 32, 2);
        Lanes<TField>.LinearCombinationScalar(y.Pointer, (TField*)coefficients.Pointer, pointers, count, 32, 2);
        AssertEqual(y, x);
    }

    [Fact]
    public void Packing_round_trips_and_pads_with_zeros()
    {
        using WordBuffer a = Draw(10), b = Draw(11);
        var elements = new TField[37];
        Lanes<TField>.Unpack(a.Pointer, elements);
        Lanes<TField>.Pack(elements, b.Pointer);
        for (int i = 0; i < 48; i++)
        {
            Assert.Equal(i < 37 ? elements[i] : default, Lanes<TField>.Read(b.Pointer, i));
        }

        Lanes<TField>.Broadcast(b.Pointer, elements[3]);
        Assert.Equal(elements[3] * KoalaBear.FromCanonical(16), Lanes<TField>.SumGroup(b.Pointer));
        Lanes<TField>.Add(b.Pointer, a.Pointer, a.Pointer, 2);
        Assert.Equal(elements[20] + elements[20], Lanes<TField>.Read(b.Pointer, 20));
        Lanes<TField>.Subtract(b.Pointer, b.Pointer, a.Pointer, 2);
        Lanes<TField>.AddConstant(b.Pointer, b.Pointer, KoalaBear.Generator, 2);
        Assert.Equal(elements[20] + KoalaBear.Generator, Lanes<TField>.Read(b.Pointer, 20));
        Lanes<TField>.AddConstant(b.Pointer, b.Pointer, -KoalaBear.Generator, 2);
        Assert.Equal(elements[20], Lanes<TField>.Read(b.Pointer, 20));
    }

    /// <summary>Groups of zeros, of the greatest word, of both mixed, and random ones.</summary>
    private static WordBuffer Draw(int seed)
    {
        var random = new Random(seed);
        var buffer = new WordBuffer(Groups * Words);
        for (int i = 0; i < buffer.Length; i++)
        {
            int group = (i / Words) + (seed % 3);
            buffer.Pointer[i] = group switch
            {
                0 => KoalaBear.Modulus - 1,
                1 => random.Next(2) == 0 ? 0 : KoalaBear.Modulus - 1,
                2 => KoalaBear.Modulus - 1,
                _ => (uint)random.NextInt64(KoalaBear.Modulus),
            };
        }

        return buffer;
    }

    private static void AssertEqual(WordBuffer expected, WordBuffer actual) => Assert.True(expected.Span.SequenceEqual(actual.Span));
}

public sealed class KoalaBear6LanesTests : LanesTests<KoalaBear6>;

public sealed class KoalaBear5LanesTests : LanesTests<KoalaBear5>;

public sealed unsafe class KoalaBearLanesTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(100)]
    public void Base_kernels_agree_with_their_scalar_twins(int count)
    {
        var random = new Random(count);
        using WordBuffer a = new(count), b = new(count), x = new(count), y = new(count);
        for (int i = 0; i < count; i++)
        {
            a.Span[i] = i < 8 ? KoalaBear.Modulus - 1 : (uint)random.NextInt64(KoalaBear.Modulus);
            b.Span[i] = i < 4 ? KoalaBear.Modulus - 1 : i < 12 ? 0 : (uint)random.NextInt64(KoalaBear.Modulus);
        }

        KoalaBearLanes.Add(x.Pointer, a.Pointer, b.Pointer, count);
        KoalaBearLanes.AddScalar(y.Pointer, a.Pointer, b.Pointer, count);
        Assert.True(x.Span.SequenceEqual(y.Span));
        KoalaBearLanes.Subtract(x.Pointer, a.Pointer, b.Pointer, count);
        KoalaBearLanes.SubtractScalar(y.Pointer, a.Pointer, b.Pointer, count);
        Assert.True(x.Span.SequenceEqual(y.Span));
        KoalaBearLanes.Multiply(x.Pointer, a.Pointer, b.Pointer, count);
        KoalaBearLanes.MultiplyScalar(y.Pointer, a.Pointer, b.Pointer, count);
        Assert.True(x.Span.SequenceEqual(y.Span));
        KoalaBearLanes.Scale(x.Pointer, a.Pointer, KoalaBear.FromRaw(12345), count);
        KoalaBearLanes.ScaleScalar(y.Pointer, a.Pointer, KoalaBear.FromRaw(12345), count);
        Assert.True(x.Span.SequenceEqual(y.Span));
        KoalaBearLanes.AddConstant(x.Pointer, a.Pointer, KoalaBear.FromRaw(12345), count);
        KoalaBearLanes.AddConstantScalar(y.Pointer, a.Pointer, KoalaBear.FromRaw(12345), count);
        Assert.True(x.Span.SequenceEqual(y.Span));
        KoalaBearLanes.Extrapolate(x.Pointer, a.Pointer, b.Pointer, count);
        KoalaBearLanes.ExtrapolateScalar(y.Pointer, a.Pointer, b.Pointer, count);
        Assert.True(x.Span.SequenceEqual(y.Span));
        KoalaBearLanes.FromCanonical(x.Pointer, a.Pointer, count);
        Assert.Equal(KoalaBear.FromCanonical(a.Span[count - 1]).Raw, x.Span[count - 1]);
        KoalaBearLanes.ToCanonical(x.Pointer, x.Pointer, count);
        Assert.True(x.Span.SequenceEqual(a.Span));
    }
}
