using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips.Accelerators;
using Supercomputer.Machine.Chips.Control;
using Supercomputer.Machine.Chips.Tables;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Machine.Segments;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>The chips that prove the runs of one program on one pair of public streams.</summary>
/// <remarks>Shape: the instruction chips that the program's operations can need; then Halt, Cells, Refresh, Program, the images
/// the Input table and the rounds of Keccak and SHA-256 where there are any, and the Byte table.</remarks>
public sealed class MachineChips
{
    /// <summary>Addresses and times are below this.</summary>
    internal const long AddressLimit = 1L << 29;

    private MachineChips(LoweredProgram program, ReadOnlySpan<byte> publicBytes, ReadOnlySpan<byte> disclosedBytes, bool isSegment, bool ends)
    {
        RequireLimits(program);
        Program = program;
        Routes = InstructionChips.For(program);
        List<Chip> chips = [.. Routes.Select(route => route.Chip.Chip)];
        Paths = [.. program.Paths.Select((path, number) => new PathChip(number, program.Instructions.Length + number, PathPlan.Create(program.Instructions, path)))];
        chips.AddRange(Paths.Select(path => path.Chip));
        ProgramTable = new(program.Instructions, [.. Paths.Select(path => path.Plan)]);
        Ends = ends;
        if (ends) chips.Add(Halt.Chip);
        if (isSegment) Boundary = new();
        chips.AddRange([Boundary?.Chip ?? Cells.Chip, Refresh.Chip, ProgramTable.Chip]);
        if (program.MemoryImage.Length > 0 && !isSegment)
            chips.Add((MemoryImage = new("MemoryImage", Space.Memory, program.MemoryImage)).Chip);
        if (program.AuxiliaryImage.Length > 0 && !isSegment)
            chips.Add((AuxiliaryImage = new("AuxiliaryImage", Space.Auxiliary, program.AuxiliaryImage)).Chip);
        if (Routes.Any(route => route.Class == OperationClass.Input))
            chips.Add((InputTable = new(publicBytes, disclosedBytes)).Chip);
        if (Routes.Any(route => route.Class == OperationClass.Keccak))
            chips.Add((KeccakRounds = KeccakRoundChip.Instance.Value).Chip);
        if (Routes.Any(route => route.Class == OperationClass.Sha256))
            chips.Add((Sha256Rounds = Sha256RoundChip.Instance.Value).Chip);
        chips.Add(ByteTable.Chip);
        ChipSet = new(chips);
    }

    /// <summary>The program.</summary>
    public LoweredProgram Program { get; }

    /// <summary>The chips, in the order of traces.</summary>
    public ChipSet ChipSet { get; }

    internal IReadOnlyList<InstructionChips.Route> Routes { get; }

    /// <summary>Whether the run ends in what these chips prove.</summary>
    internal bool Ends { get; }

    internal IReadOnlyList<PathChip> Paths { get; }

    /// <summary>How far a row of a chip moves the clock, in steps; 0 for chips that take no state or only end it.</summary>
    internal int StepsOfRow(Chip chip) =>
        Paths.FirstOrDefault(path => path.Chip == chip) is { } found ? found.Plan.Path.Length
        : chip.Interactions.Any(interaction => interaction.Bus == Buses.State) ? 1 : 0;

    internal HaltChip Halt { get; } = new();

    internal CellsChip Cells { get; } = new();

    /// <summary>In a segment, what stands in for Cells and the images.</summary>
    internal BoundaryChip? Boundary { get; }

    internal RefreshChip Refresh { get; } = new();

    internal ByteTableChip ByteTable { get; } = new();

    internal ProgramTableChip ProgramTable { get; }

    internal ImageChip? MemoryImage { get; }

    internal ImageChip? AuxiliaryImage { get; }

    internal InputTableChip? InputTable { get; }

    internal KeccakRoundChip? KeccakRounds { get; }

    internal Sha256RoundChip? Sha256Rounds { get; }

    /// <summary>The chips for a program and the streams of a statement.</summary>
    /// <param name="program">The lowered program.</param>
    /// <param name="publicBytes">The public stream.</param>
    /// <param name="disclosedBytes">The disclosed stream.</param>
    public static MachineChips For(
        LoweredProgram program, ReadOnlySpan<byte> publicBytes, ReadOnlySpan<byte> disclosedBytes) =>
        new(program, publicBytes, disclosedBytes, isSegment: false, ends: true);

    /// <summary>The chips for a segment of a run that has several.</summary>
    /// <param name="program">The lowered program.</param>
    /// <param name="publicBytes">The public stream.</param>
    /// <param name="disclosedBytes">The disclosed stream.</param>
    /// <param name="ends">Whether the run ends in it.</param>
    public static MachineChips ForSegment(
        LoweredProgram program, ReadOnlySpan<byte> publicBytes, ReadOnlySpan<byte> disclosedBytes, bool ends) =>
        new(program, publicBytes, disclosedBytes, isSegment: true, ends);

    /// <summary>What the statement itself sends and receives.</summary>
    /// <param name="output">The public output.</param>
    /// <param name="outcome">How the run ended.</param>
    /// <param name="steps">The steps before the end.</param>
    /// <param name="instructionCount">The WebAssembly instructions executed.</param>
    /// <remarks>The caller checks that steps equal the fuel when it ran out and do not exceed it otherwise, that fewer than
    /// 2^27 rows of instruction chips exist, and that the instruction count is below p.</remarks>
    public IReadOnlyList<PublicTerm> PublicTerms(
        ReadOnlySpan<byte> output, Outcome outcome, ulong steps, ulong instructionCount)
    {
        List<PublicTerm> terms =
        [
            new(Buses.State, true, [4, Program.EntryProgramCounter, 0, Program.InitialPages]),
            new(Buses.End, false, [(uint)outcome, Reduce(4 + 4 * steps)]),
            new(Buses.Count, true, [0, 0]),
            new(Buses.Count, false, [ProgramTableChip.RowsFor(Program), Reduce(instructionCount)]),
        ];
        for (int index = 0; index < output.Length; index++)
            terms.Add(new(Buses.Output, false, [(uint)index & 0xFFFF, (uint)index >> 16, output[index], 0]));
        foreach ((Space space, long first, long last) in Gaps())
        {
            terms.Add(new(Buses.Chain, true, [(uint)space, first == 0 ? KoalaBear.Modulus - 1 : (uint)first - 1]));
            terms.Add(new(Buses.Chain, false, [(uint)space, (uint)last]));
        }

        return terms;
    }

    /// <summary>What the statement of a segment sends and receives.</summary>
    /// <param name="segment">The segment; the caller has checked its cells' order and first values, and that it begins where the one before ends.</param>
    /// <param name="program">The program.</param>
    public static IReadOnlyList<PublicTerm> PublicTerms(SegmentStatement segment, LoweredProgram program)
    {
        uint clock = Reduce(4 + 4 * segment.Steps);
        List<PublicTerm> terms = new(4 + segment.Output.Length + segment.Cells.Count)
        {
            new(Buses.State, true, [4, segment.Begin.ProgramCounter, segment.Begin.FramePointer, segment.Begin.Pages]),
            segment.Outcome is { } outcome
                ? new(Buses.End, false, [(uint)outcome, clock])
                : new(Buses.State, false, [clock, segment.End.ProgramCounter, segment.End.FramePointer, segment.End.Pages]),
            new(Buses.Count, true, [0, 0]),
            new(Buses.Count, false, [ProgramTableChip.RowsFor(program), Reduce(segment.InstructionCount)]),
        };
        for (int at = 0; at < segment.Output.Length; at++)
        {
            uint index = (uint)(segment.OutputStart + at);
            terms.Add(new(Buses.Output, false, [index & 0xFFFF, index >> 16, segment.Output.Span[at], 0]));
        }

        foreach (BoundaryCell cell in segment.Cells) terms.Add(BoundaryChip.Term(cell.Space, cell.Address, cell.First, cell.Last));
        return terms;
    }

    /// <summary>The runs of addresses that no image gives, ascending by space and address.</summary>
    internal IEnumerable<(Space Space, long First, long Last)> Gaps() =>
    [
        (Space.Register32, 0, AddressLimit - 1),
        (Space.Register64, 0, AddressLimit - 1),
        .. GapsOf(Space.Memory, Program.MemoryImage),
        .. GapsOf(Space.Auxiliary, Program.AuxiliaryImage),
        (Space.Call, 0, (long)Program.Limits.StackLimit - 1),
    ];

    private static IEnumerable<(Space Space, long First, long Last)> GapsOf(Space space, ImageInterval[] image)
    {
        long first = 0;
        foreach (ImageInterval interval in image)
        {
            if (interval.Start > first) yield return (space, first, interval.Start - 1L);
            first = interval.End;
        }

        yield return (space, first, AddressLimit - 1);
    }

    private static uint Reduce(ulong value) => (uint)(value % KoalaBear.Modulus);

    // What the chips' soundness arguments take from the program table; a key that breaks it is refused before this.
    private static void RequireLimits(LoweredProgram program)
    {
        if (program.MaximumPages > LoweringLimits.ProvablePages || program.InitialPages > program.MaximumPages)
            throw new ArgumentException($"memory of {program.InitialPages} to {program.MaximumPages} pages", nameof(program));
        if (program.Limits.StackLimit is 0 or > 1u << 28)
            throw new ArgumentException($"stack limit {program.Limits.StackLimit}, expected 1 to 2^28", nameof(program));
    }
}
