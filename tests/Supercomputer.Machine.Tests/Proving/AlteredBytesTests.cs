using System.Diagnostics;
using System.Text.Json.Nodes;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;
using ProgramBuilder = Supercomputer.Machine.Tests.Chips.ProgramBuilder;

namespace Supercomputer.Machine.Tests.Proving;

/// <summary>Bytes of a proof flipped (each twice, in different bits) and the proof cut at every length: a sample here, all of them by
/// eng/soundness.sh, or every so many of a long proof.</summary>
public abstract class AlteredBytes(ITestOutputHelper output, ProofProfile profile, string part, Func<LoweredProgram>? program = null, int sparsity = 1)
{
    private const int SampleEvery = 331;
    private const int SecondsAtMost = 10;
    private const long BytesAtMost = 1L << 30;

    private long accepted, thrown, slowestTicks, mostBytes;

    [Fact]
    public void Flipped_and_cut_proofs_are_refused_in_bounded_time_and_memory()
    {
        VerifyingKey key = VerifyingKey.Create((program ?? Program)());
        Assert.True(MachineProver.Prove(key, ProgramInputs.Empty, new() { Profile = profile }).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        byte[] proof = report.Proof;
        Assert.True(MachineVerifier.Verify(profile, key, default, default, proof).TryGet(out _, out _));
        int every = (CampaignReport.IsLong ? 1 : SampleEvery) * sparsity;
        int[] places = [.. Enumerable.Range(0, proof.Length).Where(at => at % every == 0)];
        long began = Stopwatch.GetTimestamp();
        Parallel.ForEach(places, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, at =>
        {
            byte[] altered = [.. proof];
            int bit = at * 5 % 8;
            altered[at] = (byte)(proof[at] ^ (1 << bit));
            Try(key, altered, $"byte {at}, bit {bit}");
            altered[at] = (byte)(proof[at] ^ (1 << ((bit + 3) % 8)));
            Try(key, altered, $"byte {at}, bit {(bit + 3) % 8}");
            Try(key, proof[..at], $"cut at {at}");
        });
        string line = $"proof of {proof.Length} bytes, {profile}: {2 * places.Length} flips and {places.Length} truncations, {accepted} accepted, {thrown} exceptions; "
            + $"slowest {TimeSpan.FromTicks(slowestTicks).TotalMilliseconds:F0} ms, most memory {mostBytes >> 10} KiB; {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s";
        output.WriteLine(line);
        CampaignReport.Write(part, new JsonObject
        {
            ["security"] = profile.TargetBits,
            ["proofBytes"] = proof.Length,
            ["flips"] = 2 * places.Length,
            ["truncations"] = places.Length,
            ["accepted"] = accepted,
            ["exceptions"] = thrown,
            ["slowestMilliseconds"] = (long)TimeSpan.FromTicks(slowestTicks).TotalMilliseconds,
            ["mostMemoryBytes"] = mostBytes,
        });
        Assert.Equal((0, 0), (accepted, thrown));
        Assert.True(TimeSpan.FromTicks(slowestTicks).TotalSeconds < SecondsAtMost && mostBytes < BytesAtMost, line);
    }

    private void Try(VerifyingKey key, byte[] proof, string what)
    {
        long began = Stopwatch.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            if (!MachineVerifier.Verify(profile, key, default, default, proof).TryGet(out _, out VerificationError? error)) Assert.NotEmpty(error.Check);
            else
            {
                Interlocked.Increment(ref accepted);
                output.WriteLine($"accepted: {what}");
            }
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            Interlocked.Increment(ref thrown);
            output.WriteLine($"{what}: {exception}");
        }

        Raise(ref slowestTicks, Stopwatch.GetElapsedTime(began).Ticks);
        Raise(ref mostBytes, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Raise(ref long most, long value)
    {
        long known = Interlocked.Read(ref most);
        while (value > known && Interlocked.CompareExchange(ref most, value, known) is var seen && seen != known) known = seen;
    }

    private static LoweredProgram Program()
    {
        ProgramBuilder program = new() { Fuel = 1 << 12 };
        uint loop = program.Next + 1;
        return program.Const32(1, 20)
            .Add(Operation.Add32Imm, 1, 1, immediate: uint.MaxValue)
            .Add(Operation.BrNe32Imm, loop, 1, immediate: 0)
            .Add(Operation.Return)
            .Build();
    }
}

public sealed class AlteredBytesTests(ITestOutputHelper output) : AlteredBytes(output, ProofProfile.Bits128, "altered-bytes");

/// <summary>Of a proof with the chip of every accelerator but Keccak.</summary>
public sealed class AlteredBytesOfAcceleratorsTests(ITestOutputHelper output)
    : AlteredBytes(output, ProofProfile.Bits128, "altered-bytes-accelerators", Chips.AcceleratorProgram.OfEach, sparsity: 211);

public sealed class AlteredBytesOf100BitsTests(ITestOutputHelper output) : AlteredBytes(output, ProofProfile.Bits100, "altered-bytes-100");
