using Supercomputer.Machine.Execution;
using Supercomputer.Wasm.Modules;
using WasmInstruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Lowering;

internal sealed partial class FunctionLowerer
{
    private void LowerMemory(WasmInstruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.MemorySize:
                EmitResult(Operation.MemorySize, false);
                return;
            case Opcode.MemoryGrow:
                uint delta = Use(_stack.Pop());
                EmitResult(Operation.MemoryGrow, false, delta, 0, _context.MaximumPages);
                return;
        }
        Operation operation = AccessOf(instruction.Opcode);
        if (operation == Operation.None)
        {
            RefuseUnknown(instruction);
            return;
        }
        if (operation.IsStore())
        {
            StackEntry value = _stack.Pop();
            uint address = Use(_stack.Pop());
            _builder.Emit(operation, 0, address, Use(value), instruction.MemoryOffset);
            return;
        }
        uint from = Use(_stack.Pop());
        bool isWide = (operation.Forms() & OperandForms.D64) != 0;
        EmitResult(operation, isWide, from, 0, instruction.MemoryOffset);
    }

    private static Operation AccessOf(Opcode opcode) => opcode switch
    {
        Opcode.I32Load or Opcode.F32Load => Operation.Load32,
        Opcode.I64Load or Opcode.F64Load => Operation.Load64,
        Opcode.I32Load8S => Operation.Load8S,
        Opcode.I32Load8U => Operation.Load8U,
        Opcode.I32Load16S => Operation.Load16S,
        Opcode.I32Load16U => Operation.Load16U,
        Opcode.I64Load8S => Operation.Load8S64,
        Opcode.I64Load8U => Operation.Load8U64,
        Opcode.I64Load16S => Operation.Load16S64,
        Opcode.I64Load16U => Operation.Load16U64,
        Opcode.I64Load32S => Operation.Load32S64,
        Opcode.I64Load32U => Operation.Load32U64,
        Opcode.I32Store or Opcode.F32Store => Operation.Store32,
        Opcode.I64Store or Opcode.F64Store => Operation.Store64,
        Opcode.I32Store8 => Operation.Store8,
        Opcode.I32Store16 => Operation.Store16,
        Opcode.I64Store8 => Operation.Store8From64,
        Opcode.I64Store16 => Operation.Store16From64,
        Opcode.I64Store32 => Operation.Store32From64,
        _ => Operation.None,
    };

    // ---- globals -------------------------------------------------------------------------------------------------

    private void GetGlobal(uint global)
    {
        GlobalType type = _context.Module.GlobalTypes[global];
        if (!CheckValueType(type.ValueType)) return;
        bool isWide = RegisterLayout.IsWide(type.ValueType);
        if (!type.IsMutable)
        {
            _stack.PushConstant(_at, _context.InitialValue(global), isWide);
            return;
        }
        uint address = _context.GlobalAddress(global);
        if (!isWide)
        {
            EmitResult(Operation.AuxLoad, false, immediate: address);
            return;
        }
        uint scratch = _stack.Top32(_stack.Count), wide = _stack.Top64(_stack.Count) + 1;
        _builder.Emit(Operation.AuxLoad, scratch, immediate: address + 1);
        _builder.Emit(Operation.ExtendU, wide, scratch);
        _builder.Emit(Operation.Shl64Imm, wide, wide, immediate: 32);
        _builder.Emit(Operation.AuxLoad, scratch, immediate: address);
        _builder.Emit(Operation.ExtendU, wide + 1, scratch);
        EmitResult(Operation.Or64, true, wide, wide + 1);
    }

    private void SetGlobal(uint global)
    {
        GlobalType type = _context.Module.GlobalTypes[global];
        if (!CheckValueType(type.ValueType)) return;
        uint address = _context.GlobalAddress(global);
        uint scratch = _stack.Top32(_stack.Count), wide = _stack.Top64(_stack.Count) + 1;
        uint value = Use(_stack.Pop());
        if (!RegisterLayout.IsWide(type.ValueType))
        {
            _builder.Emit(Operation.AuxStore, b: value, immediate: address);
            return;
        }
        _builder.Emit(Operation.Wrap, scratch, value);
        _builder.Emit(Operation.AuxStore, b: scratch, immediate: address);
        _builder.Emit(Operation.ShrU64Imm, wide, value, immediate: 32);
        _builder.Emit(Operation.Wrap, scratch, wide);
        _builder.Emit(Operation.AuxStore, b: scratch, immediate: address + 1);
    }

    private bool CheckValueType(ValType type)
    {
        if (RegisterLayout.IsSupported(type)) return true;
        Refuse(_body[_at].ToString(), $"a global of type {type.ToString().ToLowerInvariant()}",
            "vector (SIMD) code cannot be proved yet: compile the program without it");
        return false;
    }

    // ---- tables --------------------------------------------------------------------------------------------------

    private void GetTable(uint table)
    {
        uint scratch = _stack.Top32(_stack.Count);
        uint index = Use(_stack.Pop());
        CheckTableIndex(table, index, scratch, Outcome.TableOutOfBounds);
        EmitResult(Operation.AuxLoadIndexed, false, index, 0, _context.TableAddress(table) + 1);
    }

    private void SetTable(uint table)
    {
        uint scratch = _stack.Top32(_stack.Count);
        uint value = Use(_stack.Pop()), index = Use(_stack.Pop());
        CheckTableIndex(table, index, scratch, Outcome.TableOutOfBounds);
        _builder.Emit(Operation.AuxStoreIndexed, 0, index, value, _context.TableAddress(table) + 1);
    }

    private void CheckTableIndex(uint table, uint index, uint scratch, Outcome trap)
    {
        if (!_context.IsGrowing(table))
        {
            _builder.Emit(Operation.BrGeU32Imm, Trap(trap), index, 0, _context.Module.TableTypes[table].Limits.Minimum);
            return;
        }
        _builder.Emit(Operation.AuxLoad, scratch, immediate: _context.TableAddress(table));
        _builder.Emit(Operation.BrGeU32, Trap(trap), index, scratch);
    }

    private void LowerBulk(WasmInstruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.TableSize:
                EmitResult(Operation.AuxLoad, false, immediate: _context.TableAddress(instruction.Index));
                break;
            case Opcode.DataDrop: DropSegment(_context.DataAddress(instruction.Index)); break;
            case Opcode.ElemDrop: DropSegment(_context.ElementAddress(instruction.Index)); break;
            default: CallRuntime(instruction, false); break;
        }
    }

    private void DropSegment(uint address)
    {
        uint scratch = _stack.Top32(_stack.Count);
        _builder.Emit(Operation.Const32, scratch);
        _builder.Emit(Operation.AuxStore, b: scratch, immediate: address);
    }
}
