using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>Instructions on vectors. A v128 takes two slots, its low half in the lower one, so that code without vectors runs as if
/// there were none: constants and locals move as two words, of which the second costs nothing.</summary>
internal sealed partial class CodeCompiler
{
    /// <summary>Slots beyond the operands for the pattern that a shuffle pushes.</summary>
    private int _patternSlots;

    /// <summary>Whether an instruction for any type moves a vector here.</summary>
    private bool MovesVector(Instruction instruction, ReadOnlySpan<ValType> operands) => instruction.Opcode switch
    {
        Opcode.LocalGet or Opcode.LocalSet or Opcode.LocalTee => _localTypes[instruction.Index] == ValType.V128,
        Opcode.GlobalGet or Opcode.GlobalSet => _module.GlobalTypes[instruction.Index].ValueType == ValType.V128,
        Opcode.Drop => operands[^1] == ValType.V128,
        Opcode.Select or Opcode.SelectTyped => operands[^2] == ValType.V128,
        _ => false,
    };

    private void Vector(Instruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.LocalGet: MoveLocal(instruction, Opcode.LocalGet, 1); break;
            case Opcode.LocalSet: MoveLocal(instruction, Opcode.LocalSet, 1); break;
            case Opcode.LocalTee:
                MoveLocal(instruction, Opcode.LocalSet, 1);
                MoveLocal(instruction, Opcode.LocalGet, 0);
                break;
            case Opcode.Drop:
                Emit(instruction, Opcode.Drop, 1);
                Emit(instruction, Opcode.Drop, 0);
                break;
            case Opcode.GlobalGet: Emit(instruction, VectorOperations.GlobalGet, 1, (int)instruction.Index); break;
            case Opcode.GlobalSet: Emit(instruction, VectorOperations.GlobalSet, 1, (int)instruction.Index); break;
            case Opcode.Select or Opcode.SelectTyped: Emit(instruction, VectorOperations.Select, 1); break;
            default: Lanes(instruction, VectorInstructions.Of(instruction.Opcode)!); break;
        }
    }

    private void Lanes(Instruction instruction, VectorInstruction vector)
    {
        switch (vector.Form)
        {
            case VectorForm.Constant: Push(instruction); break;
            case VectorForm.Shuffle:
                _patternSlots = 2;
                Push(instruction);
                Emit(instruction, instruction.Opcode, 0);
                break;
            default: Emit(instruction, instruction.Opcode, 1, instruction.Lane, instruction.MemoryOffset); break;
        }
    }

    private void Push(Instruction instruction)
    {
        Emit(instruction, Opcode.I64Const, 1, 0, (ulong)instruction.Vector);
        Emit(instruction, Opcode.I64Const, 0, 0, (ulong)(instruction.Vector >> 64));
    }

    /// <summary>The word on top is the upper half, so writing begins with it.</summary>
    private void MoveLocal(Instruction instruction, Opcode opcode, byte cost)
    {
        int slot = _localSlots[instruction.Index];
        bool isWrite = opcode == Opcode.LocalSet;
        Emit(instruction, opcode, cost, isWrite ? slot + 1 : slot);
        Emit(instruction, opcode, 0, isWrite ? slot : slot + 1);
    }
}
