using Supercomputer.Machine.Chips.Accelerators;
using Supercomputer.Machine.Chips.Tables;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>Turns the record of a run into the traces of the machine's chips.</summary>
/// <remarks>
/// The result depends on the record alone, not on the number of threads. Cost: blocks of rows are filled row by row in a buffer that
/// stays in the first cache and then copied column by column.
/// </remarks>
public static class TraceFiller
{
    private const int RowsOfTask = 1 << TableParts.LogSmallest;

    private delegate void RowFiller(int index, Span<uint> row, LookupCounts counts);

    /// <summary>Fills all traces.</summary>
    /// <param name="chips">The chips of the program.</param>
    /// <param name="result">A run of the program, with its record.</param>
    public static FilledTraces Fill(MachineChips chips, ExecutionResult result)
    {
        ExecutionRecord record = result.Record ?? throw new ArgumentException("the run has no record", nameof(result));
        List<Job> jobs = Jobs(chips, record);
        LookupCounts counts = Run(jobs);
        Dictionary<Chip, Trace[]> traces = new(ReferenceEqualityComparer.Instance);
        foreach (Job job in jobs) traces.Add(job.Chip, new Trace[job.Parts.Length]);
        Parallel.ForEach(
            jobs.SelectMany(job => job.Parts.Select((builder, part) => (job.Chip, Builder: builder, Part: part))),
            table => traces[table.Chip][table.Part] = table.Builder.Seal());
        if (chips.Ends) traces.Add(chips.Halt.Chip, [chips.Halt.Fill(result)]);
        traces.Add(chips.ProgramTable.Chip, [chips.ProgramTable.Fill(record.ProgramCounts)]);
        if (chips.InputTable is { } input)
            traces.Add(input.Chip, [input.Fill(record.Steps(OperationClass.Input).Span, record.PathInputs.Span, chips.Program)]);
        if (chips.KeccakRounds is { } rounds && record.Steps(OperationClass.Keccak).Count > 0)
            traces.Add(rounds.Chip, KeccakRoundTrace.Fill(record));
        traces.Add(chips.ByteTable.Chip, [chips.ByteTable.Fill(counts)]);
        return new([.. chips.ChipSet.Chips.SelectMany(chip => traces.GetValueOrDefault(chip) ?? [])]);
    }

    private static List<Job> Jobs(MachineChips chips, ExecutionRecord record)
    {
        List<Job> jobs = [];
        Instruction[] program = chips.Program.Instructions;
        foreach (InstructionChips.Route route in chips.Routes)
        {
            GrowingBuffer<Step> steps = record.Steps(route.Class);
            int[]? chosen = route.IsPartial ? Chosen(route, steps, program) : null;
            int rows = chosen?.Length ?? steps.Count;
            if (rows == 0) continue;
            InstructionChip chip = route.Chip;
            jobs.Add(new(chip.Chip, rows, (row, cells, counts) =>
            {
                ref readonly Step step = ref steps[chosen is null ? row : chosen[row]];
                chip.FillRow(step, program[step.ProgramCounter], record.Words.Span, cells, counts);
            }));
        }

        AddPaths(jobs, chips, record);
        if (chips.Boundary is { } boundary)
            jobs.Add(new(boundary.Chip, record.Touched.Length, (row, span, _) => boundary.FillRow(record.Touched[row], span)));
        else AddCells(jobs, chips, record);
        if (record.Refreshes.Count > 0)
            jobs.Add(new(chips.Refresh.Chip, record.Refreshes.Count, (row, span, counts) =>
                chips.Refresh.FillRow(record.Refreshes[row], span, counts)));
        AddImage(jobs, chips.MemoryImage, record.MemoryImageCells);
        AddImage(jobs, chips.AuxiliaryImage, record.AuxiliaryImageCells);
        AddSha256(jobs, chips, record);
        return jobs;
    }

    private static void AddSha256(List<Job> jobs, MachineChips chips, ExecutionRecord record)
    {
        GrowingBuffer<Step> steps = record.Steps(OperationClass.Sha256);
        if (chips.Sha256Rounds is not { } rounds || steps.Count == 0) return;
        jobs.Add(new(rounds.Chip, Sha256RoundChip.RowsOfCall * steps.Count, (row, span, counts) =>
        {
            ref readonly Step step = ref steps[row / Sha256RoundChip.RowsOfCall];
            Span<uint> words = stackalloc uint[24];
            for (int word = 0; word < words.Length; word++) words[word] = (uint)record.Words[step.FirstWord + 2 + word].Old;
            rounds.FillRow(step.Clock, words, row % Sha256RoundChip.RowsOfCall, span, counts);
        }));
    }

    private static void AddCells(List<Job> jobs, MachineChips chips, ExecutionRecord record)
    {
        List<(CellRecord Cell, long Previous)> cells = CellRows(chips, record);
        jobs.Add(new(chips.Cells.Chip, cells.Count, (row, span, counts) =>
            chips.Cells.FillRow(cells[row].Cell, cells[row].Previous, span, counts)));
    }

    private static void AddPaths(List<Job> jobs, MachineChips chips, ExecutionRecord record)
    {
        for (int index = 0; index < chips.Paths.Count; index++)
        {
            GrowingBuffer<uint> rows = record.PathRows[index];
            PathChip chip = chips.Paths[index];
            int words = PathRunner.RowWords(chip.Plan);
            if (rows.Count > 0)
                jobs.Add(new(chip.Chip, rows.Count / words, (row, cells, counts) =>
                    chip.FillRow(rows.Span.Slice(row * words, words), cells, counts)));
        }
    }

    private static int[] Chosen(InstructionChips.Route route, GrowingBuffer<Step> steps, Instruction[] program)
    {
        List<int> chosen = [];
        for (int index = 0; index < steps.Count; index++)
            if (route.Takes(program[steps[index].ProgramCounter]))
                chosen.Add(index);
        return [.. chosen];
    }

    private static void AddImage(List<Job> jobs, ImageChip? image, CellRecord[] cells)
    {
        if (image is null) return;
        if (image.Rows != cells.Length)
            throw new InvalidOperationException($"{image.Chip.Name}: the record has {cells.Length} cells, the image {image.Rows}");
        jobs.Add(new(image.Chip, cells.Length, (row, span, _) => image.FillRow(cells[row], span)));
    }

    /// <summary>The rows of the Cells chip: the touched cells of each gap, ascending, and the gap's last cell, touched or not.</summary>
    private static List<(CellRecord Cell, long Previous)> CellRows(MachineChips chips, ExecutionRecord record)
    {
        List<(CellRecord, long)> rows = new(record.Cells.Length + 16);
        int next = 0;
        foreach ((Space space, long first, long last) in chips.Gaps())
        {
            long previous = first - 1;
            for (; next < record.Cells.Length && record.Cells[next].Space == space && record.Cells[next].Address <= last; next++)
            {
                rows.Add((record.Cells[next], previous));
                previous = record.Cells[next].Address;
            }

            if (previous != last) rows.Add((new() { Space = space, Address = (uint)last }, previous));
        }

        if (next != record.Cells.Length)
            throw new InvalidOperationException($"cell {record.Cells[next].Space} {record.Cells[next].Address} is in no gap");
        return rows;
    }

    private static LookupCounts Run(List<Job> jobs)
    {
        List<(Job Job, int First)> tasks =
            [.. jobs.SelectMany(job => Enumerable.Range(0, (job.Rows + RowsOfTask - 1) / RowsOfTask).Select(task => (job, task * RowsOfTask)))];
        LookupCounts total = new();
        Parallel.For(
            0, tasks.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new LookupCounts(),
            (task, _, counts) =>
            {
                tasks[task].Job.Fill(tasks[task].First, counts);
                return counts;
            },
            counts =>
            {
                lock (total) total.Add(counts);
            });
        return total;
    }

    private sealed class Job(Chip chip, int rows, RowFiller filler)
    {
        private const int RowsOfBlock = 64;

        internal Chip Chip => chip;

        internal int Rows => rows;

        internal TraceBuilder[] Parts { get; } = TraceBuilder.Parts(chip, rows);

        internal void Fill(int first, LookupCounts counts)
        {
            // A task lies inside one part: parts are multiples of a task's rows, or there is only one.
            int width = chip.Width, part = 0, start = 0;
            while (first >= start + Parts[part].Height) start += Parts[part++].Height;
            uint[] block = new uint[RowsOfBlock * width];
            for (int end = Math.Min(first + RowsOfTask, rows); first < end; first += RowsOfBlock)
            {
                int blockRows = Math.Min(RowsOfBlock, end - first);
                Array.Clear(block);
                for (int row = 0; row < blockRows; row++) filler(first + row, block.AsSpan(row * width, width), counts);
                for (int column = 0; column < width; column++)
                {
                    Span<uint> cells = Parts[part].Column(column).Slice(first - start, blockRows);
                    for (int row = 0; row < cells.Length; row++) cells[row] = block[row * width + column];
                }
            }
        }
    }
}
