namespace Supercomputer.Machine.Execution;

/// <summary>A cell that the run touched: when it begins to exist and how it ends.</summary>
public struct CellRecord
{
    /// <summary>The value at the start: 0, or the image's.</summary>
    public ulong Initial;
    /// <summary>The value at the end.</summary>
    public ulong Final;
    /// <summary>Its address.</summary>
    public uint Address;
    /// <summary>The time it begins at: one before its first access.</summary>
    public uint InitialTime;
    /// <summary>The time of its last access.</summary>
    public uint FinalTime;
    /// <summary>Its space.</summary>
    public Space Space;
}
