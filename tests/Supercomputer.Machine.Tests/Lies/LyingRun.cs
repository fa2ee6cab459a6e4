using System.Security.Cryptography;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Machine.Segments;
using Supercomputer.Machine.Tests.Chips;
using Supercomputer.Machine.Tests.Proving;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Lies;

/// <summary>A run of an executor that lies once, goes on from its lie, and proves what came of it.</summary>
/// <remarks>The traces are filled from the lying record; the cells that fillers compute themselves are set by <see cref="RowPatch"/>, and the
/// multiplicities of the tables are what the rows look up.</remarks>
internal sealed unsafe class LyingRun : IDisposable
{
    private readonly RecordingInterpreter machine;
    private readonly List<Action<IReadOnlyList<Trace>>> patches = [];
    private readonly List<Func<Statement, Statement>> claims = [];
    private readonly List<Action> edits = [];

    internal LyingRun(HonestRun honest)
    {
        Honest = honest;
        machine = new(honest.Program, honest.Inputs);
    }

    internal HonestRun Honest { get; }

    internal ExecutionRecord Record => machine.Record;

    internal MachinePoint Point
    {
        get => machine.Point;
        set => machine.Point = value;
    }

    /// <summary>Executes the steps before this one.</summary>
    internal void AdvanceTo(int step)
    {
        if (step > 0) machine.Advance((ulong)step);
    }

    /// <summary>Executes one step and gives its record.</summary>
    internal ref Step ExecuteStep(int step)
    {
        machine.Advance(1);
        uint clock = Honest.Steps[step].Clock;
        for (int index = 0; index < Operations.ClassCount; index++)
        {
            GrowingBuffer<Step> steps = Record.Steps((OperationClass)index);
            if (steps.Count > 0 && steps[steps.Count - 1].Clock == clock) return ref steps.At(steps.Count - 1);
        }

        throw new InvalidOperationException($"step {step} left no record");
    }

    internal ulong Read(Space space, uint address) => machine.State.Read(space, address);

    internal void Write(Space space, uint address, ulong value)
    {
        switch (space)
        {
            case Space.Register32: machine.State.Registers32[address] = (uint)value; break;
            case Space.Register64: machine.State.Registers64[address] = value; break;
            case Space.Memory: ((uint*)machine.State.Memory)[address] = (uint)value; break;
            case Space.Auxiliary: machine.State.Auxiliary[address] = (uint)value; break;
            default: machine.State.Calls[address] = value; break;
        }
    }

    /// <summary>Changes the filled traces.</summary>
    internal void Patch(Action<IReadOnlyList<Trace>> patch) => patches.Add(patch);

    /// <summary>Changes what is claimed.</summary>
    internal void Claim(Func<Statement, Statement> claim) => claims.Add(claim);

    /// <summary>Changes the record after the run.</summary>
    internal void AtEnd(Action edit) => edits.Add(edit);

    /// <summary>Goes on to an end and proves it; null when the lie leads to no end that a statement could have.</summary>
    /// <param name="print">The hash of statement and traces, which tells lies apart.</param>
    internal byte[]? Prove(out string print)
    {
        print = "";
        bool goesOn = machine.Advance((ulong)(4 * Honest.Steps.Count) + 64);
        ExecutionResult result = machine.Finish();
        using ExecutionRecord record = result.Record!;
        if (goesOn || result.Outcome == Outcome.OutOfFuel) return null;
        foreach (Action edit in edits) edit();
        MachineChips chips = MachineChips.For(Honest.Program, Honest.Inputs.Public.Span, Honest.Inputs.Disclosed.Span);
        using FilledTraces filled = TraceFiller.Fill(chips, result);
        foreach (Action<IReadOnlyList<Trace>> patch in patches) patch(filled.Traces);
        TableMultiplicities.Adapt(filled.Traces);
        Statement statement = new(
            Honest.Key.Digest, Honest.Inputs.Public, Honest.Inputs.Disclosed, result.Output, result.Outcome, result.Steps, result.InstructionCount);
        foreach (Func<Statement, Statement> claim in claims) statement = claim(statement);
        print = Print(statement, filled.Traces);
        return TraceProver.Prove(ProofProfile.Bits128, Honest.Key, statement, chips, filled.Traces);
    }

    public void Dispose() => machine.Dispose();

    private static string Print(Statement statement, IReadOnlyList<Trace> traces)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(statement.Steps));
        hash.AppendData(BitConverter.GetBytes(statement.InstructionCount));
        hash.AppendData([(byte)statement.Outcome]);
        hash.AppendData(statement.Output.Span);
        foreach (Trace trace in traces)
            for (int column = 0; column < trace.Chip.Width; column++)
                hash.AppendData(MemoryMarshal.AsBytes<KoalaBear>(trace.Column(column)));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
