using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Optimization;

namespace Supercomputer.Guests.Emission;

/// <summary>Leads past blocks that have no code: the assignments of an edge may have become nothing when locals were shared.</summary>
/// <remarks>Runs when phis have no meaning any more.</remarks>
internal static class EmptyBlocks
{
    public static void Run(LinearCode code)
    {
        GuestFunction function = code.Function;
        bool isChanged = false;
        foreach (Block block in function.Blocks.ToArray())
        {
            if (block.End != BlockEnd.Jump || code.Blocks[block].Count > 0 || block == function.Entry) continue;
            Block next = block.Successors[0];
            if (next == block || block.Predecessors.Any(p => p.Successors.Contains(next))) continue;
            next.Predecessors.Remove(block);
            foreach (Block predecessor in block.Predecessors.Distinct())
            {
                for (int i = 0; i < predecessor.Successors.Count; i++)
                {
                    if (predecessor.Successors[i] != block) continue;
                    predecessor.Successors[i] = next;
                    next.Predecessors.Add(predecessor);
                }
            }

            block.Successors.Clear();
            block.Predecessors.Clear();
            function.Blocks.Remove(block);
            isChanged = true;
        }

        if (isChanged) FlowGraph.Analyze(function);
    }
}
