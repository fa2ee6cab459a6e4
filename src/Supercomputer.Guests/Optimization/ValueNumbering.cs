using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Simplifies every node, and uses a value that was computed before, a test that was made before, or a word that was loaded or
/// stored before on the one way that leads here.</summary>
internal sealed class ValueNumbering
{
    private readonly GuestFunction _function;
    private readonly Dictionary<Key, Node> _values = [];
    private readonly Dictionary<Block, List<Block>> _children = [];
    private readonly List<(Node Address, ulong Offset, Opcode Load, Node Value)> _memory = [];

    private ValueNumbering(GuestFunction function) => _function = function;

    private readonly record struct Key(Opcode Op, ulong Bits, int First, int Second, int Third);

    public static void Run(GuestFunction function)
    {
        FlowGraph.Analyze(function);
        ValueNumbering numbering = new(function);
        foreach (Block block in function.Blocks)
        {
            if (block.ImmediateDominator is not { } parent) continue;
            if (!numbering._children.TryGetValue(parent, out List<Block>? children)) numbering._children[parent] = children = [];
            children.Add(block);
        }

        numbering.Visit(function.Entry);
        function.ResolveUses();
    }

    private void Visit(Block block)
    {
        List<(Key, Node?)> undo = [];
        if (block.Predecessors is [{ End: BlockEnd.Branch } only] && only.Successors[0] != only.Successors[1])
            Know(only.Values[0].Resolve(), only.Successors[0] == block, undo);
        List<Node> body = [];
        foreach (Node node in block.Body) Number(node, body, undo);
        block.Replace(body);
        for (int i = 0; i < block.Values.Length; i++) block.Values[i] = Known(block.Values[i].Resolve());
        if (_children.TryGetValue(block, out List<Block>? children))
        {
            // Memory is what it was where a block has one way in.
            (Node, ulong, Opcode, Node)[] atEnd = [.. _memory];
            foreach (Block child in children)
            {
                _memory.Clear();
                if (child.Predecessors.Count == 1) _memory.AddRange(atEnd);
                Visit(child);
            }
        }

        for (int i = undo.Count - 1; i >= 0; i--)
        {
            if (undo[i].Item2 is { } before) _values[undo[i].Item1] = before;
            else _values.Remove(undo[i].Item1);
        }
    }

    private void Number(Node node, List<Node> body, List<(Key, Node?)> undo)
    {
        for (int i = 0; i < node.Operands.Length; i++) node.Operands[i] = node.Operands[i].Resolve();
        Node simple = Simplifier.Simplify(_function, node);
        if (simple != node)
        {
            node.ReplaceBy(simple);
            return;
        }

        if (node.Op == Ops.TrapIf)
        {
            Node condition = Known(node.Operands[0]);
            if (condition is { IsConst: true, Bits: 0 }) return;
            body.Add(node);
            Know(condition, false, undo);
            return;
        }

        if (node.Op.IsLoad() || node.HasEffect)
        {
            if (!Forward(node)) body.Add(node);
            return;
        }

        if (node.Op is Ops.Alloca or Ops.Result)
        {
            body.Add(node);
            return;
        }

        Key key = KeyOf(node);
        if (_values.TryGetValue(key, out Node? known))
        {
            node.ReplaceBy(known);
            return;
        }

        Set(key, node, undo);
        body.Add(node);
    }

    private Node Known(Node condition) =>
        condition.Op.IsCompare() && _values.TryGetValue(KeyOf(condition), out Node? value) && value.IsConst ? value : condition;

    /// <summary>From here on the condition has this value.</summary>
    private void Know(Node condition, bool value, List<(Key, Node?)> undo)
    {
        if (!condition.Op.IsCompare()) return;
        Set(KeyOf(condition), _function.Const(value ? 1 : 0), undo);
        if (condition.Op is >= Opcode.I32Eq and <= Opcode.I32GeU) SetOpposite(condition, Opcode.I32Eq, value, undo);
        else if (condition.Op is >= Opcode.I64Eq and <= Opcode.I64GeU) SetOpposite(condition, Opcode.I64Eq, value, undo);
    }

    private void SetOpposite(Node condition, Opcode equal, bool value, List<(Key, Node?)> undo) =>
        Set(KeyOf(condition) with { Op = Simplifier.Invert(condition.Op, equal) }, _function.Const(value ? 0 : 1), undo);

    private void Set(Key key, Node value, List<(Key, Node?)> undo)
    {
        undo.Add((key, _values.GetValueOrDefault(key)));
        _values[key] = value;
    }

    private static Key KeyOf(Node node)
    {
        int At(int index) => index < node.Operands.Length ? node.Operands[index].Id : -1;
        (int first, int second) = (At(0), At(1));
        if (node.Op.IsCommutative() && first > second) (first, second) = (second, first);
        return new Key(node.Op, node.Bits, first, second, At(2));
    }

    /// <summary>Has a load take the value that lies there; says whether the node is not needed.</summary>
    private bool Forward(Node node)
    {
        if (node.Op.IsLoad())
        {
            foreach ((Node address, ulong offset, Opcode load, Node value) in _memory)
            {
                if (address != node.Operands[0] || offset != node.Bits || load != node.Op) continue;
                node.ReplaceBy(value);
                return true;
            }

            _memory.Add((node.Operands[0], node.Bits, node.Op, node));
        }
        else if (node.Op.IsStore())
        {
            _memory.RemoveAll(entry => Aliases.MayOverlap(node, entry.Address, entry.Offset, entry.Load));
            Opcode? whole = node.Op switch
            {
                Opcode.I32Store => Opcode.I32Load,
                Opcode.I64Store => Opcode.I64Load,
                Opcode.F32Store => Opcode.F32Load,
                Opcode.F64Store => Opcode.F64Load,
                _ => null,
            };
            if (whole is { } load) _memory.Add((node.Operands[0], node.Bits, load, node.Operands[1]));
        }
        else if (node.Op != Ops.TrapIf)
        {
            _memory.Clear();
        }

        return false;
    }
}
