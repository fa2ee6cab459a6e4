using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Execution;

/// <summary>Everything that happened in a run, by chip: what trace filling reads.</summary>
public sealed class ExecutionRecord
{
    private readonly GrowingBuffer<Step>[] _steps =
        [.. Enumerable.Range(0, Operations.ClassCount).Select(_ => new GrowingBuffer<Step>())];

    internal ExecutionRecord(int instructionCount) => ProgramCounts = new uint[instructionCount];

    /// <summary>The executed instructions of a class, in order of time.</summary>
    public GrowingBuffer<Step> Steps(OperationClass operationClass) => _steps[(int)operationClass];

    /// <summary>The words that the steps touched, in order of time.</summary>
    public GrowingBuffer<WordAccess> Words { get; } = new();

    /// <summary>The refreshes, in order of time.</summary>
    public GrowingBuffer<RefreshRecord> Refreshes { get; } = new();

    /// <summary>The cells touched that no image gives, ascending by space and address.</summary>
    public CellRecord[] Cells { get; internal set; } = [];

    /// <summary>The cells of the memory image, all of them, ascending; untouched ones have both times 0.</summary>
    public CellRecord[] MemoryImageCells { get; internal set; } = [];

    /// <summary>The cells of the auxiliary image, all of them, ascending; untouched ones have both times 0.</summary>
    public CellRecord[] AuxiliaryImageCells { get; internal set; } = [];

    /// <summary>How often each instruction was executed: the multiplicities of the program table.</summary>
    public uint[] ProgramCounts { get; }
}
