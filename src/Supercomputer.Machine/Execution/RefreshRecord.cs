namespace Supercomputer.Machine.Execution;

/// <summary>A row of the refresh chip: a cell that was not touched for 2^16 ticks is carried from one time to a later one.</summary>
public struct RefreshRecord
{
    /// <summary>The value of the cell.</summary>
    public ulong Value;
    /// <summary>Its address.</summary>
    public uint Address;
    /// <summary>The time of its last access.</summary>
    public uint OldTime;
    /// <summary>The time it is carried to: one before the access that needs it.</summary>
    public uint NewTime;
    /// <summary>Its space.</summary>
    public Space Space;
}
