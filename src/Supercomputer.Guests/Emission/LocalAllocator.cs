using System.Collections;
using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Emission;

/// <summary>Has locals that are never needed together share one, above all the two sides of an assignment, and drops what is then idle.</summary>
internal sealed class LocalAllocator
{
    private readonly LinearCode _code;
    private readonly Dictionary<Block, BitArray> _liveOut = [];
    private readonly BitArray[] _conflicts;
    private readonly int[] _parents;
    private readonly int _count;

    private LocalAllocator(LinearCode code)
    {
        _code = code;
        _count = code.Locals.Count;
        _parents = [.. Enumerable.Range(0, _count)];
        _conflicts = [.. Enumerable.Range(0, _count).Select(_ => new BitArray(_count))];
    }

    public static void Run(LinearCode code)
    {
        LocalAllocator allocator = new(code);
        allocator.FindLiveness();
        allocator.FindConflicts();
        allocator.Coalesce();
        allocator.Rename();
        LocalAllocator tidy = new(code);
        tidy.FindLiveness();
        foreach (Block block in code.Function.Blocks) tidy.Tidy(block);
    }

    private void FindLiveness()
    {
        Dictionary<Block, BitArray> liveIn = [];
        foreach (Block block in _code.Function.Blocks) (liveIn[block], _liveOut[block]) = (new BitArray(_count), new BitArray(_count));
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            foreach (Block block in Enumerable.Reverse(_code.Function.Blocks))
            {
                BitArray live = new(_count);
                foreach (Block successor in block.Successors) live.Or(liveIn[successor]);
                _liveOut[block] = new BitArray(live);
                foreach (LinearOp op in Enumerable.Reverse(_code.Blocks[block])) Step(op, live);
                if (Same(live, liveIn[block])) continue;
                liveIn[block] = live;
                isChanged = true;
            }
        }
    }

    private static void Step(LinearOp op, BitArray live)
    {
        if (op.IsGet) live[op.Local] = true;
        else if (op.IsSet) live[op.Local] = false;
    }

    private static bool Same(BitArray left, BitArray right)
    {
        for (int i = 0; i < left.Length; i++)
            if (left[i] != right[i]) return false;
        return true;
    }

    private void FindConflicts()
    {
        int parameters = _code.Function.Parameters.Length;
        for (int i = 0; i < parameters; i++)
            for (int j = 0; j < i; j++) Conflict(i, j);
        foreach (Block block in _code.Function.Blocks)
        {
            BitArray live = new(_liveOut[block]);
            List<LinearOp> ops = _code.Blocks[block];
            for (int i = ops.Count - 1; i >= 0; i--)
            {
                if (ops[i].IsSet)
                {
                    int source = SourceOf(ops, i);
                    for (int other = 0; other < _count; other++)
                        if (live[other] && other != source && other != ops[i].Local) Conflict(ops[i].Local, other);
                }

                Step(ops[i], live);
            }

            // Locals are zero where a function begins: what is live there is as good as assigned.
            if (block != _code.Function.Entry) continue;
            for (int i = 0; i < _count; i++)
                for (int j = 0; j < _count; j++)
                    if (i != j && live[i] && (live[j] || j < parameters)) Conflict(i, j);
        }
    }

    /// <summary>The local whose value an assignment copies; -1 where it is not a copy.</summary>
    private static int SourceOf(List<LinearOp> ops, int index) =>
        index > 0 && (ops[index - 1].IsGet || ops[index - 1].Code == Opcode.LocalTee) ? ops[index - 1].Local : -1;

    private void Conflict(int left, int right)
    {
        _conflicts[left][right] = true;
        _conflicts[right][left] = true;
    }

    private int Find(int local)
    {
        while (_parents[local] != local) local = _parents[local];
        return local;
    }

    private void Coalesce()
    {
        IEnumerable<(int Depth, int To, int From)> moves = _code.Function.Blocks.SelectMany(block =>
        {
            List<LinearOp> ops = _code.Blocks[block];
            return Enumerable.Range(0, ops.Count).Where(i => ops[i].IsSet && SourceOf(ops, i) >= 0)
                .Select(i => (block.LoopDepth, ops[i].Local, SourceOf(ops, i)));
        });
        foreach ((_, int to, int from) in moves.OrderByDescending(m => m.Depth)) Merge(Find(to), Find(from));
    }

    private void Merge(int left, int right)
    {
        if (left == right || _conflicts[left][right] || _code.Locals[left] != _code.Locals[right]) return;
        if (right < left) (left, right) = (right, left);
        _parents[right] = left;
        for (int i = 0; i < _count; i++)
            if (_conflicts[right][i] && Find(i) is var other && other != left) Conflict(left, other);
    }

    /// <summary>Colours what is left, in order, and writes the colours into the code.</summary>
    private void Rename()
    {
        int parameters = _code.Function.Parameters.Length;
        List<ValType> types = [.. _code.Function.Parameters];
        List<List<int>> members = [.. Enumerable.Range(0, parameters).Select(i => new List<int> { i })];
        int[] colors = new int[_count];
        HashSet<int> used = [.. _code.Blocks.Values.SelectMany(ops => ops).Where(op => op.IsGet || op.IsSet).Select(op => Find(op.Local))];
        foreach (int local in used.Order())
        {
            if (local < parameters)
            {
                colors[local] = local;
                continue;
            }

            int color = members.FindIndex(m => m.TrueForAll(other => !_conflicts[Find(other)][local] && !_conflicts[local][Find(other)])
                && _code.Locals[m[0]] == _code.Locals[local]);
            if (color < 0)
            {
                color = members.Count;
                members.Add([]);
                types.Add(_code.Locals[local]);
            }

            members[color].Add(local);
            colors[local] = color;
        }

        foreach (List<LinearOp> ops in _code.Blocks.Values)
            for (int i = 0; i < ops.Count; i++)
                if (ops[i].IsGet || ops[i].IsSet) ops[i] = ops[i] with { Bits = (ulong)colors[Find(ops[i].Local)] };
        _code.Locals.Clear();
        _code.Locals.AddRange(types);
    }

    /// <summary>Drops assignments of a local to itself and assignments that nothing reads.</summary>
    private void Tidy(Block block)
    {
        BitArray live = new(_liveOut[block]);
        List<LinearOp> ops = _code.Blocks[block], kept = [];
        for (int i = ops.Count - 1; i >= 0; i--)
        {
            LinearOp op = ops[i];
            if (op.IsSet && SourceOf(ops, i) == op.Local)
            {
                // get x; set x is nothing; tee x; set x is set x.
                if (ops[i - 1].IsGet && op.Code == Opcode.LocalSet) i--;
                else if (ops[i - 1].Code == Opcode.LocalTee && op.Code == Opcode.LocalSet) ops[--i] = op;
                else continue;
                if (ops[i].IsSet) i++;
                continue;
            }

            if (op.IsGet && i > 0 && ops[i - 1].Code == Opcode.LocalSet && ops[i - 1].Local == op.Local)
            {
                bool isNeeded = live[op.Local];
                ops[i - 1] = op with { Code = Opcode.LocalTee };
                if (!isNeeded)
                {
                    live[op.Local] = false;
                    i--;
                }

                continue;
            }

            if (op.Code == Opcode.LocalTee && !live[op.Local]) continue;
            if (op.Code == Opcode.LocalSet && !live[op.Local]) op = new LinearOp(Opcode.Drop);
            Step(op, live);
            kept.Add(op);
        }

        kept.Reverse();
        _code.Blocks[block] = kept;
    }
}
