using System.Runtime.Intrinsics.X86;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Zerocheck;
using Xunit;

namespace Supercomputer.Proofs.Tests.Zerocheck;

/// <summary>The lift of bits against the linear combination that lifts any column.</summary>
public sealed unsafe class BooleanLiftTests
{
    private const int Groups = 5, Rows = 16 * Groups, Offset = 32;

    [Fact]
    public void Bits_are_lifted_as_a_linear_combination_lifts_them_and_nothing_else_is()
    {
        Check<KoalaBear6>();
        Check<KoalaBear5>();
    }

    private static void Check<TField>()
        where TField : unmanaged, IChallengeField<TField>
    {
        Random random = new(3);
        TField[] weights = [TField.Zero, .. Enumerable.Range(0, 4).Select(_ => Element<TField>(random))];
        using BooleanLift<TField> booleans = new();
        booleans.Fill(weights.AsSpan(1));
        using WordBuffer columns = new(4 * (Offset + Rows)), lifted = new(Groups * Lanes<TField>.GroupWords), expected = new(Groups * Lanes<TField>.GroupWords);
        uint** parts = stackalloc uint*[4];
        for (int part = 0; part < 4; part++) parts[part] = columns.Pointer + (part * (Offset + Rows));
        foreach (ref uint word in columns.Span) word = random.Next(2) == 0 ? 0 : KoalaBear.One.Raw;
        fixed (TField* all = weights) Lanes<TField>.LinearCombination(expected.Pointer, all, parts, 4, Offset, Groups);
        Assert.Equal(Avx512F.IsSupported, booleans.TryLift(lifted.Pointer, parts, Offset, Groups));
        if (Avx512F.IsSupported) Assert.Equal(expected.Span, lifted.Span);
        for (int part = 0; part < 4; part++)
        {
            uint kept = parts[part][Offset + Rows - 1];
            parts[part][Offset + Rows - 1] = KoalaBear.FromCanonical(2).Raw;
            Assert.False(booleans.TryLift(lifted.Pointer, parts, Offset, Groups));
            parts[part][Offset + Rows - 1] = kept;
        }
    }

    private static TField Element<TField>(Random random)
        where TField : unmanaged, IChallengeField<TField> =>
        TField.FromCoefficients([.. Enumerable.Range(0, TField.Degree).Select(_ => KoalaBear.Reduce((ulong)random.NextInt64()))]);
}
