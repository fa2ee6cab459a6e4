using System.Security.Cryptography;
using Supercomputer.Guests.Tests.Programs;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Xunit;

namespace Supercomputer.Guests.Tests;

/// <summary>The accelerators of <see cref="Guest"/>: natively and in the machine.</summary>
public sealed class AcceleratorTests
{
    [Fact]
    public void A_guest_gets_from_the_machine_what_it_gets_natively()
    {
        GuestBuild build = GuestCompiler.CompileAll(GuestInstance.ThisAssembly, [("Programs.Accelerated.Run", "main")]);
        Assert.True(build.Module is not null, string.Join(Environment.NewLine, build.Diagnostics));
        LoweringResult lowered = Lowerer.LowerBytes(build.Module);
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        Random random = new(14);
        byte[] input = new byte[Accelerated.InputBytes];
        for (int run = 0; run < 20; run++)
        {
            random.NextBytes(input);
            ExecutionResult result = Executor.Run(lowered.Program!, ProgramInputs.Empty with { Private = input });
            Assert.Equal(Outcome.Returned, result.Outcome);
            Assert.Equal(GuestRun.Execute(Accelerated.Run, @private: input).Output, result.Output);
        }
    }

    [Fact]
    public void Compressions_make_the_hash_of_two_blocks()
    {
        byte[] state = Convert.FromHexString("6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19");
        byte[] message = [.. Enumerable.Range(0, 64).Select(i => (byte)i)], padding = new byte[64];
        (padding[0], padding[62]) = (0x80, 2);
        Guest.Sha256Compress(state, message);
        Guest.Sha256Compress(state, padding);
        Assert.Equal(SHA256.HashData(message), state);
    }

    [Fact]
    public void A_quotient_that_is_too_great_ends_the_run()
    {
        ulong[] top = [ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue], seven = [7, 0, 0, 0], result = new ulong[4];
        Assert.Throws<GuestTrapException>(() => Guest.MultiplyAdd256(top, top, top, seven, result));
        ulong[] zero = new ulong[12], small = [0, 0, 0, 0, 0, (1UL << 56) - 1];
        Assert.Throws<GuestTrapException>(() => Guest.MultiplyAddFp2Of384(zero, zero, zero, small, new ulong[12]));
        Assert.Throws<GuestTrapException>(() => Guest.MultiplyAddFp2Of256(zero, zero, zero, [0, 0, 0, (1UL << 56) - 1], new ulong[8]));
        Guest.MultiplyAdd256(top, seven, seven, [0, 0, 0, 0], result);
        Assert.Equal([0UL, 0, 0, 0], result);
    }

    [Fact]
    public void Poseidon2_takes_elements_of_the_field_only()
    {
        uint[] state = new uint[24];
        state[15] = 0x7F000001;
        Assert.Throws<GuestTrapException>(() => Guest.Poseidon2Permute(state));
        Assert.Throws<GuestTrapException>(() => Guest.Poseidon2PermuteWide(state));
        Assert.Throws<GuestTrapException>(() => Poseidon2Sponge.Hash(state, new uint[8]));
    }

    [Fact]
    public void Hashes_of_elements_differ_where_lists_do()
    {
        HashSet<string> digests = [];
        uint[] elements = new uint[40], digest = new uint[Poseidon2Sponge.DigestWords];
        for (int length = 0; length <= elements.Length; length++)
        {
            Poseidon2Sponge.Hash(elements.AsSpan(0, length), digest);
            Assert.True(digests.Add(string.Join(' ', digest)));
        }

        // In place, and by the permutation: P(x) + x.
        uint[] left = [1, 2, 3, 4, 5, 6, 7, 0x7F000000], right = [9, 8, 7, 6, 5, 4, 3, 2], state = [.. left, .. right];
        Guest.Poseidon2Permute(state);
        uint[] expected = [.. state.Take(8).Zip(left, (after, before) => (uint)(((ulong)after + before) % 0x7F000001))];
        Poseidon2Sponge.Compress(left, right, left);
        Assert.Equal(expected, left);
    }
}
