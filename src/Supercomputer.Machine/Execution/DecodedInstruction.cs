using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Execution;

/// <summary>An instruction with the facts about its operation beside it, as the interpreters read it.</summary>
internal readonly struct DecodedInstruction
{
    internal readonly ulong Immediate;
    internal readonly uint D, A, B, Cost;
    internal readonly Operation Operation;
    internal readonly OperandForms Forms;
    internal readonly OperationClass Class;
    internal readonly byte AccessBytes;
    internal readonly bool IsInPlace;

    private DecodedInstruction(Instruction instruction)
    {
        (Operation, D, A, B, Immediate, Cost) = instruction;
        IsInPlace = instruction.IsInPlace;
        Forms = Operation.Forms();
        Class = Operation.Class();
        AccessBytes = (byte)Operation.AccessBytes();
    }

    internal static DecodedInstruction[] Decode(Instruction[] instructions) =>
        Array.ConvertAll(instructions, static i => new DecodedInstruction(i));
}
