using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Execution;

/// <summary>Everything that happened in a run, by chip: what trace filling reads.</summary>
/// <remarks>Safety: native memory; after <see cref="Dispose"/> steps, words and refreshes are empty.</remarks>
public sealed class ExecutionRecord : IDisposable
{
    private readonly GrowingBuffer<Step>[] _steps =
        [.. Enumerable.Range(0, Operations.ClassCount).Select(_ => new GrowingBuffer<Step>())];

    internal ExecutionRecord(int instructionCount, int paths)
    {
        ProgramCounts = new uint[instructionCount + paths];
        PathRows = [.. Enumerable.Range(0, paths).Select(_ => new GrowingBuffer<uint>())];
    }

    /// <summary>The rows of each path's chip, as <see cref="Paths.PathRunner"/> writes them.</summary>
    internal GrowingBuffer<uint>[] PathRows { get; }

    /// <summary>What path rows read of the public and the disclosed stream: the stream times 2^32 and the index.</summary>
    internal GrowingBuffer<ulong> PathInputs { get; } = new();

    /// <summary>The executed instructions of a class, in order of time.</summary>
    public GrowingBuffer<Step> Steps(OperationClass operationClass) => _steps[(int)operationClass];

    /// <summary>The words that the steps touched, in order of time.</summary>
    public GrowingBuffer<WordAccess> Words { get; } = new();

    /// <summary>The refreshes, in order of time.</summary>
    public GrowingBuffer<RefreshRecord> Refreshes { get; } = new();

    /// <summary>All cells touched, ascending by space and address.</summary>
    public CellRecord[] Touched { get; private set; } = [];

    /// <summary>The cells touched that no image gives, ascending by space and address.</summary>
    public CellRecord[] Cells { get; internal set; } = [];

    /// <summary>The cells of the memory image, all of them, ascending; untouched ones have both times 0.</summary>
    public CellRecord[] MemoryImageCells { get; internal set; } = [];

    /// <summary>The cells of the auxiliary image, all of them, ascending; untouched ones have both times 0.</summary>
    public CellRecord[] AuxiliaryImageCells { get; internal set; } = [];

    /// <summary>How often each instruction, and after them each path, was executed: the multiplicities of the program table.</summary>
    public uint[] ProgramCounts { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (GrowingBuffer<Step> steps in _steps) steps.Dispose();
        foreach (GrowingBuffer<uint> rows in PathRows) rows.Dispose();
        PathInputs.Dispose();
        Words.Dispose();
        Refreshes.Dispose();
    }

    /// <summary>Takes the touched cells, ascending, and parts them into those of the images and the others.</summary>
    internal void SetCells(CellRecord[] touched, LoweredProgram program)
    {
        Touched = touched;
        MemoryImageCells = ImageCells(touched, Space.Memory, program.MemoryImage);
        AuxiliaryImageCells = ImageCells(touched, Space.Auxiliary, program.AuxiliaryImage);
        Cells = [.. touched.Where(c => !InImage(c, program))];
    }

    private static bool InImage(CellRecord cell, LoweredProgram program)
    {
        if (cell.Space is not (Space.Memory or Space.Auxiliary)) return false;
        ImageInterval[] image = cell.Space == Space.Memory ? program.MemoryImage : program.AuxiliaryImage;
        int low = 0, high = image.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (image[middle].End <= cell.Address) low = middle + 1;
            else high = middle;
        }
        return low < image.Length && image[low].Start <= cell.Address;
    }

    private static CellRecord[] ImageCells(CellRecord[] touched, Space space, ImageInterval[] image)
    {
        CellRecord[] cells = new CellRecord[image.Sum(i => i.Words.Length)];
        int at = 0, next = Array.FindIndex(touched, c => c.Space == space);
        if (next < 0) next = touched.Length;
        foreach (ImageInterval interval in image)
            for (uint i = 0; i < interval.Words.Length; i++)
            {
                uint address = interval.Start + i;
                while (next < touched.Length && touched[next].Space == space && touched[next].Address < address) next++;
                bool found = next < touched.Length && touched[next].Space == space && touched[next].Address == address;
                uint word = interval.Words[i];
                cells[at++] = found ? touched[next]
                    : new CellRecord { Space = space, Address = address, Initial = word, Final = word };
            }
        return cells;
    }
}
