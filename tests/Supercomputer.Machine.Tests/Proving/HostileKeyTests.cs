using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Xunit;
using ProgramBuilder = Supercomputer.Machine.Tests.Chips.ProgramBuilder;

namespace Supercomputer.Machine.Tests.Proving;

/// <summary>Keys that nobody lowered: whatever the reader of keys lets through, the verifier answers, even with a proof that names the key.</summary>
public sealed class HostileKeyTests(ITestOutputHelper output)
{
    private const int DigestAt = 4 + 4 + 1;

    [Fact]
    public void Keys_of_random_instructions_images_and_limits_are_answered()
    {
        Random random = new(31);
        byte[] proof = Proof();
        Operation[] operations = Enum.GetValues<Operation>();
        int read = 0, refused = 0;
        for (int trial = 0; trial < 400; trial++)
        {
            ProgramBuilder builder = new()
            {
                StackLimit = Pick<uint>(random, 0, 1, 1 << 16, 1 << 28, (1u << 28) + 1),
                Fuel = Pick<ulong>(random, 0, 1, 1 << 20, 1 << 27, ulong.MaxValue),
                InitialPages = Pick<uint>(random, 0, 1, 16, 32768, 32769),
                MaximumPages = Pick<uint>(random, 0, 16, 32768, uint.MaxValue),
                MemoryImage = Image(random),
                AuxiliaryImage = Image(random),
            };
            for (int count = random.Next(1, 40); count > 0; count--)
                builder.Add(
                    operations[random.Next(operations.Length)], Pick<uint>(random, 0, 14, 15, 65535, uint.MaxValue),
                    Pick<uint>(random, 0, 1, 65535), Pick<uint>(random, 0, 1, 65535),
                    Pick<ulong>(random, 0, 1, 2, 1 << 16, 1 << 28, (1 << 29) - 1, uint.MaxValue, ulong.MaxValue), Pick<uint>(random, 0, 1, 65535));
            VerifyingKey key = VerifyingKey.Create(builder.Build());
            if (VerifyingKey.TryRead(key.Bytes, out VerifyingKey? again) is { } message)
            {
                Assert.NotEmpty(message);
                refused++;
                continue;
            }

            read++;
            key.Digest.CopyTo(proof.AsSpan(DigestAt));
            Assert.False(MachineVerifier.Verify(again!, new byte[] { 1 }, default, proof).TryGet(out _, out VerificationError? error));
            Assert.NotEmpty(error.Check);
        }

        output.WriteLine($"hostile keys: {read + refused} tried, {refused} refused by the reader, {read} answered by the verifier, 0 accepted");
        Assert.True(read > 20, $"{read} keys read");
    }

    [Fact]
    public void A_key_whose_paths_have_too_many_columns_together_is_refused()
    {
        // A path of additions to many registers, named by as many paths as a key may have: each is small, together they are not.
        ProgramBuilder builder = new();
        uint head = builder.Next;
        for (uint register = 0; register < 60; register++) builder.Add(Operation.Add32, register + 1, 2 * register + 1, 2 * register + 2);
        LoweredProgram program = builder.Add(Operation.Return).Build();
        ProgramPath[] paths = [.. Enumerable.Range(0, ProgramPath.MaximumCount).Select(path => new ProgramPath(head, 60 - (path % 30), 0))];
        VerifyingKey one = VerifyingKey.Create(program.WithPaths(paths[..1]));
        Assert.Null(VerifyingKey.TryRead(one.Bytes, out _));
        Assert.Contains($"at most {ProgramPath.MaximumColumns} columns", VerifyingKey.TryRead(VerifyingKey.Create(program.WithPaths(paths)).Bytes, out _), StringComparison.Ordinal);
    }

    private static byte[] Proof()
    {
        VerifyingKey key = VerifyingKey.Create(new ProgramBuilder().Const32(1, 7).Add(Operation.Return).Build());
        Assert.True(MachineProver.Prove(key, ProgramInputs.Empty, new()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        return report.Proof;
    }

    private static ImageInterval[] Image(Random random) => random.Next(4) switch
    {
        0 => [new(0, [1, 2, 3])],
        1 => [new((1 << 29) - 1, [uint.MaxValue])],
        2 => [new(5, [1]), new(Pick<uint>(random, 6, 7, 9, 4), [2])],
        _ => [],
    };

    private static T Pick<T>(Random random, params T[] values) => random.Next(3) > 0 ? values[Math.Min(2, values.Length - 1)] : values[random.Next(values.Length)];
}
