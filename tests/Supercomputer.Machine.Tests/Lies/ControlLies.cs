using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Segments;

namespace Supercomputer.Machine.Tests.Lies;

/// <summary>Lies about where the run goes on; the row before the lie says so in its message of the next state.</summary>
internal static class ControlLies
{
    private const int ProgramCounter = 1, FramePointer = 2, Pages = 3;

    /// <summary>An instruction is not executed.</summary>
    internal static Action<LyingRun>? SkippedInstruction(HonestRun honest, Random random)
    {
        int step = LieKind.Pick(honest, random, at => at > 0);
        return run =>
        {
            run.AdvanceTo(step);
            Go(run, step - 1, ProgramCounter, run.Point with { ProgramCounter = run.Point.ProgramCounter + 1 });
        };
    }

    /// <summary>An instruction is executed twice.</summary>
    internal static Action<LyingRun>? RepeatedInstruction(HonestRun honest, Random random)
    {
        int step = LieKind.Pick(honest, random, _ => true);
        return run =>
        {
            run.AdvanceTo(step);
            MachinePoint before = run.Point;
            run.ExecuteStep(step);
            Go(run, step, ProgramCounter, run.Point with { ProgramCounter = before.ProgramCounter });
        };
    }

    /// <summary>The run goes from some step to a halt: it returns too early, or traps without a reason.</summary>
    internal static Action<LyingRun>? EarlyEnd(HonestRun honest, Random random)
    {
        int step = LieKind.Pick(honest, random, at => at > 0);
        uint outcome = random.Next(2) == 0 ? 0 : (uint)random.Next(Outcomes.HaltCount);
        return run =>
        {
            run.AdvanceTo(step);
            Go(run, step - 1, ProgramCounter, run.Point with { ProgramCounter = outcome });
        };
    }

    /// <summary>A branch goes the other way.</summary>
    internal static Action<LyingRun>? WrongBranch(HonestRun honest, Random random)
    {
        int step = LieKind.Pick(honest, random, at => honest.InstructionOf(at).Operation.IsBranch()
            && honest.InstructionOf(at).D != honest.Steps[at].ProgramCounter + 1);
        if (step < 0) return null;
        Step record = honest.Steps[step];
        uint next = record.ProgramCounter + 1, target = honest.InstructionOf(step).D;
        return run =>
        {
            run.AdvanceTo(step);
            run.ExecuteStep(step);
            Go(run, step, ProgramCounter, run.Point with { ProgramCounter = record.NextProgramCounter == next ? target : next });
        };
    }

    /// <summary>A call or return has another frame, or a call another way back.</summary>
    internal static Action<LyingRun>? AlteredCallDepth(HonestRun honest, Random random)
    {
        int step = LieKind.Pick(honest, random, at => honest.InstructionOf(at).Operation is Operation.Call or Operation.CallIndirect or Operation.Return
            && honest.Steps[at].FirstWord >= 0);
        if (step < 0) return null;
        int way = random.Next(3);
        ulong change = random.Next(2) == 0 ? 1UL << 32 : 1;
        return run =>
        {
            run.AdvanceTo(step);
            WordAccess word = honest.Record.Words[honest.Steps[step].FirstWord];
            bool isReturn = honest.InstructionOf(step).Operation == Operation.Return;
            if (way == 0 && isReturn) run.Write(Space.Call, word.Address, word.Old + change);
            ref Step record = ref run.ExecuteStep(step);
            if (way == 0 && !isReturn)
            {
                // What the call wrote is not what it should have.
                ulong link = word.New + change;
                uint clock = record.Clock;
                run.Write(Space.Call, word.Address, link);
                run.Record.Words.At(record.FirstWord).New = link;
                run.Patch(traces =>
                {
                    RowPatch.Send(traces, clock, Buses.Memory, 2, (uint)link, clock + 2);
                    RowPatch.Send(traces, clock, Buses.Memory, 3, (uint)(link >> 32), clock + 2);
                });
            }

            uint frame = run.Point.FramePointer;
            if (way > 0) Go(run, step, FramePointer, run.Point with { FramePointer = way == 1 || frame == 0 ? frame + 1 : frame - 1 });
        };
    }

    /// <summary>Memory has a page more or less than it should.</summary>
    internal static Action<LyingRun>? AlteredPages(HonestRun honest, Random random)
    {
        int step = LieKind.Pick(honest, random, _ => honest.Program.MaximumPages > 0);
        bool more = random.Next(2) == 0;
        return step < 0 ? null : run =>
        {
            run.AdvanceTo(step);
            run.ExecuteStep(step);
            uint pages = run.Point.Pages;
            bool grows = pages == 0 || (more && pages < honest.Program.MaximumPages);
            Go(run, step, Pages, run.Point with { Pages = grows ? pages + 1 : pages - 1 });
        };
    }

    private static void Go(LyingRun run, int from, int field, MachinePoint point)
    {
        run.Point = point;
        uint value = field switch
        {
            ProgramCounter => point.ProgramCounter,
            FramePointer => point.FramePointer,
            _ => point.Pages,
        };
        uint clock = run.Honest.Steps[from].Clock;
        run.Patch(traces => RowPatch.Send(traces, clock, Buses.State, field, value));
    }
}
