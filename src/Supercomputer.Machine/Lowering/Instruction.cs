namespace Supercomputer.Machine.Lowering;

/// <summary>One instruction of the register machine: a row of the program table. Its index in the program is its program counter.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="D">The destination register, or the target of a jump, branch or call.</param>
/// <param name="A">The first operand's register.</param>
/// <param name="B">The second operand's register.</param>
/// <param name="Immediate">The value, offset, address, frame size or stream; 0 where the operation has none.</param>
/// <param name="Cost">The number of WebAssembly instructions that it stands for.</param>
/// <remarks>Range: registers are below 2^16, targets below 2^24; fields that an operation does not use are 0.</remarks>
public readonly record struct Instruction(
    Operation Operation, uint D, uint A, uint B, ulong Immediate, uint Cost)
{
    /// <summary>The first immediate field: a whole number below 2^29 where <see cref="Operations.HasWholeImmediate"/> says so,
    /// else bits 0 to 15.</summary>
    public uint I0 => Operation.IsFixedShift() ? FixedShift.Power : Operation.HasWholeImmediate() ? (uint)Immediate : (uint)(Immediate & 0xFFFF);

    /// <summary>Bits 16 to 31 of the immediate, where it is given by limbs.</summary>
    public uint I1 => Operation.IsFixedShift() ? FixedShift.Moves(1) : Operation.HasWholeImmediate() ? 0 : (uint)(Immediate >> 16) & 0xFFFF;

    /// <summary>Bits 32 to 47 of the immediate, where it is given by limbs.</summary>
    public uint I2 => Operation.IsFixedShift() ? FixedShift.Moves(2) : Operation.HasWholeImmediate() ? 0 : (uint)(Immediate >> 32) & 0xFFFF;

    /// <summary>Bits 48 to 63 of the immediate, where it is given by limbs.</summary>
    public uint I3 => Operation.IsFixedShift() ? FixedShift.Moves(3) : Operation.HasWholeImmediate() ? 0 : (uint)(Immediate >> 48);

    /// <summary>Whether it writes the register of operand A, in a chip that has one access for both.</summary>
    public bool IsInPlace => D == A && Operation.Class() is (OperationClass.Add32 or OperationClass.Bitwise32);

    internal FixedShift FixedShift => FixedShift.Of(Operation, (uint)Immediate);

    /// <summary>The instruction as text, as in <c>Add32Imm r3 r1 8</c>.</summary>
    public override string ToString() => InstructionText.Format(this);
}
