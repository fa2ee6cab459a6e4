using Supercomputer.Guests.Ir;

namespace Supercomputer.Guests.Optimization;

/// <summary>Removes tests that never trap and decides branches that always go the same way, by what is known of the numbers they compare.</summary>
internal static class BoundsChecks
{
    public static void Run(GuestFunction function)
    {
        FlowGraph.Analyze(function);
        RangeProver prover = new(function);
        List<(Block Block, Node Test)> idle = [];
        List<(Block Block, bool Value)> decided = [];
        foreach (Block block in function.Blocks)
        {
            for (int i = 0; i < block.Body.Count; i++)
                if (block.Body[i].Op == Ops.TrapIf && prover.Decide(block.Body[i].Operands[0], new CodePoint(block, i)) == false) idle.Add((block, block.Body[i]));
            if (block.End == BlockEnd.Branch && prover.Decide(block.Values[0], new CodePoint(block, int.MaxValue)) is { } value) decided.Add((block, value));
        }

        foreach ((Block block, Node test) in idle) block.Body.Remove(test);
        foreach ((Block block, bool value) in decided) block.Values = [function.Const(value ? 1 : 0)];
    }
}
