using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Moves out of a loop what is the same in every turn: lengths of arrays, arithmetic, and loads of the frame and of statics that
/// nothing in the loop may write.</summary>
/// <remarks>What is moved may run where it did not before: it is pure, or a load from a place that is always there.</remarks>
internal static class LoopInvariants
{
    public static void Run(GuestFunction function)
    {
        FlowGraph.Analyze(function);
        foreach (Block header in function.Blocks.Where(b => b.IsLoopHeader).OrderByDescending(b => b.LoopDepth))
        {
            if (header.ImmediateDominator is not { } home || home.LoopDepth >= header.LoopDepth) continue;
            HashSet<Block> loop = FlowGraph.LoopOf(header);
            Node[] writes = [.. loop.SelectMany(b => b.Body).Where(n => n.HasEffect && n.Op != Ops.TrapIf)];
            foreach (Block block in loop.OrderBy(b => b.Order)) Move(block, home, loop, writes);
        }
    }

    private static void Move(Block block, Block home, HashSet<Block> loop, Node[] writes)
    {
        List<Node> kept = [];
        foreach (Node node in block.Body)
        {
            bool isInvariant = node.Op is not (Ops.Alloca or Ops.Result) && node.Operands.All(o => o.Block is null || !loop.Contains(o.Block));
            if (!isInvariant || !(node.IsPure ? IsWorthALocal(node) : node.Op.IsLoad() && IsUnchanged(node, writes)))
            {
                kept.Add(node);
                continue;
            }

            node.Block = home;
            home.Body.Add(node);
        }

        if (kept.Count < block.Body.Count) block.Replace(kept);
    }

    /// <summary>A sum with a constant is as short as a local, and may be the offset of an access or the step of a loop.</summary>
    private static bool IsWorthALocal(Node node) => !(node.Op is Opcode.I32Add or Opcode.I64Add && node.Operands[1].IsConst);

    private static bool IsUnchanged(Node load, Node[] writes)
    {
        Node address = load.Operands[0];
        if (address.Op != Ops.Alloca && !(address.IsConst && address.U32 >= GuestModule.StackBytes)) return false;
        return writes.All(write => write.Op.IsStore() && !Aliases.MayOverlap(write, address, load.Bits, load.Op));
    }
}
