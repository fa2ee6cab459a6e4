using Supercomputer.Guests.Ir;

namespace Supercomputer.Guests.Optimization;

/// <summary>How often a loop runs, where constants say so: its values are followed turn by turn.</summary>
/// <remarks>Statement: an exit that every turn passes is not taken in the turns before the last, and is taken in the last. Only values that
/// follow from constants through integer operations are known; a phi of a block inside the loop, a load and a call are not.</remarks>
internal sealed class TurnCount
{
    private readonly Block _header;
    private readonly HashSet<Block> _loop;
    private readonly Dictionary<(Node, int), ulong?> _values = [];

    private TurnCount(Block header, HashSet<Block> loop) => (_header, _loop) = (header, loop);

    /// <summary>The block of the exit and the number of turns, the last one included; null where it is not known or above the limit.</summary>
    public static (Block Exit, int Turns)? Of(Block header, HashSet<Block> loop, int limit)
    {
        Block[] latches = [.. header.Predecessors.Where(loop.Contains)];
        foreach (Block exit in loop.Where(b => b.End == BlockEnd.Branch && latches.All(b.Dominates)).OrderBy(b => b.Order))
        {
            if (loop.Contains(exit.Successors[0]) == loop.Contains(exit.Successors[1])) continue;
            TurnCount count = new(header, loop);
            if (count.Follow(exit, limit) is { } turns) return (exit, turns);
        }

        return null;
    }

    /// <summary>Whether a node is a number in the first turn that it has no constant for.</summary>
    public static bool IsKnown(Node node, Block header, HashSet<Block> loop) => new TurnCount(header, loop).Value(node, 0) is not null;

    private int? Follow(Block exit, int limit)
    {
        bool leavesIfTrue = !_loop.Contains(exit.Successors[0]);
        for (int turn = 0; turn < limit; turn++)
        {
            if (Value(exit.Values[0], turn) is not { } condition) return null;
            if ((uint)condition != 0 == leavesIfTrue) return turn + 1;
        }

        return null;
    }

    /// <summary>The node's bits in a turn, the first being 0.</summary>
    private ulong? Value(Node node, int turn)
    {
        if (node.IsConst) return node.Bits;
        if (node.Block is null || !_loop.Contains(node.Block)) return null;
        if (_values.TryGetValue((node, turn), out ulong? known)) return known;
        return _values[(node, turn)] = node.Op == Ops.Phi ? Phi(node, turn) : Operation(node, turn);
    }

    private ulong? Phi(Node node, int turn)
    {
        if (node.Block != _header) return null;
        ulong? value = null;
        for (int i = 0; i < node.Operands.Length; i++)
        {
            if (_loop.Contains(_header.Predecessors[i]) == (turn == 0)) continue;
            if ((turn == 0 ? Constant(node.Operands[i]) : Value(node.Operands[i], turn - 1)) is not { } bits) return null;
            if (value is { } other && other != bits) return null;
            value = bits;
        }

        return value;
    }

    private static ulong? Constant(Node node) => node.IsConst ? node.Bits : null;

    private ulong? Operation(Node node, int turn)
    {
        if (!node.IsPure || node.Type.IsFloat()) return null;
        if (node.Operands.Length is < 1 or > 2 || Value(node.Operands[0], turn) is not { } left) return null;
        if (node.Operands.Length == 1) return ConstantFolder.Unary(node.Op, left);
        return Value(node.Operands[1], turn) is { } right ? ConstantFolder.Binary(node.Op, left, right) : null;
    }
}
