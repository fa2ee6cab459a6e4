namespace Supercomputer.Machine.Execution;

/// <summary>The spaces of the memory argument, by the number that the Memory bus carries.</summary>
public enum Space : byte
{
    /// <summary>No space.</summary>
    None = 0,
    /// <summary>32-bit registers at fp + index.</summary>
    Register32 = 1,
    /// <summary>64-bit registers at fp + index.</summary>
    Register64 = 2,
    /// <summary>Linear memory, by words of 32 bits.</summary>
    Memory = 3,
    /// <summary>Globals, tables and what the runtime keeps, by words of 32 bits.</summary>
    Auxiliary = 4,
    /// <summary>Return addresses: at a frame, the program counter (bits 0 to 31) and the frame (32 to 63) to return to.</summary>
    Call = 5,
}
