using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Hosts;
using Supercomputer.Machine.Linking;
using Supercomputer.Machine.Runtime;
using Supercomputer.Wasm.Modules;
using WasmInstruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Lowering;

internal sealed partial class FunctionLowerer
{
    private static readonly RegisterLayout s_threeWords = new([ValType.I32, ValType.I32, ValType.I32]);
    private static readonly RegisterLayout s_twoWords = new([ValType.I32, ValType.I32]);
    private static readonly RegisterLayout s_oneWord = new([ValType.I32]);
    private static readonly RegisterLayout s_twoLongs = new([ValType.I64, ValType.I64]);
    private static readonly RegisterLayout s_oneLong = new([ValType.I64]);
    private static readonly RegisterLayout s_nothing = new([]);

    private readonly Dictionary<int, RegisterLayout?> _arguments = [];
    private readonly uint?[] _keptWordCounts = new uint?[RuntimeLibrary.StreamCount];

    /// <summary>Where the operands of an instruction lie in a callee's frame; null where it calls nothing.</summary>
    private RegisterLayout? ArgumentsOf(int at)
    {
        if (_arguments.TryGetValue(at, out RegisterLayout? known)) return known;
        return _arguments[at] = _body[at].Opcode switch
        {
            Opcode.Call => new RegisterLayout(_context.Module.FunctionTypeOf(_body[at].Index).Parameters),
            Opcode.CallIndirect => new RegisterLayout(_context.Module.Types[_body[at].Index].Parameters),
            Opcode opcode => RuntimeArguments(opcode),
        };
    }

    private static RegisterLayout? RuntimeArguments(Opcode opcode) => opcode switch
    {
        >= Opcode.I32Clz and <= Opcode.I32Popcnt => s_oneWord,
        >= Opcode.I64Clz and <= Opcode.I64Popcnt => s_oneLong,
        Opcode.I32DivS or Opcode.I32RemS => s_twoWords,
        Opcode.I64DivS or Opcode.I64RemS => s_twoLongs,
        Opcode.MemoryFill or Opcode.MemoryCopy or Opcode.MemoryInit => s_threeWords,
        Opcode.TableFill or Opcode.TableCopy or Opcode.TableInit => s_threeWords,
        Opcode.TableGrow => s_twoWords,
        _ => FloatRoutineOf(opcode) is { } routine ? new RegisterLayout(FloatLibrary.TypeOf(routine)!.Parameters) : null,
    };

    /// <summary>Calls the runtime routine of an instruction; what it works on follows the operands.</summary>
    private void CallRuntime(WasmInstruction instruction, bool isWide)
    {
        RegisterLayout results = instruction.Opcode is >= Opcode.MemoryInit and not Opcode.TableGrow
            ? s_nothing : isWide ? s_oneLong : s_oneWord;
        uint[] extra = instruction.Opcode switch
        {
            Opcode.MemoryInit => [_context.DataAddress(instruction.Index)],
            Opcode.TableFill => [_context.TableAddress(instruction.Index)],
            Opcode.TableGrow => [_context.TableAddress(instruction.Index), _context.TableCapacity(instruction.Index)],
            Opcode.TableCopy =>
                [_context.TableAddress(instruction.Index), _context.TableAddress(instruction.SecondIndex)],
            Opcode.TableInit =>
                [_context.TableAddress(instruction.SecondIndex), _context.ElementAddress(instruction.Index)],
            _ => [],
        };
        RegisterLayout arguments = RuntimeArguments(instruction.Opcode)!;
        string routine = instruction.Opcode == Opcode.TableInit ? "table.copy" : instruction.ToString();
        EmitCall(arguments, results, frame =>
        {
            for (uint i = 0; i < extra.Length; i++)
                _builder.Emit(Operation.Const32, frame + arguments.Count32 + i, immediate: extra[i]);
            _builder.Call(_context.Library.LabelOf(routine), frame);
        });
    }

    private void LowerCall(WasmInstruction instruction)
    {
        if (instruction.Opcode == Opcode.CallIndirect)
        {
            CallIndirect(_context.Module.Types[instruction.Index], instruction.SecondIndex);
            return;
        }
        FunctionType type = _context.Module.FunctionTypeOf(instruction.Index);
        if (_context.Module == FloatLibrary.Module && instruction.Index < _context.Imports.Length)
        {
            _builder.Jump(Label.Of(FloatLibrary.TrapOf(_context.Imports[instruction.Index])));
            _isReachable = false;
            return;
        }
        Label? linked = instruction.Index < _context.Imports.Length
            ? _context.Options.LinkedFunction(_context.Imports[instruction.Index]) : null;
        if (instruction.Index < _context.Imports.Length && linked is null)
        {
            if (CallHost(_context.Imports[instruction.Index], type)) return;
        }
        Label callee = linked ?? (instruction.Index < _context.Imports.Length
            ? _context.Library.LabelOf(RoutineOf(instruction.Index)) : _context.LabelOf(instruction.Index));
        EmitCall(new RegisterLayout(type.Parameters), new RegisterLayout(type.Results), frame => _builder.Call(callee, frame));
    }

    private void CallIndirect(FunctionType type, uint table)
    {
        RegisterLayout arguments = new(type.Parameters);
        uint scratch = _stack.Top32(_stack.Count);
        uint index = Use(_stack.Pop());
        int height = _stack.Count - arguments.Length;
        uint target = Math.Max(scratch, _stack.CallFrame(_at, height) + arguments.Count32);
        CheckTableIndex(table, index, target, Outcome.UndefinedElement);
        if (_context.IsStatic(table))
        {
            _builder.Emit(Operation.AuxLoadIndexed, target, index, immediate: _context.StaticTargets(table, type));
        }
        else
        {
            _builder.Emit(Operation.AuxLoadIndexed, target, index, immediate: _context.TableAddress(table) + 1);
            _builder.Emit(Operation.AuxLoadIndexed, target, target, immediate: _context.DynamicTargets(type));
        }
        EmitCall(arguments, new RegisterLayout(type.Results),
            frame => _builder.Emit(Operation.CallIndirect, a: target, immediate: frame));
    }

    private void EmitCall(RegisterLayout arguments, RegisterLayout results, Action<uint> emit)
    {
        int height = _stack.Count - arguments.Length;
        uint frame = _stack.CallFrame(_at, height);
        EmitMoves(Array.ConvertAll(arguments.Registers, r => frame + r), Peek(arguments.Length));
        _stack.Truncate(height);
        emit(frame);
        uint[] given = Array.ConvertAll(results.Registers, r => frame + r);
        uint[] homes = _stack.HomesAt(height, _at, results.IsWideAt);
        bool isArgument = Enumerable.Range(0, results.Length).Any(i =>
            _analysis.ConsumerOf(_at, i).Instruction is >= 0 and int consumer && ArgumentsOf(consumer) is not null);
        if (isArgument)
        {
            StackEntry[] sources = [.. given.Select((r, i) =>
                new StackEntry { Kind = EntryKind.Register, Register = r, IsWide = results.IsWideAt[i] })];
            EmitMoves(homes, sources);
            given = homes;
        }
        for (int i = 0; i < given.Length; i++) _stack.PushRegister(_at, i, results.IsWideAt[i], given[i]);
    }

    // ---- host functions ------------------------------------------------------------------------------------------

    /// <summary>Emits a host function in place; false where it is called as a routine.</summary>
    private bool CallHost(Import import, FunctionType type)
    {
        if (_context.Options.SilentModules.Contains(import.ModuleName))
        {
            _stack.Truncate(_stack.Count - type.Parameters.Length);
            foreach (ValType result in type.Results) _stack.PushConstant(-1, 0, RegisterLayout.IsWide(result));
            return true;
        }
        if (_builder.IsRuntime && import.ModuleName == WasiLibrary.MachineName) return CallMachine(import.Name);
        if (HostInterface.Check(import, type) is { } error)
        {
            _context.Refuse(error);
            return true;
        }
        switch ($"{import.ModuleName}.{import.Name}")
        {
            case "env.require":
                uint condition = Use(_stack.Pop());
                _builder.Emit(Operation.BrEq32Imm, Trap(Outcome.RequirementFailed), condition);
                return true;
            case "wsc.input_size" when StreamAt(1) is { } stream:
                _stack.Pop();
                uint length = _stack.Top32(_stack.Count);
                _builder.Emit(Operation.Const32, length, immediate: uint.MaxValue);
                EmitResult(Operation.Input, false, length, 0, stream);
                return true;
            case "wsc.input_word" when StreamAt(2) is { } stream:
                ReadWord(stream);
                return true;
            default:
                return HostInterface.IsSilent(import) && DropArguments(type);
        }
    }

    /// <summary>What only the WASI library may call: it ends the run in place, or outputs a word by a routine.</summary>
    private bool CallMachine(string name)
    {
        if (name == "output_word") return false;
        _builder.Jump(Label.Of(name == "exit" ? Outcome.Returned : Outcome.ProgramTrap));
        return true;
    }

    private bool DropArguments(FunctionType type)
    {
        _stack.Truncate(_stack.Count - type.Parameters.Length);
        return true;
    }

    /// <summary>The stream that the operand at a depth names, where it is a constant.</summary>
    private uint? StreamAt(int depth)
    {
        StackEntry entry = _stack[_stack.Count - depth];
        return entry.Kind == EntryKind.Constant && entry.Value < RuntimeLibrary.StreamCount ? (uint)entry.Value : null;
    }

    private string RoutineOf(uint import) =>
        $"{(_context.Imports[import].ModuleName is WasiLibrary.MachineName ? "wsc" : _context.Imports[import].ModuleName)}.{_context.Imports[import].Name}";

    /// <summary>Loads, at the function's start, the word counts of the streams that it reads in loops.</summary>
    private void KeepWordCounts()
    {
        int loopEnd = -1;
        for (int i = 0; i < _body.Length; i++)
        {
            if (_body[i].Opcode == Opcode.Loop) loopEnd = Math.Max(loopEnd, FunctionAnalysis.EndOf(_body, i));
            if (i > loopEnd || _body[i].Opcode != Opcode.I32Const || _body[i].Constant >= RuntimeLibrary.StreamCount) continue;
            (int consumer, int operand) = _analysis.ConsumerOf(i, 0);
            if (consumer < 0 || operand != 0 || _body[consumer].Opcode != Opcode.Call) continue;
            if (_body[consumer].Index >= _context.Imports.Length || RoutineOf(_body[consumer].Index) != "wsc.input_word") continue;
            uint stream = (uint)_body[i].Constant;
            if (_keptWordCounts[stream] is not null) continue;
            uint register = _locals.Count32 + _stack.Reserved32++;
            _keptWordCounts[stream] = register;
            _builder.Emit(Operation.AuxLoad, register, immediate: _context.Library.WordCount(stream));
        }
    }

    private void ReadWord(uint stream)
    {
        uint scratch = _stack.Top32(_stack.Count);
        uint index = Use(_stack.Pop());
        _stack.Pop();
        uint count = _keptWordCounts[stream] ?? scratch;
        if (count == scratch) _builder.Emit(Operation.AuxLoad, scratch, immediate: _context.Library.WordCount(stream));
        _builder.Emit(Operation.BrGeU32, Trap(Outcome.InputExhausted), index, count);
        EmitResult(Operation.Input, false, index, 0, stream);
    }
}
