using System.Reflection.Metadata;
using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Import;

/// <summary>Reads a method's code into intermediate form. Arguments, locals and structs are pieces of the frame; the scalar ones
/// become values later (<see cref="Optimization.ScalarReplacement"/>).</summary>
internal sealed partial class Importer
{
    private readonly GuestProgram _program;
    private readonly MethodDesc _method;
    private readonly GuestFunction _function;
    private readonly Builder _b;
    private readonly List<IlInstruction> _code;
    private readonly SortedDictionary<int, Block> _blocks = [];
    private readonly Dictionary<Block, StackValue[]> _entryStacks = [];
    private readonly SortedSet<int> _work = [];
    private readonly List<(TypeDesc Type, Node Address)> _arguments = [];
    private readonly List<(TypeDesc Type, Node Address)> _locals = [];
    private readonly List<StackValue> _stack = [];
    private readonly bool _clearsLocals;
    private TypeDesc? _constraint;
    private Node? _returnAddress;

    private Importer(GuestProgram program, GuestFunction function, MethodDesc method)
    {
        (_program, _function, _method) = (program, function, method);
        _b = new Builder(function);
        MethodBodyBlock body = method.Image.BodyOf(method);
        if (body.ExceptionRegions.Length > 0)
        {
            Offset = body.ExceptionRegions[0].TryOffset;
            throw new GuestException("try, catch, finally and using are outside the subset: a guest that throws ends");
        }

        _code = IlInstruction.Decode([.. body.GetILBytes()!]);
        _clearsLocals = body.LocalVariablesInitialized;
        _b.Block = function.NewBlock();
        TakeArguments();
        foreach (TypeDesc type in method.Image.LocalsOf(body, method.Context))
        {
            Require(type);
            _locals.Add((type, _b.Alloca(type.Size, type.Alignment)));
            if (_clearsLocals) _b.Clear(type, _locals[^1].Address);
        }
    }

    /// <summary>The offset of the instruction at hand, for diagnostics.</summary>
    [field: ThreadStatic]
    public static int Offset { get; private set; }

    private TypeSystem Types => _program.Types;

    private GenericContext Context => _method.Context;

    /// <summary>Fills a function with a method's code.</summary>
    public static void Import(GuestProgram program, GuestFunction function, MethodDesc method)
    {
        Offset = 0;
        new Importer(program, function, method).Run();
    }

    private void Run()
    {
        FindBlocks();
        _work.Add(0);
        _b.Block.Finish(BlockEnd.Jump, [], _blocks[0]);
        HashSet<int> done = [];
        while (_work.Count > 0)
        {
            int start = _work.Min;
            _work.Remove(start);
            if (done.Add(start)) ImportBlock(start);
        }

        _function.Blocks.RemoveAll(b => b.End == BlockEnd.Open);
        LoopRotation.Run(_function);
    }

    private void FindBlocks()
    {
        _blocks[0] = _function.NewBlock();
        foreach (IlInstruction instruction in _code)
        {
            if (instruction.IsBranch) Begin((int)instruction.Operand);
            foreach (int target in instruction.Targets ?? []) Begin(target);
            if (instruction.IsBranch || instruction.Targets is not null || instruction.EndsFlow) Begin(instruction.Next);
        }
    }

    private void Begin(int offset)
    {
        if (!_blocks.ContainsKey(offset)) _blocks[offset] = _function.NewBlock();
    }

    private void ImportBlock(int start)
    {
        Block block = _blocks[start];
        _b.Block = block;
        _stack.Clear();
        if (_entryStacks.TryGetValue(block, out StackValue[]? entry))
            foreach (StackValue slot in entry)
                _stack.Add(slot.IsStruct || slot.Token is not null ? slot : slot with { Node = _b.Load(OfSlot(slot), slot.Node) });
        for (int i = IndexAt(start); i < _code.Count; i++)
        {
            Offset = _code[i].Offset;
            if (Offset != start && _blocks.TryGetValue(Offset, out Block? next))
            {
                Goto(next);
                return;
            }

            ImportInstruction(_code[i]);
            if (_b.Block.End != BlockEnd.Open) return;
        }

        throw new GuestException("the code runs over its end");
    }

    private int IndexAt(int offset)
    {
        int low = 0, high = _code.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_code[middle].Offset < offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Gives what is on the stack to a successor, in pieces of the frame.</summary>
    private void PassStack(Block successor)
    {
        for (int i = 0; i < _stack.Count; i++)
            if (_stack[i].Token is string text) _stack[i] = Materialize([_stack[i]], text)[0];
        if (!_entryStacks.TryGetValue(successor, out StackValue[]? slots))
        {
            slots = new StackValue[_stack.Count];
            for (int i = 0; i < slots.Length; i++)
            {
                StackValue value = _stack[i];
                if (value.Token is not null) slots[i] = value;
                else if (value.IsStruct) slots[i] = value with { Node = _b.Alloca(value.Type!.Size, value.Type.Alignment), IsLazy = false };
                else slots[i] = value with { Node = _b.Alloca(8, 8), Type = value.Type ?? OfStack(value.Node.Type) };
            }

            _entryStacks.Add(successor, slots);
        }

        if (slots.Length != _stack.Count) throw new GuestException("paths meet with stacks of different heights");
        for (int i = 0; i < slots.Length; i++)
        {
            if (slots[i].Token is not null) continue;
            if (slots[i].IsStruct) _b.Copy(slots[i].Type!, slots[i].Node, _stack[i].Node);
            else _b.Store(OfSlot(slots[i]), slots[i].Node, _stack[i].Node);
        }
    }

    private void Goto(Block target)
    {
        PassStack(target);
        Visit(target);
        _b.Block.Finish(BlockEnd.Jump, [], target);
    }

    private void Branch(Node condition, int target, int next)
    {
        if (condition.IsConst)
        {
            Goto(_blocks[condition.Bits != 0 ? target : next]);
            return;
        }

        if (_stack.Count > 0)
        {
            PassStack(_blocks[target]);
            PassStack(_blocks[next]);
        }

        Visit(_blocks[target]);
        Visit(_blocks[next]);
        _b.Block.Finish(BlockEnd.Branch, [condition], _blocks[target], _blocks[next]);
    }

    private void Switch(IlInstruction instruction)
    {
        Node value = Pop().Node;
        Block[] targets = [.. instruction.Targets!.Append(instruction.Next).Select(t => _blocks[t])];
        foreach (Block target in targets.Distinct())
        {
            PassStack(target);
            Visit(target);
        }

        _b.Block.Finish(BlockEnd.Switch, [value], targets);
    }

    private void Visit(Block block) => _work.Add(_blocks.First(pair => pair.Value == block).Key);

    private TypeDesc OfSlot(StackValue slot) => OfStack(slot.Type!.ValType);

    private TypeDesc OfStack(ValType type) => Types.Primitive(type switch
    {
        ValType.I64 => TypeKind.Int64,
        ValType.F32 => TypeKind.Single,
        ValType.F64 => TypeKind.Double,
        _ => TypeKind.Int32,
    });

    private void Push(Node node, TypeDesc? type = null) => _stack.Add(new StackValue(type, node));

    private void Push(TypeDesc type, Node node, bool isLazy = false) => _stack.Add(new StackValue(type, node, isLazy));

    private StackValue Pop()
    {
        StackValue value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    /// <summary>Copies the structs on the stack that the next effect may change.</summary>
    private void Settle()
    {
        for (int i = 0; i < _stack.Count; i++)
        {
            if (!_stack[i].IsLazy) continue;
            Node copy = _b.Alloca(_stack[i].Type!.Size, _stack[i].Type!.Alignment);
            _b.Copy(_stack[i].Type!, copy, _stack[i].Node);
            _stack[i] = _stack[i] with { Node = copy, IsLazy = false };
        }
    }

    /// <summary>Refuses types that no value of a guest has.</summary>
    private static TypeDesc Require(TypeDesc type)
    {
        if (type.Kind == TypeKind.Class)
        {
            throw new GuestException(type.Name.StartsWith("System.", StringComparison.Ordinal)
                ? $"{type.Name} of the framework is not known to the compiler"
                : $"{type.Name} is a class, a delegate or an interface: guests have structs, arrays and static methods");
        }

        return type;
    }
}
