using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Emission;

/// <summary>Nests the blocks of a reducible function into WebAssembly's blocks, loops and ifs.</summary>
/// <remarks>Source: Ramsey, "Beyond Relooper: recursive translation of unstructured control flow to structured control flow" (ICFP 2022).</remarks>
internal sealed class Structurer
{
    private readonly LinearCode _code;
    private readonly List<LinearOp> _out = [];
    private readonly List<Frame> _frames = [];
    private readonly Dictionary<Block, List<Block>> _children = [];
    private readonly HashSet<Block> _merges = [];

    private Structurer(LinearCode code) => _code = code;

    private enum FrameKind : byte
    {
        Block,
        Loop,
        If,
    }

    private readonly record struct Frame(FrameKind Kind, Block? Target);

    /// <summary>The function's instructions in order; a switch's targets stand behind it as <see cref="Opcode.Nop"/>.</summary>
    public static List<LinearOp> Run(LinearCode code)
    {
        Structurer structurer = new(code);
        foreach (Block block in code.Function.Blocks)
        {
            if (block.ImmediateDominator is { } parent) structurer.ChildrenOf(parent).Add(block);
            if (block.Predecessors.Count(p => p.Order < block.Order) > 1) structurer._merges.Add(block);
            if (block.End == BlockEnd.Switch) structurer._merges.UnionWith(block.Successors.Where(s => s.Order > block.Order));
            if (block.Predecessors.Any(p => p.Order >= block.Order && !block.Dominates(p)))
                throw new GuestException("the control flow is not reducible: a goto leads into a loop");
        }

        structurer.Tree(code.Function.Entry);
        structurer.Close();
        return structurer._out;
    }

    private List<Block> ChildrenOf(Block block)
    {
        if (!_children.TryGetValue(block, out List<Block>? children)) _children[block] = children = [];
        return children;
    }

    private void Tree(Block block)
    {
        Block[] follow = [.. ChildrenOf(block).Where(_merges.Contains).OrderBy(b => b.Order)];
        if (!block.IsLoopHeader)
        {
            Within(block, follow);
            return;
        }

        _out.Add(new LinearOp(Opcode.Loop));
        _frames.Add(new Frame(FrameKind.Loop, block));
        Within(block, follow);
        _frames.RemoveAt(_frames.Count - 1);
        _out.Add(new LinearOp(Opcode.End));
    }

    /// <summary>The block inside those wasm blocks whose ends are where the blocks that follow begin, the last outermost.</summary>
    private void Within(Block block, ReadOnlySpan<Block> follow)
    {
        if (follow.Length > 0)
        {
            _out.Add(new LinearOp(Opcode.Block));
            _frames.Add(new Frame(FrameKind.Block, follow[^1]));
            Within(block, follow[..^1]);
            _frames.RemoveAt(_frames.Count - 1);
            _out.Add(new LinearOp(Opcode.End));
            Tree(follow[^1]);
            return;
        }

        foreach (LinearOp op in _code.Blocks[block])
        {
            if (op.Code != Ops.TrapIf)
            {
                _out.Add(op);
                continue;
            }

            _out.Add(new LinearOp(Opcode.If));
            _out.Add(new LinearOp(Opcode.Unreachable));
            _out.Add(new LinearOp(Opcode.End));
        }

        End(block);
    }

    private void End(Block block)
    {
        switch (block.End)
        {
            case BlockEnd.Jump: Go(block, block.Successors[0]); break;
            case BlockEnd.Branch: Branch(block, block.Successors[0], block.Successors[1]); break;
            case BlockEnd.Return: _out.Add(new LinearOp(Opcode.Return)); break;
            case BlockEnd.Switch:
                _out.Add(new LinearOp(Opcode.BrTable, (ulong)block.Successors.Count));
                foreach (Block target in block.Successors) _out.Add(new LinearOp(Opcode.Nop, (ulong)LabelOf(target)));
                break;
            default: _out.Add(new LinearOp(Opcode.Unreachable)); break;
        }
    }

    private void Branch(Block block, Block then, Block otherwise)
    {
        if (IsLabel(block, then))
        {
            if (!FallsThrough(block, then) || IsLabel(block, otherwise))
            {
                _out.Add(new LinearOp(Opcode.BrIf, (ulong)LabelOf(then)));
                Go(block, otherwise);
                return;
            }
        }

        if (IsLabel(block, otherwise))
        {
            Invert();
            _out.Add(new LinearOp(Opcode.BrIf, (ulong)LabelOf(otherwise)));
            Go(block, then);
            return;
        }

        if (IsLabel(block, then))
        {
            _out.Add(new LinearOp(Opcode.BrIf, (ulong)LabelOf(then)));
            Go(block, otherwise);
            return;
        }

        _out.Add(new LinearOp(Opcode.If));
        _frames.Add(new Frame(FrameKind.If, null));
        Tree(then);
        int mark = _out.Count;
        _out.Add(new LinearOp(Opcode.Else));
        Tree(otherwise);
        if (_out.Count == mark + 1) _out.RemoveAt(mark);
        _frames.RemoveAt(_frames.Count - 1);
        _out.Add(new LinearOp(Opcode.End));
    }

    /// <summary>Turns the condition on the stack into its opposite.</summary>
    private void Invert()
    {
        LinearOp last = _out[^1];
        if (last.Code == Opcode.I32Eqz) _out.RemoveAt(_out.Count - 1);
        else if (last.Code is >= Opcode.I32Eq and <= Opcode.I32GeU) _out[^1] = last with { Code = Optimization.Simplifier.Invert(last.Code, Opcode.I32Eq) };
        else if (last.Code is >= Opcode.I64Eq and <= Opcode.I64GeU) _out[^1] = last with { Code = Optimization.Simplifier.Invert(last.Code, Opcode.I64Eq) };
        else _out.Add(new LinearOp(Opcode.I32Eqz));
    }

    private bool IsLabel(Block from, Block to) => to.Order <= from.Order || _merges.Contains(to);

    private void Go(Block from, Block to)
    {
        if (!IsLabel(from, to)) Tree(to);
        else if (!FallsThrough(from, to)) _out.Add(new LinearOp(Opcode.Br, (ulong)LabelOf(to)));
    }

    /// <summary>Whether the end of the innermost block is where the target begins, with nothing between but ends of ifs.</summary>
    private bool FallsThrough(Block from, Block to)
    {
        if (to.Order <= from.Order) return false;
        for (int i = _frames.Count - 1; i >= 0; i--)
        {
            if (_frames[i].Kind == FrameKind.If) continue;
            return _frames[i].Kind == FrameKind.Block && _frames[i].Target == to;
        }

        return false;
    }

    private int LabelOf(Block target)
    {
        int index = _frames.FindLastIndex(f => f.Target == target);
        return index >= 0 ? _frames.Count - 1 - index : throw new InvalidOperationException($"{target} has no label");
    }

    /// <summary>The end of the function needs no return; where it is not reached, it says so.</summary>
    private void Close()
    {
        if (_out[^1].Code == Opcode.Return) _out.RemoveAt(_out.Count - 1);
        else if (_code.Function.Results.Length > 0 && _out[^1].Code != Opcode.Unreachable) _out.Add(new LinearOp(Opcode.Unreachable));
    }
}
