using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Gives a stack allocation of constant size a piece of the frame, where no two of its blocks are in use at once: outside of loops,
/// and in a loop where no turn keeps the address for the next.</summary>
internal static class FixedAllocations
{
    public static void Run(GuestFunction function)
    {
        Node[] allocations = [.. function.Blocks.SelectMany(b => b.Body)
            .Where(n => n.Op == Ops.StackAlloc && n.Operands[0].IsConst && n.Operands[0].I32 is >= 0 and <= GuestModule.StackBytes)];
        if (allocations.Length == 0) return;
        FlowGraph.Analyze(function);
        foreach (Node node in allocations)
        {
            if (node.Block!.Order < 0 || (node.Block.LoopDepth > 0 && IsKept(function, node))) continue;
            Node piece = function.NewNode(Ops.Alloca, ValType.I32);
            (piece.Bits, piece.Data, piece.Block) = (Math.Max(1, node.Operands[0].Bits), 16, function.Entry);
            function.Entry.Body.Insert(0, piece);
            node.Block.Body.Remove(node);
            node.ReplaceBy(piece);
        }

        function.ResolveUses();
    }

    /// <summary>Whether the address, or one made from it, may outlive the turn: it is stored, given to a function, or goes into a phi of a
    /// block that does not begin behind the allocation.</summary>
    private static bool IsKept(GuestFunction function, Node allocation)
    {
        HashSet<Node> addresses = [allocation];
        for (int known = 0; known < addresses.Count;)
        {
            known = addresses.Count;
            foreach (Node node in function.Nodes)
            {
                for (int i = 0; i < node.Operands.Length; i++)
                {
                    if (!addresses.Contains(node.Operands[i])) continue;
                    if ((node.Op.IsStore() && i == 1) || (node.Op == Opcode.Call && ((GuestFunction)node.Data!).Import is null)) return true;
                    if (node.Op == Ops.Phi && (node.Block == allocation.Block || !allocation.Block!.Dominates(node.Block!))) return true;
                    if (!node.Op.IsLoad() && !node.HasEffect && node.Type is ValType.I32 or ValType.I64) addresses.Add(node);
                }
            }
        }

        return false;
    }
}
