using System.Buffers.Binary;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Segments;

/// <summary>A sort in several segments: proved, verified, and every way to put segments together wrongly.</summary>
public sealed class SegmentedProofTests
{
    private const int Words = 320;
    private const int HeaderBytes = 4 + 4 + 1 + 32 + 1 + 8 + 8 + 4;

    private static readonly Lazy<(VerifyingKey Key, ProveReport Report)> Honest = new(Prove);

    private static byte[] Public { get; } = [.. new[] { Words, 1 }.SelectMany(BitConverter.GetBytes)];

    [Fact]
    public void A_run_in_segments_is_proved_and_verified_as_the_whole_run()
    {
        (VerifyingKey key, ProveReport report) = Honest.Value;
        ExecutionResult whole = Executor.Run(key.Program, new(Public, default, default));
        Assert.True(report.Segments >= 3, $"{report.Segments} segments");
        Assert.True(Verify(report.Proof).TryGet(out Statement? statement, out VerificationError? error), error?.ToString());
        Assert.Equal(whole.Output, statement.Output.ToArray());
        Assert.Equal((whole.Outcome, whole.Steps, whole.InstructionCount), (statement.Outcome, statement.Steps, statement.InstructionCount));
        Assert.True(report.Soundness.MinimumBits >= 128);
    }

    [Fact]
    public void The_same_run_has_the_same_statement_in_one_proof()
    {
        (VerifyingKey key, ProveReport report) = Honest.Value;
        Assert.True(MachineProver.Prove(key, new(Public, default, default), new()).TryGet(out ProveReport? one, out _));
        Assert.Equal(1, one.Segments);
        Assert.Equal(report.Statement.Output.ToArray(), one.Statement.Output.ToArray());
        Assert.Equal(report.Statement.Steps, one.Statement.Steps);
    }

    [Fact]
    public void Segments_dropped_repeated_swapped_or_alone_are_refused()
    {
        byte[][] parts = Split(Honest.Value.Report.Proof, out byte[] header);
        int last = parts.Length - 1;
        Dictionary<string, byte[][]> lies = new(StringComparer.Ordinal)
        {
            ["first dropped"] = parts[1..],
            ["second dropped"] = [parts[0], .. parts[2..]],
            ["last dropped"] = parts[..last],
            ["only the last"] = [parts[last]],
            ["second repeated"] = [parts[0], parts[1], .. parts[1..]],
            ["last repeated"] = [.. parts, parts[last]],
            ["two swapped"] = [parts[1], parts[0], .. parts[2..]],
            ["last first"] = [parts[last], .. parts[..last]],
            ["none"] = [],
        };
        foreach ((string name, byte[][] lie) in lies)
        {
            Assert.False(Verify(Join(header, lie)).TryGet(out _, out VerificationError? error), name);
            Assert.NotEmpty(error.Check);
        }
    }

    [Fact]
    public void A_partial_run_is_refused_as_a_whole_even_when_its_numbers_fit()
    {
        // The header tells the truth about the segments that are left, and an outcome that they do not have.
        byte[][] parts = Split(Honest.Value.Report.Proof, out byte[] header);
        byte[][] left = parts[..^1];
        ulong steps = 0, count = 0;
        foreach (byte[] part in left)
        {
            steps += BinaryPrimitives.ReadUInt64LittleEndian(part);
            count += BinaryPrimitives.ReadUInt64LittleEndian(part.AsSpan(8));
        }

        byte[] lie = header[..HeaderBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(lie.AsSpan(42), steps);
        BinaryPrimitives.WriteUInt64LittleEndian(lie.AsSpan(50), count);
        BinaryPrimitives.WriteUInt32LittleEndian(lie.AsSpan(58), 0);
        Assert.False(Verify(Join(lie, left)).TryGet(out _, out _));
    }

    [Fact]
    public void A_changed_number_of_a_segment_is_refused()
    {
        byte[][] parts = Split(Honest.Value.Report.Proof, out byte[] header);

        // Steps, count, program counter, frame, pages, then cells: addresses and last values.
        int[] places = [0, 8, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 60, 72, 80, 100];
        for (int segment = 0; segment < 2; segment++)
            foreach (int place in places)
                foreach (byte change in new byte[] { 1, 0x80 })
                {
                    byte[][] lie = [.. parts.Select(part => (byte[])part.Clone())];
                    lie[segment][place] ^= change;
                    Assert.False(Verify(Join(header, lie)).TryGet(out _, out _), $"segment {segment}, byte {place}");
                }
    }

    [Fact]
    public void A_value_left_by_a_segment_binds_the_next_one()
    {
        // The next segment's proof is good for the cells it began with; another program input leaves other cells.
        (VerifyingKey key, ProveReport report) = Honest.Value;
        byte[] other = [.. new[] { Words, 2 }.SelectMany(BitConverter.GetBytes)];
        Assert.True(MachineProver.Prove(key, new(other, default, default), Options).TryGet(out ProveReport? second, out _));
        byte[][] mine = Split(report.Proof, out byte[] header), theirs = Split(second.Proof, out _);
        Assert.False(Verify(Join(header, [theirs[0], .. mine[1..]])).TryGet(out _, out _));
        Assert.False(Verify(Join(header, [mine[0], theirs[1], .. mine[2..]])).TryGet(out _, out _));
    }

    [Fact]
    public void Flipped_and_missing_bytes_are_refused_without_an_exception()
    {
        byte[] proof = Honest.Value.Report.Proof;
        for (int at = 0; at < proof.Length; at += 1 + (proof.Length / 40))
        {
            byte[] lie = [.. proof];
            lie[at] ^= 0x20;
            Assert.False(Verify(lie).TryGet(out _, out VerificationError? error), $"byte {at}");
            Assert.NotEmpty(error.Check);
            Assert.False(Verify(proof[..at]).TryGet(out _, out _), $"cut at {at}");
        }

        Assert.False(Verify([.. proof, 0]).TryGet(out _, out _));
    }

    [Fact]
    public void A_run_that_is_out_of_fuel_after_several_segments_proves_as_that()
    {
        LoweringOptions options = new() { Limits = LoweringLimits.Default with { Fuel = 40_000 } };
        VerifyingKey key = VerifyingKey.Create(Lowerer.LowerBytes(File.ReadAllBytes(Sort), options).Program!);
        Assert.True(MachineProver.Prove(key, new(Public, default, default), Options).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        Assert.True(report.Segments > 1);
        Assert.True(MachineVerifier.Verify(key, Public, default, report.Proof).TryGet(out Statement? statement, out error), error?.ToString());
        Assert.Equal((Outcome.OutOfFuel, 40_000UL), (statement.Outcome, statement.Steps));
    }

    private static string Sort => Path.Combine(Repository.Root, "samples", "sort", "sort.wasm");

    private static ProveOptions Options => new() { LogSegmentCells = 18 };

    private static (VerifyingKey Key, ProveReport Report) Prove()
    {
        VerifyingKey key = VerifyingKey.Create(Lowerer.LowerBytes(File.ReadAllBytes(Sort), new LoweringOptions()).Program!);
        Assert.True(MachineProver.Prove(key, new(Public, default, default), Options).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        return (key, report);
    }

    private static Checked<Statement> Verify(byte[] proof) => MachineVerifier.Verify(Honest.Value.Key, Public, default, proof);

    private static byte[][] Split(byte[] proof, out byte[] header)
    {
        int output = BinaryPrimitives.ReadInt32LittleEndian(proof.AsSpan(HeaderBytes - 4)), at = HeaderBytes + output;
        header = proof[..at];
        byte[][] parts = new byte[BinaryPrimitives.ReadInt32LittleEndian(proof.AsSpan(at))][];
        at += 4;
        for (int part = 0; part < parts.Length; part++)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(proof.AsSpan(at));
            parts[part] = proof.AsSpan(at + 4, length).ToArray();
            at += 4 + length;
        }

        Assert.Equal(proof.Length, at);
        return parts;
    }

    private static byte[] Join(byte[] header, byte[][] parts) =>
        [.. header, .. BitConverter.GetBytes(parts.Length), .. parts.SelectMany(part => BitConverter.GetBytes(part.Length).Concat(part))];
}
