using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Chips.Accelerators;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Commitments;
using Supercomputer.Proofs.Proving;

namespace Supercomputer.Machine.Proving;

/// <summary>The peak memory of a proof, from the heights of its chips, before anything is allocated for them.</summary>
internal static class MemoryEstimate
{
    /// <summary>What a process holds before the first table: runtime, code, and the kernels' small tables.</summary>
    private const long BaseBytes = 76L << 20;

    /// <summary>Half bytes of one leaf, for each coordinate of the challenge field, while the fractional-sum tree stands: all layers, and
    /// what one layer's rounds fold.</summary>
    private const long TreeHalfBytesPerLeaf = 25;

    /// <summary>Bytes of one cell, for each coordinate, while the zerocheck folds it in the extension.</summary>
    private const long ZerocheckBytesPerCell = 2;

    /// <summary>Bytes that both threads hold for each node of the widest chip's program: two blocks of rows in the extension.</summary>
    private const long ProgramBytesPerNode = 4096;

    /// <summary>The estimate for these heights: the greatest of lookups, zerocheck and opening, beside what stands throughout.</summary>
    /// <remarks>The constants are fitted to the resident peak of runs of 2^12 to 2^20 rows; docs/performance.md shows both.</remarks>
    /// <param name="argument">The heights and parameters.</param>
    /// <param name="recordBytes">What the record of the run holds.</param>
    public static long PeakBytes(ChipSetArgument argument, long recordBytes)
    {
        long cells = argument.Shapes.Sum(shape => (long)shape.Chip.Width << shape.LogHeight);
        long degree = argument.Parameters.Shape.FieldDegree;
        long committed = StackedCommitment.CommittedBytes(argument.Columns, argument.Parameters);
        long tree = committed + (TreeHalfBytesPerLeaf * degree * argument.Leaves.Count / 2);
        long zerocheck = committed + (ZerocheckBytesPerCell * degree * cells);
        long opening = StackedCommitment.EstimatePeakBytes(argument.Columns, argument.Parameters);
        long programs = ProgramBytesPerNode * argument.Shapes.Max(shape => shape.Chip.Program.Nodes.Length);
        return BaseBytes + recordBytes + programs + Math.Max(opening, Math.Max(tree, zerocheck));
    }

    /// <summary>What the record of a run holds.</summary>
    public static unsafe long RecordBytes(ExecutionRecord record)
    {
        long bytes = (long)record.Words.Count * sizeof(WordAccess) + (long)record.Refreshes.Count * sizeof(RefreshRecord)
            + (long)record.Cells.Length * sizeof(CellRecord);
        for (int index = 0; index < Operations.ClassCount; index++)
            bytes += (long)record.Steps((OperationClass)index).Count * sizeof(Step);
        bytes += record.PathRows.Sum(rows => (long)rows.Count * sizeof(uint)) + ((long)record.PathInputs.Count * sizeof(ulong));
        return bytes + bytes / 2; // buffers grow by doubling
    }

    /// <summary>The heights that the traces of a run will have, and their rows before padding.</summary>
    public static IReadOnlyList<(ChipShape Shape, long Rows)> Shapes(MachineChips chips, ExecutionRecord record)
    {
        Dictionary<Chip, int> rows = new(ReferenceEqualityComparer.Instance)
        {
            [chips.Halt.Chip] = 1,
            [chips.Boundary?.Chip ?? chips.Cells.Chip] = chips.Boundary is null ? record.Cells.Length + chips.Gaps().Count() : record.Touched.Length,
            [chips.Refresh.Chip] = record.Refreshes.Count,
        };
        foreach (InstructionChips.Route route in chips.Routes)
        {
            int count = 0;
            foreach (ref readonly Step step in record.Steps(route.Class).Span)
                if (route.Takes(chips.Program.Instructions[step.ProgramCounter]))
                    count++;
            rows[route.Chip.Chip] = count;
        }

        for (int index = 0; index < chips.Paths.Count; index++)
            rows[chips.Paths[index].Chip] = record.PathRows[index].Count / PathRunner.RowWords(chips.Paths[index].Plan);
        if (chips.KeccakRounds is { } keccak)
            rows[keccak.Chip] = KeccakRoundFunction.Rounds * record.Steps(OperationClass.Keccak).Count;
        if (chips.Sha256Rounds is { } sha256)
            rows[sha256.Chip] = Sha256RoundChip.RowsOfCall * record.Steps(OperationClass.Sha256).Count;
        List<(ChipShape, long)> shapes = [];
        foreach (Chip chip in chips.ChipSet.Chips)
        {
            if (chip.FixedLogHeight is { } height) shapes.Add((new(chip, height), 1L << height));
            else if (rows[chip] > 0) AddParts(shapes, chip, rows[chip]);
        }

        return shapes;
    }

    private static void AddParts(List<(ChipShape, long)> shapes, Chip chip, long rows)
    {
        foreach (int height in TableParts.Of(chip, (int)rows))
        {
            shapes.Add((new(chip, height), Math.Min(rows, 1L << height)));
            rows -= Math.Min(rows, 1L << height);
        }
    }
}
