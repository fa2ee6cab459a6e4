using System.Reflection;
using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Puts a function's code in the place of its call.</summary>
internal static class Inliner
{
    private const int SmallNodes = 40, LargeNodes = 600, MaximumCallerNodes = 6000;

    /// <summary>Whether the call of <paramref name="callee"/> is better replaced by its code.</summary>
    public static bool Wants(GuestFunction caller, GuestFunction callee, int callCount)
    {
        if (callee == caller || callee.Import is not null || !callee.IsOptimized || callee.Blocks.Count == 0) return false;
        MethodImplAttributes attributes = callee.Method!.Implementation;
        if ((attributes & MethodImplAttributes.NoInlining) != 0 || callee.Callees.Contains(callee)) return false;
        if (callee.Nodes.Any(n => n.Op == Ops.StackAlloc)) return false;
        int size = callee.NodeCount;
        if (caller.NodeCount + size > MaximumCallerNodes) return false;
        if ((attributes & MethodImplAttributes.AggressiveInlining) != 0) return size <= MaximumCallerNodes;
        return size <= SmallNodes || (callCount == 1 && size <= LargeNodes);
    }

    /// <summary>Replaces a call; the rest of its block becomes a block of its own.</summary>
    public static void Inline(GuestFunction caller, Node call)
    {
        Block before = call.Block!;
        GuestFunction callee = (GuestFunction)call.Data!;
        int index = before.Body.IndexOf(call);
        Block after = caller.NewBlock();
        after.Replace(before.Body.GetRange(index + 1, before.Body.Count - index - 1));
        before.Body.RemoveRange(index, before.Body.Count - index);
        Cleanup.TakeEnd(after, before);

        Dictionary<Node, Node> nodes = [];
        for (int i = 0; i < callee.ParameterNodes.Count; i++) nodes[callee.ParameterNodes[i]] = call.Operands[i];
        Dictionary<Block, Block> blocks = callee.Blocks.ToDictionary(b => b, _ => caller.NewBlock());
        Node Of(Node node) => node.IsConst ? caller.Const(node.Type, node.Bits) : nodes[node];

        foreach (Block block in callee.Blocks)
            foreach (Node node in block.Phis.Concat(block.Body)) nodes[node] = Copy(caller, node);
        List<(Block From, Node[] Values)> returns = [];
        foreach (Block block in callee.Blocks)
        {
            Block copy = blocks[block];
            foreach (Node node in block.Phis) Place(node, copy.Phis, copy);
            foreach (Node node in block.Body)
            {
                if (node.Op == Ops.Alloca) Place(node, caller.Entry.Body, caller.Entry, 0);
                else Place(node, copy.Body, copy);
            }

            copy.Predecessors.AddRange(block.Predecessors.Select(p => blocks[p]));
            copy.Successors.AddRange(block.Successors.Select(s => blocks[s]));
            (copy.End, copy.Values) = (block.End, [.. block.Values.Select(Of)]);
            if (block.End == BlockEnd.Return) returns.Add((copy, copy.Values));
        }

        before.Finish(BlockEnd.Jump, [], blocks[callee.Entry]);
        foreach ((Block from, _) in returns) from.Finish(BlockEnd.Jump, [], after);
        GiveResults(caller, call, after, returns);

        void Place(Node node, List<Node> list, Block home, int? at = null)
        {
            Node copy = nodes[node];
            copy.Operands = [.. node.Operands.Select(Of)];
            copy.Block = home;
            list.Insert(at ?? list.Count, copy);
        }
    }

    private static Node Copy(GuestFunction caller, Node node)
    {
        Node copy = caller.NewNode(node.Op, node.Type);
        (copy.Bits, copy.Data, copy.KnownBits) = (node.Bits, node.Data, node.KnownBits);
        return copy;
    }

    private static void GiveResults(GuestFunction caller, Node call, Block after, List<(Block From, Node[] Values)> returns)
    {
        ValType[] types = ((GuestFunction)call.Data!).Results;
        Node[] results = new Node[types.Length];
        for (int i = 0; i < types.Length; i++)
        {
            if (returns.Count == 0)
            {
                results[i] = caller.Const(types[i], 0);
                continue;
            }

            results[i] = caller.NewNode(Ops.Phi, types[i], [.. returns.Select(r => r.Values[i])]);
            results[i].Block = after;
            after.Phis.Add(results[i]);
        }

        if (types.Length == 1) call.ReplaceBy(results[0]);
        foreach (Node node in after.Body.Where(n => n.Op == Ops.Result && n.Operands[0] == call).ToArray())
        {
            node.ReplaceBy(results[node.Bits]);
            after.Body.Remove(node);
        }

        caller.ResolveUses();
    }
}
