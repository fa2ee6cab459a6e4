using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Comparisons of integers that are simpler than they look.</summary>
internal static class Comparisons
{
    /// <param name="function">Where constants come from.</param>
    /// <param name="node">The comparison.</param>
    /// <param name="op">Its code as if of 32 bits.</param>
    /// <param name="isWide">Whether it compares 64 bits.</param>
    public static Node Simplify(GuestFunction function, Node node, Opcode op, bool isWide)
    {
        Node x = node.Operands[0], y = node.Operands[1];
        Opcode Wide(Opcode narrow) => isWide ? narrow + (Opcode.I64Eq - Opcode.I32Eq) : narrow;
        if (x == y) return function.Const(op is Opcode.I32Eq or Opcode.I32LeS or Opcode.I32LeU or Opcode.I32GeS or Opcode.I32GeU ? 1 : 0);
        if (x.IsConst) return Simplifier.Become(node, Wide(Swap(op)), y, x);
        if (!y.IsConst) return node;
        Opcode eqz = isWide ? Opcode.I64Eqz : Opcode.I32Eqz;
        bool isBit = Simplifier.KnownBits(x) == 1;
        switch (op, y.Bits)
        {
            case (Opcode.I32Eq or Opcode.I32LeU, 0) or (Opcode.I32LtU, 1): return Simplifier.Become(node, eqz, x);
            case (Opcode.I32GtU, 0) or (Opcode.I32GeU, 1): return Simplifier.Become(node, Wide(Opcode.I32Ne), x, function.Const(y.Type, 0));
            case (Opcode.I32LtU, 0): return function.Const(0);
            case (Opcode.I32GeU, 0): return function.Const(1);
            case (Opcode.I32Ne, 0) or (Opcode.I32Eq, 1) when isBit && !isWide: return x;
            case (Opcode.I32Ne, 1) when isBit: return Simplifier.Become(node, eqz, x);
        }

        int known = Simplifier.KnownBits(x);
        if (known >= (isWide ? 63 : 31)) return node;
        long limit = isWide ? (long)y.Bits : y.I32;
        return (op, limit >= 1L << known) switch
        {
            (Opcode.I32LtU or Opcode.I32LtS or Opcode.I32LeU or Opcode.I32LeS, true) => function.Const(1),
            (Opcode.I32GtU or Opcode.I32GtS or Opcode.I32GeU or Opcode.I32GeS, true) => function.Const(0),
            (Opcode.I32GeS, false) when limit <= 0 => function.Const(1),
            (Opcode.I32LtS, false) when limit <= 0 => function.Const(0),
            _ => node,
        };
    }

    private static Opcode Swap(Opcode op) => op switch
    {
        Opcode.I32LtS => Opcode.I32GtS,
        Opcode.I32LtU => Opcode.I32GtU,
        Opcode.I32GtS => Opcode.I32LtS,
        Opcode.I32GtU => Opcode.I32LtU,
        Opcode.I32LeS => Opcode.I32GeS,
        Opcode.I32LeU => Opcode.I32GeU,
        Opcode.I32GeS => Opcode.I32LeS,
        Opcode.I32GeU => Opcode.I32LeU,
        _ => op,
    };
}
