using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Writes out the turns of loops whose number is constant: indices are then constants, tests of bounds fall away, and pieces of
/// the frame that the loop indexes become scalars.</summary>
/// <remarks>Each turn is a copy of the loop in front of it, which is right for any loop; since the last copy always leaves, the loop itself
/// is not reached and goes. Cost: a loop is written out where its turns have at most <see cref="SmallNodes"/> nodes together, or at most
/// <see cref="LargeNodes"/> if constants decide one in <see cref="GainShare"/> of them; a function stops at <see cref="FunctionNodes"/>.</remarks>
internal sealed class LoopUnrolling
{
    private const int MaximumTurns = 65, SmallNodes = 96, LargeNodes = 2500, FunctionNodes = 6000, GainShare = 8;
    private readonly GuestFunction _function;
    private readonly Block _header;
    private readonly Block[] _blocks;
    private readonly HashSet<Block> _loop;
    private readonly List<Dictionary<Block, Block>> _copies = [];
    private Dictionary<Node, Node> _nodes = [];

    private LoopUnrolling(GuestFunction function, Block header, HashSet<Block> loop)
    {
        (_function, _header, _loop) = (function, header, loop);
        _blocks = [.. loop.OrderBy(b => b.Order)];
    }

    /// <summary>Unrolls every loop that qualifies, inner ones first; says whether there was one. What encloses one waits for the next run.</summary>
    public static bool Run(GuestFunction function)
    {
        FlowGraph.Analyze(function);
        HashSet<Block> changed = [];
        foreach (Block header in function.Blocks.Where(b => b.IsLoopHeader).OrderByDescending(b => b.LoopDepth).ToArray())
        {
            HashSet<Block> loop = FlowGraph.LoopOf(header);
            if (loop.Overlaps(changed) || TurnCount.Of(header, loop, MaximumTurns) is not ({ } exit, var turns)) continue;
            LoopUnrolling unrolling = new(function, header, loop);
            if (!unrolling.Pays(turns)) continue;
            unrolling.Unroll(exit, turns);
            changed.UnionWith(unrolling._copies.SelectMany(c => c.Values));
            FlowGraph.Analyze(function);
        }

        return changed.Count > 0;
    }

    private bool Pays(int turns)
    {
        int size = _blocks.Sum(b => b.Body.Count + 1), all = size * turns;
        if (_function.NodeCount + all > FunctionNodes || all > LargeNodes) return false;
        return all <= SmallNodes || turns == 1 || _blocks.SelectMany(b => b.Body).Count(IsDecided) * GainShare >= size;
    }

    /// <summary>Whether a turn with constants spares the node: a number, a test of numbers, an access at a constant place of a piece.</summary>
    private bool IsDecided(Node node)
    {
        bool IsNumber(Node operand) => operand.IsConst || TurnCount.IsKnown(operand, _header, _loop);
        if (node.Op == Ops.TrapIf) return IsNumber(node.Operands[0]);
        if (!node.Op.IsLoad() && !node.Op.IsStore()) return IsNumber(node);
        Node address = node.Operands[0];
        return address.Op == Opcode.I32Add && address.Operands.All(o => o.Op == Ops.Alloca || IsNumber(o));
    }

    private void Unroll(Block exit, int turns)
    {
        Demotion.Run(_function, _loop);
        for (int turn = 0; turn < turns; turn++)
        {
            _copies.Add(_blocks.ToDictionary(b => b, _ => _function.NewBlock()));
            Dictionary<Node, Node> before = _nodes;
            _nodes = [];
            foreach (Node node in _blocks.SelectMany(b => b.Phis.Concat(b.Body))) _nodes.Add(node, Copy(node));
            foreach (Block block in _blocks) Fill(block, turn, before);
        }

        foreach ((Block block, Block copy) in _copies.SelectMany(c => c)) Leave(block, copy);
        bool leavesIfTrue = !_loop.Contains(exit.Successors[0]);
        for (int turn = 0; turn < turns; turn++) _copies[turn][exit].Values = [_function.Const(leavesIfTrue == (turn == turns - 1) ? 1 : 0)];
        Enter();
    }

    private Node Copy(Node node)
    {
        Node copy = _function.NewNode(node.Op, node.Type);
        (copy.Bits, copy.Data, copy.KnownBits) = (node.Bits, node.Data, node.KnownBits);
        return copy;
    }

    /// <summary>Fills a block of a turn, and gives it its predecessors within the copies.</summary>
    private void Fill(Block block, int turn, Dictionary<Node, Node> before)
    {
        Block copy = _copies[turn][block];
        bool isHeader = block == _header;
        for (int i = 0; i < block.Predecessors.Count; i++)
        {
            Block from = block.Predecessors[i];
            bool isOutside = !_loop.Contains(from);
            if (isHeader && isOutside != (turn == 0)) continue;
            copy.Predecessors.Add(isOutside ? from : _copies[isHeader ? turn - 1 : turn][from]);
            foreach (Node phi in block.Phis)
            {
                Node operand = phi.Operands[i];
                Node given = isOutside ? operand : (isHeader ? before : _nodes).GetValueOrDefault(operand, operand);
                _nodes[phi].Operands = [.. _nodes[phi].Operands, given];
            }
        }

        foreach (Node phi in block.Phis) Place(_nodes[phi], copy, copy.Phis);
        foreach (Node node in block.Body)
        {
            _nodes[node].Operands = [.. node.Operands.Select(o => _nodes.GetValueOrDefault(o, o))];
            Place(_nodes[node], copy, copy.Body);
        }

        (copy.End, copy.Values) = (block.End, [.. block.Values.Select(v => _nodes.GetValueOrDefault(v, v))]);
        foreach (Block successor in block.Successors.Where(s => !_loop.Contains(s)).Distinct())
        {
            int edges = successor.Predecessors.Count;
            for (int i = 0; i < edges; i++)
            {
                if (successor.Predecessors[i] != block) continue;
                successor.Predecessors.Add(copy);
                foreach (Node phi in successor.Phis) phi.Operands = [.. phi.Operands, _nodes.GetValueOrDefault(phi.Operands[i], phi.Operands[i])];
            }
        }

        static void Place(Node node, Block home, List<Node> list)
        {
            node.Block = home;
            list.Add(node);
        }
    }

    /// <summary>Leads a copy on: within its turn, to the next one, or out of the loop.</summary>
    private void Leave(Block block, Block copy)
    {
        int turn = _copies.FindIndex(c => c[block] == copy);
        foreach (Block successor in block.Successors)
        {
            if (!_loop.Contains(successor)) copy.Successors.Add(successor);
            else if (successor != _header) copy.Successors.Add(_copies[turn][successor]);
            else copy.Successors.Add(turn + 1 < _copies.Count ? _copies[turn + 1][_header] : _header);
        }
    }

    /// <summary>Leads what entered the loop to the first turn, and the last turn to the loop.</summary>
    private void Enter()
    {
        Block first = _copies[0][_header];
        foreach (Block from in _header.Predecessors.Where(p => !_loop.Contains(p)).Distinct())
            for (int i = 0; i < from.Successors.Count; i++)
                if (from.Successors[i] == _header) from.Successors[i] = first;
        List<Block> predecessors = [];
        List<Node>[] operands = [.. _header.Phis.Select(_ => new List<Node>())];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < _header.Predecessors.Count; i++)
            {
                if (!_loop.Contains(_header.Predecessors[i])) continue;
                predecessors.Add(pass == 0 ? _copies[^1][_header.Predecessors[i]] : _header.Predecessors[i]);
                for (int p = 0; p < operands.Length; p++)
                {
                    Node operand = _header.Phis[p].Operands[i];
                    operands[p].Add(pass == 0 ? _nodes.GetValueOrDefault(operand, operand) : operand);
                }
            }
        }

        _header.Predecessors.Clear();
        _header.Predecessors.AddRange(predecessors);
        for (int p = 0; p < operands.Length; p++) _header.Phis[p].Operands = [.. operands[p]];
    }
}
