using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Emission;

/// <summary>Turns values into stack code: a value is computed where it is first used, and kept in a local where it is used again.</summary>
internal sealed class Stackifier
{
    private readonly GuestFunction _function;
    private readonly LinearCode _code;
    private readonly Dictionary<Node, int> _uses;
    private readonly Dictionary<Node, int> _locals = [];
    private readonly Dictionary<Node, int> _frame = [];
    private readonly List<Node> _pending = [];
    private readonly Dictionary<Block, HashSet<Node>> _liveIn;
    private readonly int _frameBytes;
    private readonly int _framePointer = -1;
    private readonly bool _movesStack;
    private List<LinearOp> _out = [];

    private Stackifier(GuestFunction function)
    {
        _function = function;
        _liveIn = CriticalEdges.Split(function);
        _code = new LinearCode(function);
        _uses = function.CountUses();
        for (int i = 0; i < function.ParameterNodes.Count; i++) _locals[function.ParameterNodes[i]] = i;
        foreach (Node node in function.Nodes.Where(n => n.Op == Ops.Alloca))
        {
            _frameBytes = StructLayout.AlignUp(_frameBytes, (int)node.Data!);
            _frame[node] = _frameBytes;
            _frameBytes += (int)node.Bits;
        }

        _frameBytes = StructLayout.AlignUp(_frameBytes, 16);
        bool hasDynamic = function.Nodes.Any(n => n.Op == Ops.StackAlloc);
        if (_frameBytes > 0 || hasDynamic) _framePointer = _code.NewLocal(ValType.I32);
        _movesStack = hasDynamic || (_frameBytes > 0 && function.Nodes.Any(n => n.Op == Opcode.Call));
    }

    public static LinearCode Run(GuestFunction function) => new Stackifier(function).Run();

    private LinearCode Run()
    {
        foreach (Block block in _function.Blocks)
            foreach (Node phi in block.Phis) _locals[phi] = _code.NewLocal(phi.Type);
        foreach (Block block in _function.Blocks)
        {
            _out = _code.Blocks[block] = [];
            if (block == _function.Entry) Enter();
            EmitBlock(block);
        }

        return _code;
    }

    /// <summary>Takes the frame from the stack; one that would reach into the guard traps.</summary>
    private void Enter()
    {
        if (_framePointer < 0) return;
        Emit(Opcode.GlobalGet);
        if (_frameBytes > 0)
        {
            Emit(Opcode.I32Const, (uint)_frameBytes);
            Emit(Opcode.I32Sub);
        }

        Emit(Opcode.LocalTee, (ulong)_framePointer);
        Emit(Opcode.I32Const, GuestModule.GuardBytes);
        Emit(Opcode.I32LtS);
        Emit(Ops.TrapIf);
        if (!_movesStack) return;
        Emit(Opcode.LocalGet, (ulong)_framePointer);
        Emit(Opcode.GlobalSet);
    }

    private void Leave()
    {
        if (!_movesStack) return;
        Emit(Opcode.LocalGet, (ulong)_framePointer);
        Emit(Opcode.I32Const, (uint)_frameBytes);
        Emit(Opcode.I32Add);
        Emit(Opcode.GlobalSet);
    }

    private void EmitBlock(Block block)
    {
        _pending.Clear();
        foreach (Node node in block.Body)
        {
            if (node.Op is Ops.Alloca or Ops.Result) continue;
            if (node.HasEffect) EmitEffect(node);
            else _pending.Add(node);
        }

        EmitEnd(block);
    }

    private void EmitEffect(Node node)
    {
        if (node.Op != Ops.TrapIf)
        {
            HashSet<Node> tree = [];
            foreach (Node operand in node.Operands) AddTree(operand, tree);
            foreach (Node load in _pending.Where(p => p.Op.IsLoad() && !tree.Contains(p)).ToArray())
                if (_pending.Contains(load)) Settle(load);
        }

        if (node.Op == Ops.StackAlloc)
        {
            EmitStackAlloc(node);
            return;
        }

        EmitOperands(node);
        Emit(node.Op, OffsetOf(node), node.Data as GuestFunction);
        if (node.Op == Opcode.Call && node.Type == Ops.None)
        {
            Node[] results = [.. node.Block!.Body.Where(n => n.Op == Ops.Result && n.Operands[0] == node)];
            for (int i = ((GuestFunction)node.Data!).Results.Length - 1; i >= 0; i--)
            {
                if (results.FirstOrDefault(r => (int)r.Bits == i) is { } result) Emit(Opcode.LocalSet, (ulong)LocalOf(result));
                else Emit(Opcode.Drop);
            }
        }
        else if (node.Type != Ops.None)
        {
            if (_uses.GetValueOrDefault(node) > 0) Emit(Opcode.LocalSet, (ulong)LocalOf(node));
            else Emit(Opcode.Drop);
        }
    }

    /// <summary>The stack pointer goes down by the size, rounded up; a size that reaches the guard traps.</summary>
    private void EmitStackAlloc(Node node)
    {
        int local = LocalOf(node);
        int size = _code.NewLocal(ValType.I32);
        EmitValue(node.Operands[0]);
        Emit(Opcode.LocalTee, (ulong)size);
        Emit(Opcode.I32Const, GuestModule.StackBytes);
        Emit(Opcode.I32GtU);
        Emit(Ops.TrapIf);
        Emit(Opcode.GlobalGet);
        Emit(Opcode.LocalGet, (ulong)size);
        Emit(Opcode.I32Sub);
        Emit(Opcode.I32Const, unchecked((uint)-16));
        Emit(Opcode.I32And);
        Emit(Opcode.LocalTee, (ulong)local);
        Emit(Opcode.I32Const, GuestModule.GuardBytes);
        Emit(Opcode.I32LtS);
        Emit(Ops.TrapIf);
        Emit(Opcode.LocalGet, (ulong)local);
        Emit(Opcode.GlobalSet);
    }

    private void AddTree(Node node, HashSet<Node> tree)
    {
        if (!_pending.Contains(node) || !tree.Add(node)) return;
        foreach (Node operand in node.Operands) AddTree(operand, tree);
    }

    private void EmitOperands(Node node)
    {
        bool isAccess = node.Op.IsLoad() || node.Op.IsStore() || node.Op == Ops.Length;
        for (int i = 0; i < node.Operands.Length; i++)
        {
            if (i == 0 && isAccess && _frame.ContainsKey(node.Operands[0])) Emit(Opcode.LocalGet, (ulong)_framePointer);
            else EmitValue(node.Operands[i]);
        }
    }

    private ulong OffsetOf(Node node) =>
        (node.Op.IsLoad() || node.Op.IsStore()) && _frame.TryGetValue(node.Operands[0], out int at) ? node.Bits + (ulong)at : node.Bits;

    /// <summary>Pushes a value.</summary>
    private void EmitValue(Node node)
    {
        if (node.IsConst)
        {
            Emit(node.Op, node.Bits);
        }
        else if (node.Op == Ops.Alloca)
        {
            Emit(Opcode.LocalGet, (ulong)_framePointer);
            if (_frame[node] == 0) return;
            Emit(Opcode.I32Const, (uint)_frame[node]);
            Emit(Opcode.I32Add);
        }
        else if (_pending.Remove(node))
        {
            Compute(node);
            int left = _uses[node] = _uses[node] - 1;
            if (left > 0) Emit(Opcode.LocalTee, (ulong)LocalOf(node));
        }
        else
        {
            Emit(Opcode.LocalGet, (ulong)LocalOf(node));
        }
    }

    private void Compute(Node node)
    {
        EmitOperands(node);
        if (node.Op == Ops.Length) Emit(Opcode.I32Load);
        else Emit(node.Op, OffsetOf(node));
    }

    /// <summary>Computes a value now, into its local.</summary>
    private void Settle(Node node)
    {
        _pending.Remove(node);
        Compute(node);
        Emit(_uses.GetValueOrDefault(node) > 0 ? Opcode.LocalSet : Opcode.Drop, _uses.GetValueOrDefault(node) > 0 ? (ulong)LocalOf(node) : 0);
    }

    private int LocalOf(Node node) => _locals.TryGetValue(node, out int local) ? local : _locals[node] = _code.NewLocal(node.Type);

    private void Emit(Opcode code, ulong bits = 0, GuestFunction? callee = null) => _out.Add(new LinearOp(code, bits, callee));

    private void EmitEnd(Block block)
    {
        List<(Node Phi, Node Source)> copies = [];
        foreach (Block successor in block.Successors.Distinct())
        {
            int index = successor.Predecessors.IndexOf(block);
            copies.AddRange(successor.Phis.Select(phi => (phi, phi.Operands[index])).Where(c => c.Item1 != c.Item2));
        }

        // A value that only others of the block use is computed with them; one that a later block uses, now.
        Dictionary<Node, int> usesHere = UsesWithin(_pending, copies, block);
        foreach (Node node in _pending.ToArray())
            if (_uses.GetValueOrDefault(node) > usesHere.GetValueOrDefault(node) && _pending.Contains(node)) Settle(node);
        HashSet<Node> here = [];
        foreach ((_, Node source) in copies) AddTree(source, here);
        HashSet<Node> tested = [];
        foreach (Node value in block.Values) AddTree(value, tested);
        foreach (Node node in _pending.ToArray())
            if (_pending.Contains(node) && !here.Contains(node) && !tested.Contains(node)) Settle(node);

        // Where the condition tests what a phi becomes, that comes first: the condition then reads no phi.
        foreach ((_, Node source) in copies)
            if (tested.Contains(source) && _pending.Contains(source)) Settle(source);

        Node[] values = [.. block.Values];
        for (int i = 0; i < values.Length; i++)
            if (Reads(values[i], copies)) values[i] = Keep(values[i]);
        EmitCopies([.. copies.OrderByDescending(c => TreeSize(c.Source))]);
        foreach (Node value in values) EmitValue(value);
        if (block.End == BlockEnd.Return) Leave();
    }

    /// <summary>How often each of the nodes is used by the others, the copies and the end of the block.</summary>
    private static Dictionary<Node, int> UsesWithin(IEnumerable<Node> nodes, List<(Node Phi, Node Source)> copies, Block block)
    {
        Dictionary<Node, int> uses = [];
        foreach (Node operand in nodes.SelectMany(n => n.Operands).Concat(copies.Select(c => c.Source)).Concat(block.Values))
            uses[operand] = uses.GetValueOrDefault(operand) + 1;
        return uses;
    }

    /// <summary>Computes a value now, into a local of its own.</summary>
    private Node Keep(Node node)
    {
        Node kept = _function.NewNode(Ops.Phi, node.Type);
        EmitValue(node);
        Emit(Opcode.LocalSet, (ulong)LocalOf(kept));
        return kept;
    }

    /// <summary>Whether computing a value reads a phi that the copies assign.</summary>
    private bool Reads(Node node, List<(Node Phi, Node Source)> copies)
    {
        if (copies.Count == 0) return false;
        HashSet<Node> tree = [];
        AddTree(node, tree);
        return copies.Any(c => c.Phi == node || tree.Any(n => n.Operands.Contains(c.Phi)));
    }

    /// <summary>What is still to be computed for a value. A move or a step comes last: it can then share the local of what it reads.</summary>
    private int TreeSize(Node node)
    {
        HashSet<Node> tree = [];
        AddTree(node, tree);
        return tree.Count;
    }

    /// <summary>Assigns phis at once: a phi that another copy still reads is assigned after it, and a circle goes through a local.</summary>
    private void EmitCopies(List<(Node Phi, Node Source)> copies)
    {
        HashSet<Node> kept = [];
        while (copies.Count > 0)
        {
            int next = copies.FindIndex(c => !copies.Any(o => o != c && Reads(o.Source, [c])));
            if (next < 0)
            {
                int first = copies.FindIndex(c => !kept.Contains(c.Source));
                copies[first] = (copies[first].Phi, Keep(copies[first].Source));
                kept.Add(copies[first].Source);
                continue;
            }

            EmitValue(copies[next].Source);
            Emit(Opcode.LocalSet, (ulong)_locals[copies[next].Phi]);
            copies.RemoveAt(next);
        }
    }
}
