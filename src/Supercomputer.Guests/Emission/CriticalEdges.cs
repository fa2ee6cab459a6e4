using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Optimization;

namespace Supercomputer.Guests.Emission;

/// <summary>Gives the assignments of phis a place: at the end of the predecessor, or in a block of their own on the edge.</summary>
internal static class CriticalEdges
{
    /// <summary>Splits the edges that need it; returns what is live where each block begins.</summary>
    public static Dictionary<Block, HashSet<Node>> Split(GuestFunction function)
    {
        FlowGraph.Analyze(function);
        Dictionary<Block, HashSet<Node>> live = LiveIn(function);
        foreach (Block block in function.Blocks.ToArray())
        {
            if (block.Successors.Count < 2) continue;
            Block[] targets = [.. block.Successors.Where(s => s.Phis.Count > 0).Distinct()];
            if (targets.Length == 1 && block.Successors.Count(s => s == targets[0]) == 1 && IsHarmless(block, targets[0], live)) continue;
            foreach (Block target in targets)
                for (int i = 0; i < block.Successors.Count; i++)
                    if (block.Successors[i] == target) SplitEdge(function, block, i);
        }

        FlowGraph.Analyze(function);
        return live;
    }

    /// <summary>Whether the other ways out of a block do not see the phis that it assigns before it branches.</summary>
    private static bool IsHarmless(Block block, Block target, Dictionary<Block, HashSet<Node>> live) =>
        block.Successors.Where(s => s != target).All(other => !target.Phis.Any(live[other].Contains));

    private static void SplitEdge(GuestFunction function, Block from, int index)
    {
        Block to = from.Successors[index], between = function.NewBlock();
        from.Successors[index] = between;
        between.Predecessors.Add(from);
        to.Predecessors[to.Predecessors.IndexOf(from)] = between;
        between.End = BlockEnd.Jump;
        between.Successors.Add(to);
    }

    private static Dictionary<Block, HashSet<Node>> LiveIn(GuestFunction function)
    {
        Dictionary<Block, HashSet<Node>> live = function.Blocks.ToDictionary(b => b, _ => new HashSet<Node>());
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            for (int i = function.Blocks.Count - 1; i >= 0; i--)
            {
                Block block = function.Blocks[i];
                HashSet<Node> now = [];
                foreach (Block successor in block.Successors)
                {
                    now.UnionWith(live[successor].Except(successor.Phis));
                }

                foreach (Block successor in block.Successors)
                {
                    for (int p = 0; p < successor.Predecessors.Count; p++)
                        if (successor.Predecessors[p] == block) now.UnionWith(successor.Phis.Select(phi => phi.Operands[p]));
                }

                now.UnionWith(block.Values);
                foreach (Node node in Enumerable.Reverse(block.Body))
                {
                    now.Remove(node);
                    now.UnionWith(node.Operands);
                }

                // The block's own phis stay: an edge that ends here from elsewhere must not assign them.
                if (now.Count == live[block].Count) continue;
                live[block] = now;
                isChanged = true;
            }
        }

        return live;
    }
}
