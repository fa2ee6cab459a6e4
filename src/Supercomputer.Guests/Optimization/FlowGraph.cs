using Supercomputer.Guests.Ir;

namespace Supercomputer.Guests.Optimization;

/// <summary>Order, dominators and loops of a function's blocks.</summary>
internal static class FlowGraph
{
    /// <summary>Drops unreachable blocks, puts the others in reverse postorder, and finds dominators and loops.</summary>
    /// <remarks>Source: Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm".</remarks>
    public static void Analyze(GuestFunction function)
    {
        List<Block> order = ReversePostorder(function);
        HashSet<Block> reached = [.. order];
        foreach (Block block in function.Blocks)
        {
            if (reached.Contains(block)) continue;
            foreach (Block successor in block.Successors.Where(reached.Contains).ToArray()) block.RemoveEdge(successor);
        }

        function.Blocks = order;
        for (int i = 0; i < order.Count; i++)
        {
            (order[i].Order, order[i].ImmediateDominator, order[i].LoopDepth, order[i].IsLoopHeader) = (i, null, 0, false);
        }

        FindDominators(order);
        FindLoops(order);
    }

    /// <summary>The blocks of the loop that a back edge closes.</summary>
    public static HashSet<Block> LoopOf(Block header)
    {
        HashSet<Block> loop = [header];
        Stack<Block> work = new(header.Predecessors.Where(header.Dominates));
        while (work.TryPop(out Block? block))
            if (loop.Add(block))
                foreach (Block predecessor in block.Predecessors) work.Push(predecessor);
        return loop;
    }

    private static List<Block> ReversePostorder(GuestFunction function)
    {
        List<Block> order = [];
        HashSet<Block> seen = [function.Entry];
        Stack<(Block Block, int Next)> work = new([(function.Entry, 0)]);
        while (work.TryPop(out (Block Block, int Next) at))
        {
            // The last successor first: what follows a loop then comes behind it.
            int index = at.Block.Successors.Count - 1 - at.Next;
            if (index < 0)
            {
                order.Add(at.Block);
                continue;
            }

            work.Push((at.Block, at.Next + 1));
            if (seen.Add(at.Block.Successors[index])) work.Push((at.Block.Successors[index], 0));
        }

        order.Reverse();
        return order;
    }

    private static void FindDominators(List<Block> order)
    {
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            foreach (Block block in order.Skip(1))
            {
                Block? dominator = null;
                foreach (Block predecessor in block.Predecessors)
                {
                    if (predecessor != order[0] && predecessor.ImmediateDominator is null) continue;
                    dominator = dominator is null ? predecessor : Meet(dominator, predecessor);
                }

                if (dominator == block.ImmediateDominator) continue;
                block.ImmediateDominator = dominator;
                isChanged = true;
            }
        }
    }

    private static Block Meet(Block left, Block right)
    {
        while (left != right)
        {
            while (left.Order > right.Order) left = left.ImmediateDominator!;
            while (right.Order > left.Order) right = right.ImmediateDominator!;
        }

        return left;
    }

    private static void FindLoops(List<Block> order)
    {
        foreach (Block header in order)
        {
            if (!header.Predecessors.Any(header.Dominates)) continue;
            header.IsLoopHeader = true;
            foreach (Block block in LoopOf(header)) block.LoopDepth++;
        }
    }
}
