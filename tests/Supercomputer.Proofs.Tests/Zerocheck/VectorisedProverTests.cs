using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Lookups;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Tests.Reference;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Zerocheck;
using Xunit;

namespace Supercomputer.Proofs.Tests.Zerocheck;

/// <summary>The vectorised provers against the row-by-row ones on chips of every shape: what they send must be the same bytes.</summary>
public sealed class VectorisedProverTests
{
    private const int LongWidth = 75;

    private static readonly Bus Wide = new("Wide", 1, 5);
    private static readonly Bus Narrow = new("Narrow", 2, 1);

    [Theory]
    [InlineData(6, 6, 6, 6)]
    [InlineData(8, 6, 7, 8)]
    [InlineData(6, 12, 9, 7)]
    [InlineData(12, 6, 11, 6)]
    [InlineData(13, 13, 13, 9)]
    public void Chips_of_all_degrees_and_heights_give_the_reference_messages(int first, int second, int third, int fourth)
    {
        AssertSame<KoalaBear6>(first, second, third, fourth);
        AssertSame<KoalaBear5>(first, second, third, fourth);
    }

    private static void AssertSame<TField>(params int[] logHeights)
        where TField : unmanaged, IChallengeField<TField>
    {
        Chip[] chips = [Rich(), WithoutInteractions(), Table(), Long()];
        Trace[] traces = [.. chips.Select((chip, index) => Fill(chip, logHeights[index], index))];
        LeafLayout layout = new([.. traces.Select(trace => new ChipShape(trace.Chip, trace.LogHeight))]);
        byte[][] proofs = new byte[2][];
        for (int reference = 0; reference < 2; reference++)
        {
            ProverChannel channel = new(new Transcript("test"u8), new ProofWriter());
            Fingerprint<TField> fingerprint = new(channel.Transcript.Sample<TField>(), channel.Transcript.Sample<TField>(), 5);
            if (reference == 1)
            {
                LeafClaim<TField> claim = ReferenceLogUpGkrProver.Prove(layout, traces, fingerprint, channel);
                ReferenceZerocheckProver.Prove(layout, traces, fingerprint, claim, channel);
            }
            else
            {
                LeafClaim<TField> claim = LogUpGkrProver.Prove(layout, traces, fingerprint, channel);
                ZerocheckProver.Prove(layout, traces, fingerprint, claim, channel);
            }

            proofs[reference] = channel.Writer.ToArray();
        }

        foreach (Trace trace in traces) trace.Dispose();
        Assert.Equal(proofs[1], proofs[0]);
    }

    /// <summary>Affine, quadratic and cubic constraints, multiplicities and tuples; constants on either side of every operation.</summary>
    private static Chip Rich()
    {
        ChipBuilder builder = new("Rich");
        Expression flag = builder.Boolean("flag"), a = builder.Column("a"), b = builder.Column("b");
        Expression product = builder.Column("product"), cube = builder.Column("cube"), sum = builder.Column("sum");
        builder.AssertEqual("product", product, a * b);
        builder.AssertZero("cube", a * b * b - cube);
        builder.AssertZero("sum", 7 - (sum - a * 3 - b) - 7);
        builder.AssertZero("mixed", flag * (5 - flag - 4) * (a + 2));
        builder.Send(Wide, flag, a, b + 1, 3 - a, 7, a + b);
        builder.Receive(Wide, flag * (1 - a), a * b, b, a * a * b, cube, 2);
        builder.Send(Narrow, 1, a);
        builder.Receive(Narrow, flag + a, 9);
        builder.Send(Narrow, a * b * flag, a * b - product);
        return builder.Build();
    }

    private static Chip WithoutInteractions()
    {
        ChipBuilder builder = new("Silent");
        Expression flag = builder.Boolean("flag"), a = builder.Column("a"), b = builder.Column("b");
        builder.AssertZero("product", flag * a - flag * b);
        return builder.Build();
    }

    private static Chip Table()
    {
        ChipBuilder builder = new("Table");
        builder.Provide(Narrow, builder.Column("multiplicity"), builder.Column("value"));
        return builder.Build();
    }

    /// <summary>More constraints than a batch holds, and interactions that share what the ones before them evaluate.</summary>
    private static Chip Long()
    {
        ChipBuilder builder = new("Long");
        Expression[] flags = [.. Enumerable.Range(0, LongWidth).Select(index => builder.Boolean($"flag[{index}]"))];
        Expression carry = flags[0];
        for (int index = 1; index < LongWidth; index++)
        {
            carry = 3 * carry + flags[index - 1] * flags[index];
            if (index % 9 == 4) builder.Send(Narrow, flags[index] + flags[index - 1], carry);
        }

        builder.AssertZero("a root of an early batch again, in the last", (flags[0] * flags[0] - flags[0]) * flags[1]);
        return builder.Build();
    }

    /// <summary>Random rows that fulfil the constraints.</summary>
    private static Trace Fill(Chip chip, int logHeight, int seed)
    {
        var random = new Random(seed);
        using TraceBuilder rows = new(chip, 1 << logHeight);
        const ulong P = KoalaBear.Modulus;
        for (int row = 0; row < rows.Height; row++)
        {
            // In front all rows are real, behind they are mixed: numerators that are all 1 and such that are not.
            ulong flag = row < 3 * rows.Height / 4 ? 1 : (ulong)random.Next(2), a = (ulong)random.NextInt64((long)P), b = (ulong)random.NextInt64((long)P);
            ulong[] values = chip.Name switch
            {
                "Rich" => [flag, a, b, a * b % P, a * b % P * b % P, (a * 3 + b) % P],
                "Silent" => [flag, a, flag == 1 ? a : b],
                "Long" => [.. Enumerable.Range(0, LongWidth).Select(_ => (ulong)random.Next(2))],
                _ => [a, b],
            };
            rows.SetRow(row, [.. values.Select(value => (uint)value)]);
        }

        return rows.Seal();
    }
}
