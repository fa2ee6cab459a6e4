using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Segments;
using Supercomputer.Machine.Tests.Paths;
using Supercomputer.Machine.Tests.Segments;
using Supercomputer.Proofs.Air;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>Honest runs that together use every chip: what the soundness tests change, mutate and search.</summary>
internal static class ChipRuns
{
    /// <summary>Every chip there is, by name; three of the chips that a key generates for paths stand for those.</summary>
    internal static readonly string[] Names =
    [
        "Jump", "Return", "MemorySize", "Input", "Output", "Keccak", "Auxiliary", "Move32", "Move64", "Convert", "Add32", "Add32Imm",
        "Add32InPlace", "Add32ImmInPlace", "Add64",
        "Bitwise32", "Bitwise32Imm", "Bitwise32InPlace", "Bitwise32ImmInPlace", "Bitwise64", "Multiply32", "Multiply64", "Divide32", "Divide64", "Shift32", "Shift32Imm",
        "FixedShift32", "Shift64", "Set32", "Set64", "Branch32", "Branch32Unsigned", "Branch32UnsignedImm", "Branch32Equal", "Branch32EqualImm", "Branch64", "MemoryWord", "LoadPart", "StorePart", "LoadAny",
        "StoreAny", "Call", "Path0", "Path1", "Path2", "Halt", "Cells", "Boundary", "Refresh", "Program", "MemoryImage", "AuxiliaryImage",
        "InputTable", "KeccakRound", "Sha256", "Sha256Round", "Modular256", "Modular384", "ModularFp2Of256", "ModularFp2Of384",
        "CurveAdd256", "CurveAdd384", "CurveDouble256", "CurveDouble384", "Inverse256", "Inverse384", "Poseidon2Of16", "Poseidon2Of24", "ByteTable",
    ];

    /// <summary>The chips of a program with every operation and of its segments: those that <see cref="Names"/> must name.</summary>
    internal static IEnumerable<Chip> Declared()
    {
        ProgramBuilder program = new() { MemoryImage = [new(0, [1])], AuxiliaryImage = [new(0, [1])] };
        foreach (Operation operation in Enum.GetValues<Operation>())
            if (operation is not Operation.None)
                program.Add(operation).Add(operation, d: 1);
        MachineChips whole = MachineChips.For(program.Build(), default, default);
        MachineChips segment = MachineChips.ForSegment(whole.Program, default, default, ends: true);
        MachineChips paths = MachineChips.For(PathChipTests.SortWithPaths(3), default, default);
        return whole.ChipSet.Chips.Concat(segment.ChipSet.Chips).Concat(paths.ChipSet.Chips).DistinctBy(chip => chip.Name);
    }

    /// <summary>Hands over the traces of one run after the other; each run satisfies all chips and balances.</summary>
    internal static void ForEach(Action<IReadOnlyList<Trace>> use)
    {
        foreach ((LoweredProgram program, ProgramInputs? inputs, ulong? fuel) in Programs())
        {
            using MachineRun run = new(program, inputs, fuel);
            Assert.Empty(run.Failures());
            use(run.Traces);
        }

        (SegmentStatement segment, FilledTraces filled) = BoundaryTests.FirstSegment();
        using (filled)
        {
            Assert.Empty(BusBalanceChecker.Check(filled.Traces, MachineChips.PublicTerms(segment, BoundaryTests.Program())));
            use(filled.Traces);
        }
    }

    private static IEnumerable<(LoweredProgram Program, ProgramInputs? Inputs, ulong? Fuel)> Programs()
    {
        // First, so that the Call chip has this stack limit.
        yield return (ControlChipTests.EndlessRecursion(), null, null);
        foreach (TheoryDataRow<string, Operation, Operation> group in ArithmeticChipTests.Groups)
        {
            (string chip, Operation first, Operation last) = group.Data;
            bool isWide = ArithmeticChipTests.IsWide(chip);
            IEnumerable<(ulong, ulong)> pairs = Operands.Pairs(isWide, 12, 5).Where((_, index) => index % 7 == 2);
            yield return (ArithmeticChipTests.Program(chip, first, last, pairs), null, null);
        }

        foreach (bool isWide in new[] { false, true })
        {
            IEnumerable<(ulong, ulong)> pairs = DivideTests.Operands(isWide, random: 8, seed: 11).Where((_, index) => index % 5 == 0);
            yield return (DivideTests.Program(isWide, pairs), null, null);
        }

        yield return (ConvertChipTests.Program(), null, null);
        yield return (MemoryChipTests.Accesses([.. MemoryChipTests.LoadsAndStores, .. MemoryChipTests.LoadsAndStores], 1), null, null);
        foreach (Operation operation in new[] { Operation.Load64, Operation.Load8S, Operation.Store64, Operation.Store16 })
            yield return (MemoryChipTests.OutOfBounds(operation), null, null);
        yield return (MemoryChipTests.Auxiliary(), null, null);
        yield return (ControlChipTests.Everything(), ControlChipTests.s_inputs, null);
        yield return (ControlChipTests.EndlessRecursion(), null, 5);
        yield return (LoopProgramTests.Fibonacci(4000), null, null);
        yield return (KeccakTests.FourCalls(3), null, null);
        yield return (Sha256Tests.Program(3), null, null);
        foreach (TheoryDataRow<Operation> operation in AcceleratorChipTests.Operations)
            yield return (AcceleratorChipTests.Program(operation.Data, 3, randomCalls: 2, traps: true), null, null);
        yield return (PathChipTests.SortWithPaths(3), PathChipTests.SortInputs, null);
    }
}
