using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>What tests say: behind one that traps, and on the edges of a branch.</summary>
internal sealed class RangeFacts
{
    private readonly Dictionary<Node, List<(CodePoint From, Inequality Fact)>> _above = [], _below = [];

    public RangeFacts(GuestFunction function)
    {
        foreach (Block block in function.Blocks)
        {
            for (int i = 0; i < block.Body.Count; i++)
                if (block.Body[i].Op == Ops.TrapIf) Learn(new CodePoint(block, i), block.Body[i].Operands[0], false);
            if (block.End != BlockEnd.Branch || block.Successors[0] == block.Successors[1]) continue;
            for (int i = 0; i < 2; i++) Learn(CodePoint.EndOf(block, block.Successors[i]), block.Values[0], i == 0);
        }
    }

    /// <summary>The facts that bound a value from above at a point.</summary>
    public IEnumerable<Inequality> Above(Node node, CodePoint at) => At(_above, node, at);

    /// <summary>The facts that bound a value from below at a point.</summary>
    public IEnumerable<Inequality> Below(Node node, CodePoint at) => At(_below, node, at);

    /// <summary>Whether a value is never negative, whatever the path.</summary>
    public static bool IsNatural(Node node) =>
        node.IsConst ? node.I32 >= 0 : node.Op == Ops.Length || (node.Type == ValType.I32 && Simplifier.KnownBits(node) < 32);

    private static IEnumerable<Inequality> At(Dictionary<Node, List<(CodePoint, Inequality)>> facts, Node node, CodePoint at)
    {
        if (!facts.TryGetValue(node, out List<(CodePoint From, Inequality Fact)>? list)) yield break;
        foreach ((CodePoint from, Inequality fact) in list)
            if (Holds(from, at)) yield return fact;
    }

    private static bool Holds(CodePoint from, CodePoint at)
    {
        if (from.Next is null) return from.Block == at.Block ? from.Position < at.Position : from.Block.Dominates(at.Block);
        if (from.Block == at.Block && from.Next == at.Next) return true;
        return from.Next.Predecessors.Count == 1 && from.Next.Dominates(at.Block);
    }

    private void Learn(CodePoint from, Node condition, bool isTrue)
    {
        Opcode op = condition.Op;
        if (op == Opcode.I32Eqz && isTrue) Equal(from, condition.Operands[0], null);
        if (op is < Opcode.I32Eq or > Opcode.I32GeU) return;
        (Node x, Node y) = (condition.Operands[0], condition.Operands[1]);
        if (!isTrue) op = Simplifier.Invert(op, Opcode.I32Eq);
        if (op is Opcode.I32GtS or Opcode.I32GtU or Opcode.I32GeS or Opcode.I32GeU) (x, y, op) = (y, x, op - 2);
        switch (op)
        {
            case Opcode.I32Eq: Equal(from, x, y); break;
            case Opcode.I32LtS: Add(from, Inequality.Of(x, y, -1)); break;
            case Opcode.I32LeS: Add(from, Inequality.Of(x, y)); break;
            case Opcode.I32LtU or Opcode.I32LeU when IsNatural(y):
                Add(from, Inequality.Of(x, y, op == Opcode.I32LtU ? -1 : 0));
                if (!x.IsConst) Add(from, new Inequality(null, x, 0));
                break;
        }
    }

    private void Equal(CodePoint from, Node x, Node? y)
    {
        Add(from, y is null ? new Inequality(x, null, 0) : Inequality.Of(x, y));
        Add(from, y is null ? new Inequality(null, x, 0) : Inequality.Of(y, x));
    }

    private void Add(CodePoint from, Inequality fact)
    {
        if (fact.Smaller is { } smaller) Keep(_above, smaller);
        if (fact.Larger is { } larger) Keep(_below, larger);

        void Keep(Dictionary<Node, List<(CodePoint, Inequality)>> facts, Node node)
        {
            if (!facts.TryGetValue(node, out List<(CodePoint, Inequality)>? list)) facts[node] = list = [];
            list.Add((from, fact));
        }
    }
}
