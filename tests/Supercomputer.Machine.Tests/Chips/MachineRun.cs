using Supercomputer.Cryptography.Fields;
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
    internal void AdaptTables()
    {
        Trace bytes = Trace("ByteTable"), program = Trace("Program");
        for (int column = 0; column < 3; column++) bytes.MutableColumn(column).Clear();
        program.MutableColumn(0).Clear();
        foreach (Trace trace in Traces)
        {
            KoalaBear[] columns = new KoalaBear[trace.Chip.Width];
            KoalaBear[] preprocessed = new KoalaBear[trace.Chip.Preprocessed.Count];
            KoalaBear[] slots = new KoalaBear[trace.Chip.Program.Nodes.Length];
            for (int row = 0; row < trace.Height && trace != bytes && trace != program; row++)
            {
                trace.CopyRow(row, columns, preprocessed);
                trace.Chip.Program.Evaluate<KoalaBear>(columns, preprocessed, slots);
                for (int index = 0; index < trace.Chip.Interactions.Count; index++)
                {
                    ExpressionProgram.InteractionSlots interaction = trace.Chip.Program.Interactions[index];
                    uint first = slots[interaction.Values[0]].ToCanonical();
                    uint second = interaction.Values.Length > 1 ? slots[interaction.Values[1]].ToCanonical() : 0;
                    KoalaBear multiplicity = slots[interaction.Multiplicity];
                    switch (trace.Chip.Interactions[index].Bus.Name)
                    {
                        case "Range16" when first < 1 << 16:
                            bytes.MutableColumn(0)[(int)first] += multiplicity;
                            break;
                        case "Bytes" when first < 256 && second < 256:
                            bytes.MutableColumn(1)[(int)(first + 256 * second)] += multiplicity;
                            break;
                        case "And" when first < 256 && second < 256:
                            bytes.MutableColumn(2)[(int)(first + 256 * second)] += multiplicity;
                            break;
                        case "Program" when first < program.Height:
                            program.MutableColumn(0)[(int)first] += multiplicity;
                            break;
                    }
                }
            }
        }
    }

    public void Dispose() => filled.Dispose();
}
