using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>A run of a program with its filled traces.</summary>
internal sealed class MachineRun : IDisposable
{
    private readonly FilledTraces filled;

    internal MachineRun(LoweredProgram program, ProgramInputs? inputs = null, ulong? fuel = null)
    {
        inputs ??= ProgramInputs.Empty;
        Result = Executor.Run(program, inputs, record: true, fuel: fuel);
        Chips = MachineChips.For(program, inputs.Public.Span, inputs.Disclosed.Span);
        filled = TraceFiller.Fill(Chips, Result);
        PublicTerms = Chips.PublicTerms(Result.Output, Result.Outcome, Result.Steps, Result.InstructionCount);
    }

    internal MachineChips Chips { get; }

    internal ExecutionResult Result { get; }

    internal IReadOnlyList<PublicTerm> PublicTerms { get; set; }

    internal IReadOnlyList<Trace> Traces => [.. filled.Traces.OfType<Trace>()];

    internal Trace Trace(string chip) => Traces.Single(trace => trace.Chip.Name == chip);

    internal bool Has(string chip) => Traces.Any(trace => trace.Chip.Name == chip);

    /// <summary>What the checkers find wrong.</summary>
    internal IReadOnlyList<CheckFailure> Failures() =>
        [.. Traces.SelectMany(trace => ConstraintChecker.Check(trace, 4)), .. BusBalanceChecker.Check(Traces, PublicTerms)];

    /// <summary>Sets the Byte table's and the program's multiplicities to what the rows look up, as a malicious prover would.</summary>
    internal void AdaptTables() => TableMultiplicities.Adapt(Traces);

    public void Dispose() => filled.Dispose();
}
