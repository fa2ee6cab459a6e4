using Supercomputer.Guests.Ir;

namespace Supercomputer.Guests.Optimization;

/// <summary>Removes what is not used, and blocks that only lead on.</summary>
internal static class Cleanup
{
    public static void Run(GuestFunction function)
    {
        function.ResolveUses();
        CleanBlocks(function);
        FlowGraph.Analyze(function);
        SimplifyPhis(function);
        RemoveUnused(function);
    }

    private static void SimplifyPhis(GuestFunction function)
    {
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            foreach (Block block in function.Blocks)
            {
                foreach (Node phi in block.Phis.ToArray())
                {
                    Node simple = Simplifier.Simplify(function, phi);
                    if (simple == phi) continue;
                    phi.ReplaceBy(simple);
                    block.Phis.Remove(phi);
                    isChanged = true;
                }
            }

            if (isChanged) function.ResolveUses();
        }
    }

    private static void RemoveUnused(GuestFunction function)
    {
        HashSet<Node> live = [];
        Stack<Node> work = [];
        foreach (Block block in function.Blocks)
        {
            foreach (Node value in block.Values) work.Push(value);
            foreach (Node node in block.Body.Where(n => !n.IsRemovable)) work.Push(node);
        }

        while (work.TryPop(out Node? node))
            if (live.Add(node))
                foreach (Node operand in node.Operands) work.Push(operand);
        foreach (Block block in function.Blocks)
        {
            block.Phis.RemoveAll(n => !live.Contains(n));
            block.Body.RemoveAll(n => !live.Contains(n));
        }
    }

    private static void CleanBlocks(GuestFunction function)
    {
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            foreach (Block block in function.Blocks.ToArray())
            {
                if (block.End == BlockEnd.Open) continue;
                isChanged |= DecideBranch(block) || Merge(function, block) || Skip(function, block);
            }
        }
    }

    private static bool DecideBranch(Block block)
    {
        if (block.End is not (BlockEnd.Branch or BlockEnd.Switch)) return false;
        Block first = block.Successors[0];
        if (block.Successors.All(s => s == first) && first.Phis.Count == 0)
        {
            while (block.Successors.Count > 1) block.RemoveEdge(first);
        }
        else if (block.Values[0].IsConst)
        {
            ulong value = block.Values[0].U32;
            int index = block.End == BlockEnd.Branch ? (value != 0 ? 0 : 1) : (int)Math.Min(value, (ulong)block.Successors.Count - 1);
            Block target = block.Successors[index];
            if (block.Successors.Count(s => s == target) > 1 && target.Phis.Count > 0) return false;
            foreach (Block other in block.Successors.ToArray())
                if (other != target) block.RemoveEdge(other);
            while (block.Successors.Count > 1) block.RemoveEdge(target);
        }
        else
        {
            block.Values[0] = block.End == BlockEnd.Branch ? Simplifier.Truth(block.Values[0]) : block.Values[0];
            return Flip(block);
        }

        (block.End, block.Values) = (BlockEnd.Jump, []);
        return true;
    }

    /// <summary>A branch on "equals zero" is a branch on the number, the other way.</summary>
    private static bool Flip(Block block)
    {
        if (block.End != BlockEnd.Branch || block.Values[0].Op != Supercomputer.Wasm.Modules.Opcode.I32Eqz) return false;
        if (block.Successors[0] == block.Successors[1]) return false;
        block.Values = [block.Values[0].Operands[0]];
        block.Successors.Reverse();
        return true;
    }

    /// <summary>Takes in the one successor of which the block is the one predecessor.</summary>
    private static bool Merge(GuestFunction function, Block block)
    {
        if (block.End != BlockEnd.Jump || block.Successors[0] is not { Predecessors.Count: 1 } next || next == block || next == function.Entry) return false;
        foreach (Node phi in next.Phis) phi.ReplaceBy(phi.Operands[0]);
        foreach (Node node in next.Body) node.Block = block;
        block.Body.AddRange(next.Body);
        TakeEnd(block, next);
        function.Blocks.Remove(next);
        next.End = BlockEnd.Open;
        if (next.Phis.Count > 0) function.ResolveUses();
        return true;
    }

    /// <summary>Has a block end as another did.</summary>
    internal static void TakeEnd(Block block, Block other)
    {
        (block.End, block.Values) = (other.End, other.Values);
        block.Successors.Clear();
        block.Successors.AddRange(other.Successors);
        foreach (Block successor in other.Successors.Distinct())
            for (int i = 0; i < successor.Predecessors.Count; i++)
                if (successor.Predecessors[i] == other) successor.Predecessors[i] = block;
        other.Successors.Clear();
    }

    /// <summary>Leads the predecessors of an empty block on to its successor.</summary>
    private static bool Skip(GuestFunction function, Block block)
    {
        if (block.End != BlockEnd.Jump || block.Body.Count > 0 || block.Phis.Count > 0 || block == function.Entry) return false;
        Block next = block.Successors[0];
        if (next == block || block.Predecessors.Count == 0) return false;
        if (next.Phis.Count > 0 && block.Predecessors.Any(p => next.Predecessors.Contains(p) || block.Predecessors.Count(q => q == p) > 1)) return false;
        int index = next.Predecessors.IndexOf(block);
        Node[] values = [.. next.Phis.Select(phi => phi.Operands[index])];
        block.RemoveEdge(next);
        foreach (Block predecessor in block.Predecessors)
        {
            for (int i = 0; i < predecessor.Successors.Count; i++)
            {
                if (predecessor.Successors[i] != block) continue;
                predecessor.Successors[i] = next;
                next.Predecessors.Add(predecessor);
                for (int p = 0; p < values.Length; p++) next.Phis[p].Operands = [.. next.Phis[p].Operands, values[p]];
            }
        }

        function.Blocks.Remove(block);
        (block.End, _) = (BlockEnd.Open, block.Predecessors.RemoveAll(_ => true));
        return true;
    }
}
