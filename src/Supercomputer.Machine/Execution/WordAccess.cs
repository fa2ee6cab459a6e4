namespace Supercomputer.Machine.Execution;

/// <summary>An access of a step to a word of memory, of the Auxiliary space, or to a call cell, at clock + 2 unless an <see cref="AcceleratorCall"/> says otherwise.</summary>
/// <remarks>A memory access has one to three of them, ascending; <see cref="Lowering.Operation.KeccakF"/> has 50.</remarks>
public struct WordAccess
{
    /// <summary>The value before.</summary>
    public ulong Old;
    /// <summary>The value after; equal to <see cref="Old"/> for a read.</summary>
    public ulong New;
    /// <summary>The address in its space.</summary>
    public uint Address;
    /// <summary>The time of the access before this one (after any refresh).</summary>
    public uint PreviousTime;
}
