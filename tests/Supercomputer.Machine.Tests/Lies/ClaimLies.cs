using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Lies;

/// <summary>Lies about what the run took in, gave out and counted.</summary>
internal static class ClaimLies
{
    private const int EndOutcome = 0, EndClock = 1;

    /// <summary>An input word is another, a page count is another, a permutation has another result.</summary>
    internal static Action<LyingRun>? WrongHostOutput(HonestRun honest, Random random)
    {
        int step = LieKind.Pick(honest, random, at => honest.InstructionOf(at).Operation.Class()
            is OperationClass.Input or OperationClass.Keccak or OperationClass.MemorySize);
        if (step < 0) return null;
        if (honest.InstructionOf(step).Operation.Class() != OperationClass.Keccak)
            return run => ValueLies.Write(run, step, ValueLies.Another(honest.Steps[step].D, false, random));
        int word = random.Next(50), bit = random.Next(32);
        return run =>
        {
            run.AdvanceTo(step);
            ref WordAccess access = ref run.Record.Words.At(run.ExecuteStep(step).FirstWord + word);
            access.New ^= 1UL << bit;
            run.Write(Space.Auxiliary, access.Address, access.New);
        };
    }

    /// <summary>The statement counts other instructions than the run: alone, or with the program table from some row on.</summary>
    internal static Action<LyingRun>? ChangedCount(HonestRun honest, Random random)
    {
        uint change = (uint)random.Next(1, 1000);
        bool inTable = random.Next(2) == 0;
        int row = random.Next(honest.Program.Instructions.Length);
        return run =>
        {
            run.Claim(claim => claim with { InstructionCount = honest.Result.InstructionCount + change });
            if (inTable) run.Patch(traces => Count(traces.Single(trace => trace.Chip.Name == "Program"), row, change));
        };
    }

    // From a row of the Program table on, the count is another.
    private static void Count(Trace table, int from, uint change)
    {
        int column = table.Chip.Columns.ToList().IndexOf("counted");
        foreach (ref KoalaBear cell in table.MutableColumn(column)[from..]) cell += KoalaBear.FromCanonical(change);
    }

    /// <summary>The statement's output is another: a byte changed, by the row too or not, one dropped, one added.</summary>
    internal static Action<LyingRun>? ChangedOutput(HonestRun honest, Random random)
    {
        byte[] output = honest.Result.Output;
        if (output.Length == 0) return null;
        int at = random.Next(output.Length), way = random.Next(4);
        byte value = (byte)(output[at] ^ 1 << random.Next(8));
        if (way == 0) return run => run.Claim(claim => claim with { Output = output.AsMemory(0, output.Length - 1) });
        if (way == 1) return run => run.Claim(claim => claim with { Output = (byte[])[.. output, value] });
        return run =>
        {
            run.Claim(claim => claim with { Output = (byte[])[.. output[..at], value, .. output[(at + 1)..]] });
            uint clock = run.Honest.Record.Steps(OperationClass.Output)[at].Clock;
            if (way == 2) run.Patch(traces => RowPatch.Send(traces, clock, Buses.Output, 2, value));
        };
    }

    /// <summary>The statement says that the run ended otherwise, or after more or fewer steps.</summary>
    internal static Action<LyingRun>? ChangedEnd(HonestRun honest, Random random)
    {
        uint outcome = (uint)random.Next(1, Outcomes.HaltCount);
        int steps = (int)honest.Result.Steps + random.Next(-20, 20);
        if (steps == (int)honest.Result.Steps) steps++;
        return random.Next(2) == 0
            ? run => AtHalt(run, EndOutcome, outcome, (claim, value) => claim with { Outcome = (Outcome)value })
            : run => AtHalt(run, EndClock, (uint)(4 + 4 * steps), (claim, _) => claim with { Steps = (ulong)steps });
    }

    private static void AtHalt(LyingRun run, int field, uint value, Func<Statement, uint, Statement> claim)
    {
        run.Claim(statement => claim(statement, value));
        run.Patch(traces => RowPatch.Send(traces.Single(trace => trace.Chip.Name == "Halt"), 0, Buses.End, field, value));
    }
}
