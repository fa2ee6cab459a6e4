using System.Diagnostics.CodeAnalysis;
using Supercomputer.Wasm.Modules;
using WasmInstruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Lowering;

/// <summary>What lowering knows of a body before it emits code: where each value goes, and which locals need zeroing.</summary>
/// <remarks>A value is named by the instruction that produces it and an ordinal (a block's results are produced by its
/// <c>end</c>, a loop's parameters by the <c>loop</c>). Its consumer is an instruction and the number of the operand.</remarks>
internal sealed class FunctionAnalysis
{
    private const int TrackedLocals = 64;

    private readonly Module _module;
    private readonly Function _function;
    private readonly FunctionType _type;
    private readonly List<(int Producer, int Ordinal)> _stack = [];
    private readonly List<Frame> _frames = [];
    private readonly Dictionary<(int Producer, int Ordinal), (int Consumer, int Operand)> _consumers = [];
    private ulong _assigned;

    private sealed class Frame
    {
        internal required Opcode Opcode;
        internal required int Base, End, Results, Parameters;
        internal required ulong AssignedAtStart;
        internal ulong AssignedAtEnd = ulong.MaxValue;
    }

    internal FunctionAnalysis(Module module, Function function)
    {
        _module = module;
        _function = function;
        _type = module.Types[function.TypeIndex];
        _frames.Add(new Frame
        {
            Opcode = Opcode.Block,
            Base = 0,
            End = function.Body.Length - 1,
            Results = _type.Results.Length,
            Parameters = 0,
            AssignedAtStart = 0,
        });
        int i = 0;
        while (i < function.Body.Length) i = Step(i);
    }

    /// <summary>Which of the first 64 locals apart from the parameters may be read before they are written.</summary>
    internal ulong ReadBeforeWritten { get; private set; }

    /// <summary>The instruction that takes a value, and as which operand; (-1, 0) where nothing does.</summary>
    internal (int Instruction, int Operand) ConsumerOf(int producer, int ordinal) =>
        _consumers.TryGetValue((producer, ordinal), out (int, int) found) ? found : (-1, 0);

    /// <summary>The index of the <c>end</c> of a block, loop or if.</summary>
    internal static int EndOf(WasmInstruction[] body, int at)
    {
        int match = body[at].Match;
        return body[match].Opcode == Opcode.Else ? body[match].Match : match;
    }

    /// <summary>Parameters and results of a block type.</summary>
    internal static FunctionType TypeOf(Module module, BlockType type) =>
        type.TypeIndex is { } index ? module.Types[index] : new FunctionType([], type.Result is { } result ? [result] : []);

    private int Step(int at)
    {
        WasmInstruction instruction = _function.Body[at];
        switch (instruction.Opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If: Open(at, instruction); return at + 1;
            case Opcode.Else: return Else(at);
            case Opcode.End: Close(at); return at + 1;
            case Opcode.Br: Leave(instruction.Index); return SkipDead(at);
            case Opcode.BrIf:
                Pop(at, 1);
                Leave(instruction.Index);
                return at + 1;
            case Opcode.BrTable:
                Pop(at, 1);
                foreach (uint depth in _function.BranchTables[instruction.Index]) Leave(depth);
                return SkipDead(at);
            case Opcode.Return or Opcode.Unreachable: return SkipDead(at);
            case Opcode.Call: Apply(at, _module.FunctionTypeOf(instruction.Index)); return at + 1;
            case Opcode.CallIndirect:
                Pop(at, 1);
                Apply(at, _module.Types[instruction.Index]);
                return at + 1;
            case Opcode.LocalGet: Read(instruction.Index); break;
            case Opcode.LocalSet or Opcode.LocalTee: Write(instruction.Index); break;
        }
        (int pops, int pushes) = EffectOf(instruction.Opcode);
        Pop(at, pops);
        Push(at, pushes);
        return at + 1;
    }

    private void Open(int at, WasmInstruction instruction)
    {
        if (instruction.Opcode == Opcode.If) Pop(at, 1);
        FunctionType type = TypeOf(_module, instruction.BlockType);
        int parameters = type.Parameters.Length;
        if (instruction.Opcode == Opcode.Loop)
        {
            Pop(at, parameters);
            Push(at, parameters);
        }
        _frames.Add(new Frame
        {
            Opcode = instruction.Opcode,
            Base = _stack.Count - parameters,
            End = EndOf(_function.Body, at),
            Results = type.Results.Length,
            Parameters = parameters,
            AssignedAtStart = _assigned,
        });
    }

    private int Else(int at)
    {
        Frame frame = _frames[^1];
        Pop(frame.End, frame.Results);
        return ElseOfDead(at);
    }

    private int ElseOfDead(int at)
    {
        Frame frame = _frames[^1];
        frame.AssignedAtEnd &= _assigned;
        frame.Opcode = Opcode.Else;
        _assigned = frame.AssignedAtStart;
        _stack.RemoveRange(frame.Base, _stack.Count - frame.Base);
        for (int i = 0; i < frame.Parameters; i++) _stack.Add((-1, i));
        return at + 1;
    }

    private void Close(int at)
    {
        Frame frame = _frames[^1];
        _frames.RemoveAt(_frames.Count - 1);
        Pop(at, frame.Results);
        ulong atEnd = frame.AssignedAtEnd & _assigned;
        if (frame.Opcode == Opcode.If) atEnd &= frame.AssignedAtStart;
        _assigned = atEnd;
        _stack.RemoveRange(frame.Base, _stack.Count - frame.Base);
        Push(at, frame.Results);
    }

    private void Leave(uint depth)
    {
        Frame frame = _frames[_frames.Count - 1 - (int)depth];
        if (frame.Opcode != Opcode.Loop) frame.AssignedAtEnd &= _assigned;
    }

    /// <summary>Goes on at the else or end that follows code which cannot run.</summary>
    private int SkipDead(int at)
    {
        _assigned = ulong.MaxValue;
        WasmInstruction[] body = _function.Body;
        for (int i = at + 1; ; i++)
        {
            Opcode opcode = body[i].Opcode;
            if (opcode is Opcode.Block or Opcode.Loop or Opcode.If) i = EndOf(body, i);
            else if (opcode == Opcode.Else) return ElseOfDead(i);
            else if (opcode == Opcode.End)
            {
                CloseDead(i);
                return i + 1;
            }
        }
    }

    private void CloseDead(int at)
    {
        Frame frame = _frames[^1];
        _stack.RemoveRange(frame.Base, _stack.Count - frame.Base);
        for (int i = 0; i < frame.Results; i++) _stack.Add((-1, i));
        Close(at);
    }

    private void Apply(int at, FunctionType type)
    {
        Pop(at, type.Parameters.Length);
        Push(at, type.Results.Length);
    }

    private void Pop(int consumer, int count)
    {
        int first = _stack.Count - count;
        for (int i = Math.Max(first, 0); i < _stack.Count; i++)
            if (_stack[i].Producer >= 0) _consumers[_stack[i]] = (consumer, i - first);
        _stack.RemoveRange(Math.Max(first, 0), Math.Min(count, _stack.Count));
    }

    private void Push(int producer, int count)
    {
        for (int i = 0; i < count; i++) _stack.Add((producer, i));
    }

    private void Read(uint local)
    {
        if (Bit(local) is { } bit && (_assigned & bit) == 0) ReadBeforeWritten |= bit;
    }

    private void Write(uint local)
    {
        if (Bit(local) is { } bit) _assigned |= bit;
    }

    private ulong? Bit(uint local)
    {
        long index = (long)local - _type.Parameters.Length;
        return index is >= 0 and < TrackedLocals ? 1UL << (int)index : null;
    }

    /// <summary>How many operands an instruction takes and gives, apart from control, calls.</summary>
    [SuppressMessage("Design", "MA0051", Justification = "a decode switch")]
    private static (int Pops, int Pushes) EffectOf(Opcode opcode) => opcode switch
    {
        Opcode.Nop or Opcode.DataDrop or Opcode.ElemDrop => (0, 0),
        Opcode.Drop or Opcode.LocalSet or Opcode.GlobalSet => (1, 0),
        Opcode.Select or Opcode.SelectTyped => (3, 1),
        Opcode.LocalGet or Opcode.GlobalGet or Opcode.MemorySize or Opcode.TableSize => (0, 1),
        Opcode.RefNull or Opcode.RefFunc or (>= Opcode.I32Const and <= Opcode.F64Const) => (0, 1),
        Opcode.LocalTee or Opcode.TableGet or Opcode.MemoryGrow or Opcode.RefIsNull => (1, 1),
        Opcode.TableSet or (>= Opcode.I32Store and <= Opcode.I64Store32) => (2, 0),
        >= Opcode.I32Load and <= Opcode.I64Load32U => (1, 1),
        Opcode.I32Eqz or Opcode.I64Eqz => (1, 1),
        >= Opcode.I32Eq and <= Opcode.F64Ge => (2, 1),
        >= Opcode.I32Clz and <= Opcode.I32Popcnt => (1, 1),
        >= Opcode.I64Clz and <= Opcode.I64Popcnt => (1, 1),
        >= Opcode.F32Abs and <= Opcode.F32Sqrt => (1, 1),
        >= Opcode.F64Abs and <= Opcode.F64Sqrt => (1, 1),
        >= Opcode.I32Add and <= Opcode.F64Copysign => (2, 1),
        Opcode.TableGrow => (2, 1),
        Opcode.MemoryInit or Opcode.MemoryCopy or Opcode.MemoryFill => (3, 0),
        Opcode.TableInit or Opcode.TableCopy or Opcode.TableFill => (3, 0),
        _ => (1, 1),
    };
}
