using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Proving;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Tests.SmallMachine;
using Supercomputer.Proofs.Transcripts;
using Xunit;

namespace Supercomputer.Proofs.Tests.Proving;

/// <summary>The whole argument on the small machine: Fibonacci chip, range bus, memory bus.</summary>
public sealed class ChipSetProofTests
{
    [Fact]
    public void A_small_machine_proves_and_verifies_at_128_bits()
    {
        using FibonacciMachine machine = new(1000);
        byte[] proof = Prove<KoalaBear6>(machine);
        Assert.True(Verify<KoalaBear6>(machine, proof).TryGet(out ChipSetArgument? argument, out VerificationError? error), error?.ToString());
        Assert.True(argument.Soundness.MinimumBits >= 128, argument.Soundness.ToText());
    }

    [Fact]
    public void A_small_machine_proves_and_verifies_at_100_bits_in_degree_5()
    {
        using FibonacciMachine machine = new(1000);
        byte[] proof = Prove<KoalaBear5>(machine);
        Assert.True(Verify<KoalaBear5>(machine, proof).TryGet(out _, out VerificationError? error), error?.ToString());
    }

    [Fact]
    public void Every_changed_cell_of_a_row_is_rejected_by_a_full_proof()
    {
        for (int column = 0; column < FibonacciMachine.Fibonacci.Width; column++)
        {
            using FibonacciMachine machine = new(100);
            machine.Traces[0].MutableColumn(column)[42] += KoalaBear.One;
            byte[] proof = Prove<KoalaBear6>(machine);
            Assert.False(Verify<KoalaBear6>(machine, proof).TryGet(out _, out _), $"column {column}");
        }
    }

    [Fact]
    public void A_flipped_byte_or_a_truncation_is_rejected_with_the_failed_check()
    {
        using FibonacciMachine machine = new(100);
        byte[] proof = Prove<KoalaBear6>(machine);
        for (int at = 0; at < proof.Length; at += Math.Max(1, proof.Length / 200))
        {
            byte[] altered = [.. proof];
            altered[at] ^= 0x10;
            Assert.False(Verify<KoalaBear6>(machine, altered).TryGet(out _, out VerificationError? error), $"byte {at}");
            Assert.NotEmpty(error.Check);
            Assert.False(Verify<KoalaBear6>(machine, proof[..at]).TryGet(out _, out _), $"cut at {at}");
        }

        Assert.False(Verify<KoalaBear6>(machine, [.. proof, 0]).TryGet(out _, out _));
    }

    [Fact]
    public void A_missing_table_and_a_wrong_height_are_rejected()
    {
        using FibonacciMachine machine = new(100);
        byte[] proof = Prove<KoalaBear6>(machine);
        byte[] withoutTable = [.. proof[..TableParts.Maximum], 0xff, .. proof[(TableParts.Maximum + 1)..]];
        Assert.False(Verify<KoalaBear6>(machine, withoutTable).TryGet(out _, out VerificationError? error));
        Assert.Equal("height of Range table", error.Check);
        for (int height = 0; height < 256; height++)
            if (height != proof[0])
                Assert.False(Verify<KoalaBear6>(machine, [(byte)height, .. proof[1..]]).TryGet(out _, out _), $"height {height}");
    }

    [Fact]
    public void A_chip_in_parts_proves_and_verifies()
    {
        using FibonacciMachine machine = new(900, 512, 256);
        Assert.Equal([9, 8, 8, 8], machine.Traces.Select(trace => trace.LogHeight));
        byte[] proof = Prove<KoalaBear6>(machine);
        Assert.True(Verify<KoalaBear6>(machine, proof).TryGet(out ChipSetArgument? argument, out VerificationError? error), error?.ToString());
        Assert.Equal(4, argument.Shapes.Count);
    }

    [Fact]
    public void A_changed_cell_in_the_last_part_of_a_chip_is_rejected()
    {
        using FibonacciMachine machine = new(900, 512, 256);
        machine.Traces[2].MutableColumn(3)[100] += KoalaBear.One;
        Assert.False(Verify<KoalaBear6>(machine, Prove<KoalaBear6>(machine)).TryGet(out _, out _));
    }

    [Theory]
    [InlineData(new byte[] { 8, 9, 8, 0xff }, "parts of Fibonacci")]
    [InlineData(new byte[] { 9, 0xff, 8, 8 }, "parts of Fibonacci")]
    [InlineData(new byte[] { 9, 8, 0xff, 0xff }, null)]
    [InlineData(new byte[] { 9, 8, 8, 8 }, null)]
    public void Other_parts_than_those_proved_are_rejected(byte[] parts, string? check)
    {
        using FibonacciMachine machine = new(900, 512, 256);
        byte[] proof = [.. parts, .. Prove<KoalaBear6>(machine)[parts.Length..]];
        Assert.False(Verify<KoalaBear6>(machine, proof).TryGet(out _, out VerificationError? error));
        if (check is not null) Assert.Equal(check, error.Check);
    }

    [Fact]
    public void A_table_fixed_by_the_statement_has_one_part()
    {
        using FibonacciMachine machine = new(100);
        byte[] proof = Prove<KoalaBear6>(machine);
        proof[TableParts.Maximum + 1] = 8;
        Assert.False(Verify<KoalaBear6>(machine, proof).TryGet(out _, out VerificationError? error));
        Assert.Equal("parts of Range table", error.Check);
    }

    private static byte[] Prove<TField>(FibonacciMachine machine)
        where TField : unmanaged, IChallengeField<TField>
    {
        ProverChannel channel = new(new Transcript("test"u8), new ProofWriter());
        Assert.Null(ChipSetProver.Prove<TField, KeccakMerkleHasher>(
            FibonacciMachine.Chips, machine.Traces, machine.PublicTerms, channel));
        return channel.Writer.ToArray();
    }

    private static Checked<ChipSetArgument> Verify<TField>(FibonacciMachine machine, byte[] proof)
        where TField : unmanaged, IChallengeField<TField> =>
        ChipSetVerifier.Verify<TField, KeccakMerkleHasher>(
            FibonacciMachine.Chips, machine.PublicTerms, _ => null, new(new Transcript("test"u8), new ProofReader(proof)));
}
