using Supercomputer.Machine.Execution;
using Supercomputer.Wasm.Modules;
using WasmInstruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Lowering;

/// <summary>Lowers one function: stack slots become registers of the frame.</summary>
/// <remarks>
/// Locals lie first, parameters before the others, 32-bit and 64-bit ones each in their space; above them the operands.
/// Where the next instruction sets a local or returns, a result is computed right there.
/// </remarks>
internal sealed partial class FunctionLowerer
{
    private const uint RegisterLimit = 1 << 16;

    private readonly ModuleContext _context;
    private readonly ProgramBuilder _builder;
    private readonly Function _function;
    private readonly FunctionType _type;
    private readonly RegisterLayout _results;
    private readonly uint _functionIndex;
    private readonly WasmInstruction[] _body;
    private readonly FunctionAnalysis _analysis;
    private readonly RegisterLayout _locals;
    private readonly VirtualStack _stack;
    private readonly List<ControlFrame> _frames = [];
    private readonly Dictionary<int, ControlFrame> _framesByEnd = [];

    /// <summary>Where branches return to, by the <c>return</c> instructions that they stand for.</summary>
    private readonly Label?[] _returnStubs = new Label?[2];
    private bool _isReachable = true;
    private int _at, _next;

    internal FunctionLowerer(ModuleContext context, uint functionIndex)
    {
        _context = context;
        _builder = context.Builder;
        _functionIndex = functionIndex;
        _function = context.Module.Functions[functionIndex - context.Imports.Length];
        _type = context.Module.Types[_function.TypeIndex];
        _results = new RegisterLayout(_type.Results);
        _body = _function.Body;
        _analysis = new FunctionAnalysis(context.Module, _function);
        _locals = new RegisterLayout(_function.ExpandLocals(_type));
        _stack = new VirtualStack(_builder, _analysis, _locals)
        {
            ArgumentsOf = ArgumentsOf,
            BlockResultHome = (end, result) =>
                _framesByEnd.TryGetValue(end, out ControlFrame? frame) && result < frame.ResultHomes.Length
                    ? frame.ResultHomes[result] : null,
        };
    }

    private enum DestinationKind : byte { Stack, LocalSet, LocalTee, Result }

    private readonly record struct Destination(uint Register, DestinationKind Kind, uint Local);

    internal void Lower()
    {
        if (!CheckTypes()) return;
        _builder.MaximumRegister = 0;
        _builder.ByteOffset = _function.ByteOffset;
        ZeroLocals();
        KeepWordCounts();
        OpenFunction();
        while (_at < _body.Length && _context.Error is null)
        {
            if (!_isReachable && SkipDead()) continue;
            WasmInstruction instruction = _body[_at];
            _builder.ByteOffset = instruction.ByteOffset;
            _next = _at + 1;
            // The pieces of a split vector instruction have one byte offset.
            bool isPiece = _at > 0 && _body[_at - 1].ByteOffset == instruction.ByteOffset;
            if (!isPiece && instruction.Opcode is not (Opcode.Block or Opcode.Loop or Opcode.Else or Opcode.End)) _builder.Count();
            LowerInstruction(instruction);
            _at = _next;
        }
        for (uint cost = 0; cost < _returnStubs.Length; cost++)
        {
            if (_returnStubs[cost] is not { } stub) continue;
            _builder.Bind(stub);
            _builder.Count(cost);
            _builder.Emit(Operation.Return);
        }
        if (_builder.MaximumRegister >= RegisterLimit)
            Refuse("the function", $"{_builder.MaximumRegister + 1} registers", $"at most {RegisterLimit}: make it smaller");
    }

    private bool CheckTypes()
    {
        foreach (ValType type in (ValType[])[.. _type.Parameters, .. _type.Results, .. _function.Locals.Select(l => l.Type)])
        {
            if (RegisterLayout.IsSupported(type)) continue;
            Refuse("a parameter, result or local", $"the type {type.ToString().ToLowerInvariant()}",
                "vector (SIMD) code cannot be proved yet: compile the program without it");
            return false;
        }
        return true;
    }

    private void Refuse(string instruction, string actual, string expected) => _context.Refuse(new LoweringError(
        $"function {_functionIndex} ({_context.Module.NameOfFunction(_functionIndex)})", instruction, _builder.ByteOffset, actual,
        expected));

    private void ZeroLocals()
    {
        int parameters = _type.Parameters.Length;
        for (int i = parameters; i < _locals.Length; i++)
        {
            int bit = i - parameters;
            if (bit < 64 && (_analysis.ReadBeforeWritten >> bit & 1) == 0) continue;
            _builder.Emit(_locals.IsWideAt[i] ? Operation.Const64 : Operation.Const32, _locals.Registers[i]);
        }
    }

    private void LowerInstruction(WasmInstruction instruction)
    {
        switch (instruction.Opcode)
        {
            case <= Opcode.CallIndirect: LowerControl(instruction); break;
            case <= Opcode.TableSet: LowerVariable(instruction); break;
            case <= Opcode.MemoryGrow: LowerMemory(instruction); break;
            case Opcode.I32Const or Opcode.F32Const: _stack.PushConstant(_at, (uint)instruction.Constant, false); break;
            case Opcode.I64Const or Opcode.F64Const: _stack.PushConstant(_at, instruction.Constant, true); break;
            case Opcode.RefNull: _stack.PushConstant(_at, 0, false); break;
            case Opcode.RefFunc: LowerReference(instruction); break;
            case >= Opcode.MemoryInit and <= Opcode.TableFill: LowerBulk(instruction); break;
            default: LowerOperator(instruction); break;
        }
    }

    private void LowerReference(WasmInstruction instruction)
    {
        uint handle = _context.HandleOf(instruction.Index);
        _stack.PushConstant(_at, handle, false);
    }

    private void LowerVariable(WasmInstruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Drop: _stack.Pop(); break;
            case Opcode.Select or Opcode.SelectTyped: LowerSelect(ConditionOf(_stack.Pop())); break;
            case Opcode.LocalGet: _stack.PushLocal(_at, instruction.Index); break;
            case Opcode.LocalSet: SetLocal(instruction.Index); break;
            case Opcode.LocalTee:
                SetLocal(instruction.Index);
                _stack.PushLocal(_at, instruction.Index);
                break;
            case Opcode.GlobalGet: GetGlobal(instruction.Index); break;
            case Opcode.GlobalSet: SetGlobal(instruction.Index); break;
            case Opcode.TableGet: GetTable(instruction.Index); break;
            default: SetTable(instruction.Index); break;
        }
    }

    private void SetLocal(uint local)
    {
        StackEntry entry = _stack.Pop();
        if (entry.Kind == EntryKind.Local && entry.Local == local) return;
        _stack.SettleLocal(local);
        EmitMove(_locals.Registers[local], entry);
    }

    // ---- operands and results ------------------------------------------------------------------------------------

    /// <summary>The register that holds an operand; a constant is put into its home.</summary>
    private uint Use(StackEntry entry)
    {
        if (entry.Kind != EntryKind.Constant) return entry.Register;
        if (!entry.IsWide && _builder.Holds(entry.Home, entry.Value)) return entry.Home;
        EmitMove(entry.Home, entry);
        return entry.Home;
    }

    private void EmitMove(uint register, StackEntry entry)
    {
        if (entry.Kind == EntryKind.Constant)
            _builder.Emit(entry.IsWide ? Operation.Const64 : Operation.Const32, register, immediate: entry.Value);
        else if (entry.Register != register)
            _builder.Emit(entry.IsWide ? Operation.Move64 : Operation.Move32, register, entry.Register);
    }

    /// <summary>Where the instruction's result goes, its operands popped. What must be read before is read before.</summary>
    /// <remarks>The set of a local behind an instruction that may trap is counted after it: a run that traps does not reach it.</remarks>
    private Destination Plan(bool isWide, bool mayTrap = false)
    {
        WasmInstruction next = _body[_next];
        if (next.Opcode is Opcode.LocalSet or Opcode.LocalTee)
        {
            if (!mayTrap) _builder.Count();
            _stack.SettleLocal(next.Index);
            DestinationKind kind = next.Opcode == Opcode.LocalSet ? DestinationKind.LocalSet : DestinationKind.LocalTee;
            return new Destination(_locals.Registers[next.Index], kind, next.Index);
        }
        if (_results.Length == 1 && (next.Opcode == Opcode.Return || IsFunctionEnd(_next)))
            return new Destination(0, DestinationKind.Result, 0);
        if (next.Opcode is Opcode.End or Opcode.Else && HasLocalResult(_frames[^1]))
            return new Destination(_frames[^1].ResultHomes[0], DestinationKind.Stack, 0);
        return new Destination(_stack.NextHome(_next - 1, 0, isWide), DestinationKind.Stack, 0);
    }

    private void Complete(Destination destination, bool isWide)
    {
        switch (destination.Kind)
        {
            case DestinationKind.LocalSet: _next++; break;
            case DestinationKind.LocalTee:
                _stack.PushLocal(_next, destination.Local);
                _next++;
                break;
            default: _stack.PushRegister(_next - 1, 0, isWide, destination.Register); break;
        }
    }

    /// <summary>Emits an operation of one result; where it commutes, in place if one operand's register can be the result's.</summary>
    private void EmitResult(
        Operation operation, bool isWide, uint a = 0, uint b = 0, ulong immediate = 0, bool commutes = false, bool isTemporary = false)
    {
        Destination destination = Plan(isWide, operation.MayTrap());
        if (commutes && !isWide && a != destination.Register)
        {
            // A temporary is dead here: the result may stay where it stands, unless its consumer wishes for another place.
            if (isTemporary && destination.Kind == DestinationKind.Stack && destination.Register == _stack.Top32(_stack.Count) && b > destination.Register)
                destination = destination with { Register = b };
            if (b == destination.Register) (a, b) = (b, a);
        }

        _builder.Emit(operation, destination.Register, a, b, immediate);
        if (operation.MayTrap() && destination.Kind is (DestinationKind.LocalSet or DestinationKind.LocalTee)) _builder.Count();
        Complete(destination, isWide);
    }

    /// <summary>Moves values to registers all at once: no move reads what another has written.</summary>
    private void EmitMoves(ReadOnlySpan<uint> registers, ReadOnlySpan<StackEntry> sources)
    {
        List<(uint To, StackEntry From)> moves = [];
        for (int i = 0; i < registers.Length; i++)
            if (sources[i].Kind != EntryKind.Constant && sources[i].Register != registers[i])
                moves.Add((registers[i], sources[i]));
        while (moves.Count > 0)
        {
            int free = moves.FindIndex(m => !moves.Exists(o => Reads(o.From, m.To, m.From.IsWide)));
            if (free < 0)
            {
                BreakCycle(moves);
                continue;
            }
            EmitMove(moves[free].To, moves[free].From);
            moves.RemoveAt(free);
        }
        for (int i = 0; i < registers.Length; i++)
            if (sources[i].Kind == EntryKind.Constant) EmitMove(registers[i], sources[i]);
    }

    private static bool Reads(StackEntry source, uint register, bool isWide) =>
        source.IsWide == isWide && source.Register == register;

    private void BreakCycle(List<(uint To, StackEntry From)> moves)
    {
        uint to = moves[0].To;
        bool isWide = moves[0].From.IsWide;
        uint top = Math.Max(_stack.Top32(_stack.Count), _stack.Top64(_stack.Count));
        uint spare = Math.Max(top, Math.Max(_builder.MaximumRegister, moves.Max(m => m.To)) + 1);
        StackEntry kept = moves[0].From with { Register = to };
        EmitMove(spare, kept);
        for (int i = 0; i < moves.Count; i++)
            if (Reads(moves[i].From, to, isWide)) moves[i] = (moves[i].To, moves[i].From with { Register = spare });
    }

    private static bool NeedsMoves(ReadOnlySpan<uint> registers, ReadOnlySpan<StackEntry> sources)
    {
        for (int i = 0; i < registers.Length; i++)
            if (sources[i].Kind == EntryKind.Constant || sources[i].Register != registers[i]) return true;
        return false;
    }

    private StackEntry[] Peek(int count)
    {
        StackEntry[] entries = new StackEntry[count];
        for (int i = 0; i < count; i++) entries[i] = _stack[_stack.Count - count + i];
        return entries;
    }

    private static uint Trap(Outcome outcome) => (uint)Label.Of(outcome).Index;
}
