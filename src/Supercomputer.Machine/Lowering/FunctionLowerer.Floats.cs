using Supercomputer.Machine.Runtime;
using Supercomputer.Wasm.Modules;
using WasmInstruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Lowering;

internal sealed partial class FunctionLowerer
{
    private const ulong Sign32 = 0x8000_0000, Sign64 = 0x8000_0000_0000_0000;

    /// <summary>A float is its bits, in a register of its width. What only moves bits is done in place, the rest by <see cref="FloatLibrary"/>.</summary>
    private void LowerFloat(WasmInstruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.F32Abs: WithConstant(Operation.And32Imm, false, ~Sign32 & uint.MaxValue); break;
            case Opcode.F64Abs: WithConstant(Operation.And64Imm, true, ~Sign64); break;
            case Opcode.F32Neg: WithConstant(Operation.Xor32Imm, false, Sign32); break;
            case Opcode.F64Neg: WithConstant(Operation.Xor64Imm, true, Sign64); break;
            case Opcode.F32Copysign: CopySign(false); break;
            case Opcode.F64Copysign: CopySign(true); break;
            case >= Opcode.I32ReinterpretF32 and <= Opcode.F64ReinterpretI64: Reinterpret(); break;
            default:
                if (FloatRoutineOf(instruction.Opcode) is { } routine) CallFloat(instruction.Opcode, routine);
                else RefuseUnknown(instruction);
                break;
        }
    }

    /// <summary>The library's function that an instruction calls; null where it calls none.</summary>
    private static string? FloatRoutineOf(Opcode opcode) => opcode switch
    {
        Opcode.F32Sub => "f32.add",
        Opcode.F64Sub => "f64.add",
        Opcode.F32Abs or Opcode.F64Abs or Opcode.F32Neg or Opcode.F64Neg or Opcode.F32Copysign or Opcode.F64Copysign => null,
        Opcode.I32WrapI64 or Opcode.I64ExtendI32S or Opcode.I64ExtendI32U => null,
        (>= Opcode.F32Eq and <= Opcode.F64Ge) or (>= Opcode.F32Abs and <= Opcode.F64Copysign) => opcode.Name(),
        >= Opcode.I32WrapI64 and < Opcode.I32ReinterpretF32 => opcode.Name(),
        >= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U => opcode.Name(),
        _ => null,
    };

    private void CallFloat(Opcode opcode, string routine)
    {
        FunctionType type = FloatLibrary.TypeOf(routine)!;
        EmitCall(new RegisterLayout(type.Parameters), new RegisterLayout(type.Results), frame =>
        {
            if (opcode == Opcode.F32Sub) _builder.Emit(Operation.Xor32Imm, frame + 1, frame + 1, immediate: Sign32);
            if (opcode == Opcode.F64Sub) _builder.Emit(Operation.Xor64Imm, frame + 1, frame + 1, immediate: Sign64);
            _builder.Call(_context.Library.LabelOf(routine), frame);
        });
    }

    private void WithConstant(Operation operation, bool isWide, ulong immediate)
    {
        uint a = Use(_stack.Pop());
        EmitResult(operation, isWide, a, 0, immediate);
    }

    private void CopySign(bool isWide)
    {
        uint scratch = (isWide ? _stack.Top64(_stack.Count) : _stack.Top32(_stack.Count)) + 1;
        uint sign = Use(_stack.Pop()), magnitude = Use(_stack.Pop());
        Operation and = isWide ? Operation.And64Imm : Operation.And32Imm;
        _builder.Emit(and, scratch, sign, immediate: isWide ? Sign64 : Sign32);
        _builder.Emit(and, scratch + 1, magnitude, immediate: isWide ? ~Sign64 : ~Sign32 & uint.MaxValue);
        EmitResult(isWide ? Operation.Or64 : Operation.Or32, isWide, scratch, scratch + 1);
    }

    /// <summary>The value stays where it is; only its type changes.</summary>
    private void Reinterpret()
    {
        StackEntry entry = _stack.Pop();
        if (entry.Kind == EntryKind.Constant) _stack.PushConstant(_at, entry.Value, entry.IsWide);
        else if (entry.Kind == EntryKind.Local) _stack.PushLocal(_at, entry.Local);
        else _stack.PushRegister(_at, 0, entry.IsWide, entry.Register);
    }
}
