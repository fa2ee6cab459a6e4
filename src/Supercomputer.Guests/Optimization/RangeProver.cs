using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Proves inequalities between values at a point of a function, by facts from tests, by sums that do not overflow, and by
/// induction over phis.</summary>
/// <remarks>Soundness: a phi's inequality may be assumed where it is met again, since every way from it back to itself passes an edge into
/// its block, so that the assumption is about an earlier time. Source: Bodik, Gupta and Sarkar, "ABCD: Eliminating Array Bounds Checks on
/// Demand" (PLDI 2000).</remarks>
internal sealed class RangeProver(GuestFunction function)
{
    private const int MaximumSteps = 300, MaximumDepth = 14;
    private readonly RangeFacts _facts = new(function);
    private readonly Dictionary<(Node?, Node?, bool), long> _assumed = [];
    private int _steps;

    /// <summary>Whether the condition's value is the same whenever the point is reached; null where that is not proved.</summary>
    public bool? Decide(Node condition, CodePoint at)
    {
        Opcode op = condition.Op;
        if (op is < Opcode.I32Eq or > Opcode.I32GeU) return null;
        (Node x, Node y) = (condition.Operands[0], condition.Operands[1]);
        return op switch
        {
            Opcode.I32LtS => Less(x, y, at),
            Opcode.I32GtS => Less(y, x, at),
            Opcode.I32GeS => !Less(x, y, at),
            Opcode.I32LeS => !Less(y, x, at),
            Opcode.I32LtU => Below(x, y, at),
            Opcode.I32GtU => Below(y, x, at),
            Opcode.I32GeU => !Below(x, y, at),
            Opcode.I32LeU => !Below(y, x, at),
            _ => null,
        };
    }

    private bool? Less(Node x, Node y, CodePoint at) =>
        Ask(Inequality.Of(x, y, -1), at) ? true : Ask(Inequality.Of(y, x), at) ? false : null;

    /// <summary>Less, as unsigned numbers: decided for numbers that are not negative.</summary>
    private bool? Below(Node x, Node y, CodePoint at)
    {
        bool IsNatural(Node node) => RangeFacts.IsNatural(node) || (!node.IsConst && Ask(new Inequality(null, node, 0), at));
        if (IsNatural(x) && Ask(Inequality.Of(x, y, -1), at)) return true;
        return IsNatural(y) && Ask(Inequality.Of(y, x), at) ? false : null;
    }

    private bool Ask(Inequality goal, CodePoint at)
    {
        _steps = 0;
        _assumed.Clear();
        return Prove(goal, at, 0);
    }

    private bool Prove(Inequality goal, CodePoint at, int depth)
    {
        (Node? x, Node? y, long slack) = goal;
        if (x == y) return slack >= 0;
        if (High(x) <= Low(y) + slack) return true;
        if (++_steps > MaximumSteps || depth > MaximumDepth) return false;
        return ByFacts(goal, at, depth) || BySums(goal, at, depth)
            || (x is { Op: Ops.Phi } && ByPhi(goal, x, y, true, depth))
            || (y is { Op: Ops.Phi } && ByPhi(goal, y, x, false, depth));
    }

    private bool ByFacts(Inequality goal, CodePoint at, int depth)
    {
        (Node? x, Node? y, long slack) = goal;
        if (x is not null)
            foreach (Inequality fact in _facts.Above(x, at))
                if (Prove(new Inequality(fact.Larger, y, slack - fact.Slack), at, depth + 1)) return true;
        if (y is not null)
            foreach (Inequality fact in _facts.Below(y, at))
                if (Prove(new Inequality(x, fact.Smaller, slack - fact.Slack), at, depth + 1)) return true;
        return false;
    }

    private bool BySums(Inequality goal, CodePoint at, int depth)
    {
        (Node? x, Node? y, long slack) = goal;
        if (x is { Op: Opcode.I32Add } sum && sum.Operands[1].IsConst && IsExact(sum, at, depth)
            && Prove(new Inequality(sum.Operands[0], y, slack - sum.Operands[1].I32), at, depth + 1)) return true;
        if (y is { Op: Opcode.I32Add } total && total.Operands[1].IsConst && IsExact(total, at, depth)
            && Prove(new Inequality(x, total.Operands[0], slack + total.Operands[1].I32), at, depth + 1)) return true;
        // A difference of numbers that are not negative is exact, and at most the first of them.
        if (x is { Op: Opcode.I32Sub } && !x.Operands[0].IsConst && IsDifference(x, at, depth)
            && Prove(new Inequality(x.Operands[0], y, slack), at, depth + 1)) return true;
        if (y is { Op: Opcode.I32Sub } && x is null && IsDifference(y, at, depth)
            && Prove(Inequality.Of(y.Operands[1], y.Operands[0], slack), at, depth + 1)) return true;
        return x is { Op: Opcode.I32ShrS or Opcode.I32ShrU } && Prove(new Inequality(null, x.Operands[0], 0), at, depth + 1)
            && Prove(new Inequality(x.Operands[0], y, slack), at, depth + 1);
    }

    private bool IsExact(Node sum, CodePoint at, int depth)
    {
        Node term = sum.Operands[0];
        int step = sum.Operands[1].I32;
        return step > 0 ? Prove(new Inequality(term, null, (long)int.MaxValue - step), at, depth + 1)
            : Prove(new Inequality(null, term, -(long)int.MinValue + step), at, depth + 1);
    }

    private bool IsDifference(Node node, CodePoint at, int depth) =>
        node.Operands.All(o => RangeFacts.IsNatural(o) || (!o.IsConst && Prove(new Inequality(null, o, 0), at, depth + 1)));

    /// <summary>Over all edges into the phi's block, where the other side is the same on all of them.</summary>
    private bool ByPhi(Inequality goal, Node phi, Node? other, bool isSmaller, int depth)
    {
        Block home = phi.Block!;
        if (other?.Block is { } block && (block == home || !block.Dominates(home))) return false;
        (Node?, Node?, bool) key = (phi, other, isSmaller);
        if (_assumed.TryGetValue(key, out long slack)) return goal.Slack >= slack;
        _assumed[key] = goal.Slack;
        bool holds = true;
        for (int i = 0; holds && i < phi.Operands.Length; i++)
        {
            Node operand = phi.Operands[i];
            (long constant, Node? given) = operand.IsConst ? (operand.I32, null) : (0, operand);
            Inequality edge = isSmaller ? new Inequality(given, other, goal.Slack - constant) : new Inequality(other, given, goal.Slack + constant);
            holds = Prove(edge, CodePoint.EndOf(home.Predecessors[i], home), depth + 1);
        }

        _assumed.Remove(key);
        return holds;
    }

    private static long High(Node? node) => node is null ? 0
        : node.Op == Ops.Length || node.Type != ValType.I32 || Simplifier.KnownBits(node) >= 32 ? int.MaxValue
        : (1L << Simplifier.KnownBits(node)) - 1;

    private static long Low(Node? node) => node is null || RangeFacts.IsNatural(node) ? 0 : int.MinValue;
}
