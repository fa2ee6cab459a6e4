using System.Text.Json.Nodes;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Machine.Segments;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Segments;

/// <summary>Provers of segments who lie once and prove the rest as well as they can: each lie is a whole proof of its segment, most of them
/// valid by themselves, put in the place of the honest one.</summary>
public sealed class MaliciousSegmentTests(ITestOutputHelper output)
{
    private const int LogCells = 18;

    private static readonly byte[] Public = [.. new[] { 320, 1 }.SelectMany(BitConverter.GetBytes)];
    private static readonly Lazy<(VerifyingKey Key, ProveReport Report, byte[][] Parts, SegmentStatement[] Statements)> Honest = new(Prove);

    private delegate SegmentStatement Claim(SegmentStatement segment, ExecutionResult run);

    [Fact]
    public void A_lying_segment_is_refused_at_its_place()
    {
        byte[][] parts = Honest.Value.Parts;
        SegmentStatement second = Honest.Value.Statements[1], third = Honest.Value.Statements[2];
        Assert.Equal(parts[1], ProveSegment(1));
        Assert.Null(Verify(parts));
        BoundaryCell word = second.Cells.First(cell => cell.Space == Space.Memory && cell.First != 0);
        Dictionary<string, byte[]> lies = new(StringComparer.Ordinal)
        {
            ["begins with another value of a word"] = ProveSegment(1, before: recorder => Set(recorder, word.Address, (uint)word.First ^ 1)),
            ["begins in another frame"] = ProveSegment(1, Begins(second.Begin with { FramePointer = second.Begin.FramePointer + 1 }), Moves(second.Begin with { FramePointer = second.Begin.FramePointer + 1 })),
            ["begins at another instruction"] = ProveSegment(1, Begins(second.Begin with { ProgramCounter = second.End.ProgramCounter }), Moves(second.Begin with { ProgramCounter = second.End.ProgramCounter })),
            ["begins elsewhere, and says where it should"] = ProveSegment(1, before: Moves(second.Begin with { ProgramCounter = second.End.ProgramCounter })),
            ["begins with another number of pages"] = ProveSegment(1, Begins(second.Begin with { Pages = second.Begin.Pages + 1 }), Moves(second.Begin with { Pages = second.Begin.Pages + 1 })),
            ["leaves another value"] = ProveSegment(1, (segment, run) => WithCells(segment, run, touched => touched[^1].Final ^= 1)),
            ["begins a cell with another value than it had"] = ProveSegment(1, (segment, run) => WithCells(segment, run, touched => touched[0].Initial ^= 1)),
            ["hides a cell that it touches"] = ProveSegment(1, (segment, _) => segment with { Cells = [.. segment.Cells.Skip(1)] }),
            ["counts fewer instructions"] = ProveSegment(1, (segment, _) => segment with { InstructionCount = segment.InstructionCount - 1 }),
            ["the third in place of the second"] = ProveSegment(2, (segment, _) => segment with { Index = 1, OutputStart = second.OutputStart }),
            ["the first once more"] = ProveSegment(0, (segment, _) => segment with { Index = 1 }),
            ["challenges of the first"] = ProveSegment(1, observed: Honest.Value.Statements[0]),
            ["challenges of the third"] = ProveSegment(1, observed: third),
            ["claims to be the end"] = ProveSegment(1, (segment, _) => segment with { Outcome = Outcome.Returned }),
        };
        int accepted = 0;
        foreach ((string name, byte[] lie) in lies)
        {
            VerificationError? error = Verify([parts[0], lie, .. parts[2..]]);
            output.WriteLine($"{name}: {error?.ToString() ?? "accepted"}");
            if (error is null) accepted++;
            else Assert.StartsWith("segment 1: ", error.Check, StringComparison.Ordinal);
        }

        CampaignReport.Write("malicious-segments", new JsonObject
        {
            ["proofs"] = lies.Count,
            ["accepted"] = accepted,
            ["lies"] = new JsonArray([.. lies.Keys.Select(name => JsonValue.Create(name))]),
        });
        Assert.Equal(0, accepted);
    }

    private static unsafe void Set(RecordingInterpreter recorder, uint address, uint value) => ((uint*)recorder.State.Memory)[address] = value;

    private static Claim Begins(MachinePoint point) => (segment, _) => segment with { Begin = point };

    private static Action<RecordingInterpreter> Moves(MachinePoint point) => recorder => recorder.Point = point;

    private static SegmentStatement WithCells(SegmentStatement segment, ExecutionResult run, Action<CellRecord[]> change)
    {
        change(run.Record!.Touched);
        return segment with { Cells = [.. run.Record.Touched.Select(cell => new BoundaryCell(cell.Space, cell.Address, cell.Initial, cell.Final))] };
    }

    /// <summary>A segment's bytes, after a change of the machine before it, of what is claimed, or of the statement that gives its challenges.</summary>
    private static byte[] ProveSegment(
        int number, Claim? claim = null, Action<RecordingInterpreter>? before = null, SegmentStatement? observed = null)
    {
        VerifyingKey key = Honest.Value.Key;
        using RecordingInterpreter recorder = new(key.Program, new(Public, default, default));
        SegmentWalk walk = Walk(key, recorder);
        for (int index = 0; index < number; index++)
        {
            walk.Next();
            walk.Run.Record!.Dispose();
        }

        before?.Invoke(recorder);
        walk.Next();
        SegmentStatement segment = claim?.Invoke(walk.Segment, walk.Run) ?? walk.Segment;
        MachineChips chips = MachineChips.ForSegment(key.Program, Public, default, ends: walk.Segment.Outcome is not null);
        ProofWriter writer = new();
        SegmentCodec.Write(writer, segment);
        Assert.True(TableProver.Prove(
            chips, walk.Run, MachineChips.PublicTerms(segment, key.Program), SegmentTranscript.Begin(ProofProfile.Bits128, key, Public, default, observed ?? segment), writer, new(), _ => { })
            .TryGet(out _, out VerificationError? error), error?.ToString());
        return writer.ToArray();
    }

    private static SegmentWalk Walk(VerifyingKey key, RecordingInterpreter recorder) =>
        new(key.Program, recorder, new SegmentBudget(MachineChips.For(key.Program, Public, default), LogCells));

    private static VerificationError? Verify(byte[][] parts)
    {
        ProofWriter writer = new();
        ProofHeader.Write(writer, ProofProfile.Bits128, Honest.Value.Report.Statement, parts.Length);
        foreach (byte[] part in parts)
        {
            writer.WriteLength(part.Length);
            writer.WriteBytes(part);
        }

        MachineVerifier.Verify(Honest.Value.Key, Public, default, writer.ToArray()).TryGet(out _, out VerificationError? error);
        return error;
    }

    private static (VerifyingKey Key, ProveReport Report, byte[][] Parts, SegmentStatement[] Statements) Prove()
    {
        byte[] wasm = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "sort", "sort.wasm"));
        VerifyingKey key = VerifyingKey.Create(Lowerer.LowerBytes(wasm, new LoweringOptions()).Program!);
        Assert.True(MachineProver.Prove(key, new(Public, default, default), new() { LogSegmentCells = LogCells })
            .TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        ProofReader reader = new(report.Proof);
        Assert.True(ProofHeader.Read(reader, ProofProfile.Bits128, key, Public, default).TryGet(out ProofHeader.Contents? header, out _));
        byte[][] parts = new byte[header.Segments][];
        for (int part = 0; part < parts.Length; part++) parts[part] = reader.ReadBytes("segment", reader.ReadLength("length", reader.Remaining)).ToArray();
        using RecordingInterpreter recorder = new(key.Program, new(Public, default, default));
        SegmentWalk walk = Walk(key, recorder);
        List<SegmentStatement> statements = [];
        while (walk.Next())
        {
            statements.Add(walk.Segment);
            walk.Run.Record!.Dispose();
        }

        return (key, report, parts, [.. statements]);
    }
}
