namespace Supercomputer.Machine.Lowering;

/// <summary>The classes of operations: executed instructions of one class are rows of one chip.</summary>
public enum OperationClass : byte
{
    /// <summary><see cref="Operation.Halt"/>.</summary>
    Halt,
    /// <summary><see cref="Operation.Jump"/> and <see cref="Operation.JumpIndirect"/>.</summary>
    Jump,
    /// <summary><see cref="Operation.Call"/> and <see cref="Operation.CallIndirect"/>.</summary>
    Call,
    /// <summary><see cref="Operation.Return"/>.</summary>
    Return,
    /// <summary><see cref="Operation.MemorySize"/> and <see cref="Operation.MemoryGrow"/>.</summary>
    MemorySize,
    /// <summary><see cref="Operation.Input"/>.</summary>
    Input,
    /// <summary><see cref="Operation.Output"/>.</summary>
    Output,
    /// <summary><see cref="Operation.KeccakF"/>.</summary>
    Keccak,
    /// <summary>Loads and stores of the Auxiliary space.</summary>
    Auxiliary,
    /// <summary><see cref="Operation.Move32"/> and <see cref="Operation.Const32"/>.</summary>
    Move32,
    /// <summary><see cref="Operation.Move64"/> and <see cref="Operation.Const64"/>.</summary>
    Move64,
    /// <summary>Wrapping, extending and sign extension.</summary>
    Convert,
    /// <summary>32-bit addition and subtraction.</summary>
    Add32,
    /// <summary>64-bit addition and subtraction.</summary>
    Add64,
    /// <summary>32-bit and, or, exclusive or.</summary>
    Bitwise32,
    /// <summary>64-bit and, or, exclusive or.</summary>
    Bitwise64,
    /// <summary>32-bit multiplication.</summary>
    Multiply32,
    /// <summary>64-bit multiplication.</summary>
    Multiply64,
    /// <summary>32-bit unsigned quotient and remainder.</summary>
    Divide32,
    /// <summary>64-bit unsigned quotient and remainder.</summary>
    Divide64,
    /// <summary>32-bit shifts and rotations.</summary>
    Shift32,
    /// <summary>64-bit shifts and rotations.</summary>
    Shift64,
    /// <summary>32-bit comparisons to a register.</summary>
    Set32,
    /// <summary>64-bit comparisons to a register.</summary>
    Set64,
    /// <summary>32-bit compare and branch.</summary>
    Branch32,
    /// <summary>64-bit compare and branch.</summary>
    Branch64,
    /// <summary>Memory accesses to or from a 32-bit register that lie in bounds and inside one word.</summary>
    MemoryWord,
    /// <summary>All other memory accesses: 64-bit, crossing a word, out of bounds.</summary>
    MemoryAny,
    /// <summary><see cref="Operation.Sha256"/>.</summary>
    Sha256,
    /// <summary>From <see cref="Operation.MultiplyAdd256"/> to <see cref="Operation.Inverse384"/>, and <see cref="Operation.MultiplyAddFp2Of256"/>.</summary>
    Modular,
    /// <summary><see cref="Operation.Poseidon2Of16"/> and <see cref="Operation.Poseidon2Of24"/>.</summary>
    Poseidon2,
}
