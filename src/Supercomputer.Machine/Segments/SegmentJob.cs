using System.Buffers.Binary;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;

namespace Supercomputer.Machine.Segments;

/// <summary>One segment of a run to prove, in whatever process: a job in, a segment's bytes out.</summary>
/// <remarks>Cost: the segments before it are executed again, a twentieth of what proving them takes.</remarks>
/// <param name="Plan">The run.</param>
/// <param name="Index">The segment's number.</param>
public sealed record SegmentJob(SegmentPlan Plan, int Index)
{
    /// <summary>The job as bytes.</summary>
    public byte[] ToBytes() => [.. BitConverter.GetBytes(Index), .. Plan.ToBytes()];

    /// <summary>Reads a job; a message in place of the job says what is wrong with the bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="job">The job.</param>
    public static string? TryRead(ReadOnlyMemory<byte> bytes, out SegmentJob? job)
    {
        job = null;
        if (bytes.Length < sizeof(int)) return $"a job of at least 4 bytes expected, actual {bytes.Length}";
        int index = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        if (index is < 0 or >= ProofHeader.MaximumSegments) return $"segment 0 to {ProofHeader.MaximumSegments - 1} expected, actual {index}";
        if (SegmentPlan.TryRead(bytes[sizeof(int)..], out SegmentPlan? plan) is { } error) return error;
        job = new(plan!, index);
        return null;
    }

    /// <summary>The number of segments of a planned run.</summary>
    /// <param name="plan">The run.</param>
    public static int CountSegments(SegmentPlan plan)
    {
        int count = 0;
        Walk(plan, (_, _) => ++count < ProofHeader.MaximumSegments);
        return count;
    }

    /// <summary>Proves the segment: its bytes, or why there are none.</summary>
    /// <param name="options">Memory limit and progress; the profile is the plan's.</param>
    public Checked<byte[]> Prove(ProveOptions options)
    {
        Checked<byte[]>? proved = null;
        int last = Walk(Plan, (segment, run) =>
        {
            if (segment.Index < Index) return true;
            SegmentProof proof = new(Plan.Profile, Plan.Key, Plan.Inputs, segment);
            proved = proof.Prove(run, options, new PhaseClock(options.Progress).Begin).TryGet(out _, out VerificationError? error)
                ? proof.Bytes : error;
            return false;
        });
        return proved ?? new VerificationError("segment", $"0 to {last}, as many as the run has", $"{Index}");
    }

    private static int Walk(SegmentPlan plan, Func<SegmentStatement, ExecutionResult, bool> next)
    {
        MachineChips chips = MachineChips.For(plan.Key.Program, plan.Inputs.Public.Span, plan.Inputs.Disclosed.Span);
        SegmentBudget budget = new(chips, plan.LogCells);
        using RecordingInterpreter recorder = new(plan.Key.Program, plan.Inputs);
        SegmentWalk walk = new(plan.Key.Program, recorder, budget);
        while (walk.Next())
        {
            bool goesOn = next(walk.Segment, walk.Run);
            walk.Run.Record!.Dispose();
            if (!goesOn) break;
        }

        return walk.Segment.Index;
    }
}
