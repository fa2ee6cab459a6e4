namespace Supercomputer.Machine.Execution;

/// <summary>One executed instruction: a row of the chip of its class.</summary>
/// <remarks>
/// Shape: the instruction is the program's at <see cref="ProgramCounter"/>. Fields that its operation does not use are 0.
/// First operand at clock, second at clock + 1, words at clock + 2, destination at clock + 3.
/// </remarks>
public struct Step
{
    /// <summary>The value of operand A.</summary>
    public ulong A;
    /// <summary>The value of operand B: the register's, or the immediate.</summary>
    public ulong B;
    /// <summary>The value written to the destination register.</summary>
    public ulong D;
    /// <summary>The value that the destination register held.</summary>
    public ulong OldD;
    /// <summary>The clock: 4, 8, 12, ...</summary>
    public uint Clock;
    /// <summary>The program counter.</summary>
    public uint ProgramCounter;
    /// <summary>The frame pointer.</summary>
    public uint FramePointer;
    /// <summary>The pages of memory before the step.</summary>
    public uint Pages;
    /// <summary>The time of the access to A's register before this one (after any refresh); 0 in place.</summary>
    public uint ATime;
    /// <summary>The time of the access to B's register before this one.</summary>
    public uint BTime;
    /// <summary>The time of the access to the destination register before this one.</summary>
    public uint DTime;
    /// <summary>The program counter of the next step.</summary>
    public uint NextProgramCounter;
    /// <summary>The index of the first of the step's words in <see cref="ExecutionRecord.Words"/>; -1 where it has none.</summary>
    public int FirstWord;
}
