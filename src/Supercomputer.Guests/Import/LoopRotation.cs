using Supercomputer.Guests.Ir;

namespace Supercomputer.Guests.Import;

/// <summary>Repeats a loop's test before the loop, so that a turn has one branch: the C# compiler jumps to the test.</summary>
/// <remarks>Runs before values cross blocks: a copy of a block needs no phis.</remarks>
internal static class LoopRotation
{
    private const int MaximumNodes = 24;

    public static void Run(GuestFunction function)
    {
        List<Block> order = [.. function.Blocks];
        foreach (Block header in order)
        {
            if (header.End != BlockEnd.Branch || header.Body.Count > MaximumNodes || header.Successors.Contains(header)) continue;
            HashSet<Block> reached = Reach(header);
            Block[] entries = [.. header.Predecessors.Where(p => !reached.Contains(p) && p.End == BlockEnd.Jump)];
            if (entries.Length == 0 || !header.Predecessors.Any(reached.Contains)) continue;
            if (header.Successors.All(s => Reach(s).Contains(header))) continue;
            foreach (Block entry in entries) Copy(function, header, entry);
        }
    }

    private static HashSet<Block> Reach(Block from)
    {
        HashSet<Block> reached = [];
        Stack<Block> work = new([from]);
        while (work.TryPop(out Block? block))
            foreach (Block successor in block.Successors)
                if (reached.Add(successor)) work.Push(successor);
        return reached;
    }

    private static void Copy(GuestFunction function, Block header, Block entry)
    {
        Dictionary<Node, Node> copies = [];
        Node Of(Node node) => copies.GetValueOrDefault(node, node);
        entry.RemoveEdge(header);
        foreach (Node node in header.Body)
        {
            if (node.Op == Ops.Alloca) continue;
            Node copy = function.NewNode(node.Op, node.Type, [.. node.Operands.Select(Of)]);
            (copy.Bits, copy.Data, copy.KnownBits, copy.Block) = (node.Bits, node.Data, node.KnownBits, entry);
            entry.Body.Add(copy);
            copies.Add(node, copy);
        }

        entry.Finish(BlockEnd.Branch, [Of(header.Values[0])], [header.Successors[0], header.Successors[1]]);
    }
}
