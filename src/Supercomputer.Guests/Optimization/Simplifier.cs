using System.Numerics;
using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Rewrites a node by what its operands are: in place, or to a node that is there already.</summary>
internal static class Simplifier
{
    /// <summary>The node that has the same value; the node itself where nothing simpler is known.</summary>
    public static Node Simplify(GuestFunction function, Node node)
    {
        for (int i = 0; i < 8; i++)
        {
            Opcode op = node.Op;
            Node[] operands = node.Operands;
            ulong bits = node.Bits;
            Node found = Step(function, node);
            if (found != node || (op == node.Op && operands == node.Operands && bits == node.Bits)) return found;
        }

        return node;
    }

    private static Node Step(GuestFunction function, Node node)
    {
        Opcode op = node.Op;
        if (op == Ops.Phi) return Phi(node);
        if (op.IsLoad() || op.IsStore()) return Access(node);
        if (op == Ops.TrapIf) return Condition(node);
        if (op == Opcode.Select)
            return node.Operands[2].IsConst ? node.Operands[node.Operands[2].U32 != 0 ? 0 : 1]
                : node.Operands[0] == node.Operands[1] ? node.Operands[0] : node;
        if (node.Operands.Length == 1) return Unary(function, node);
        return node.Operands.Length == 2 && op is >= Opcode.I32Eq and <= Opcode.I64Rotr && node.Operands[0].Type is ValType.I32 or ValType.I64
            ? Binary(function, node) : node;
    }

    /// <summary>A condition is as good as the number that is compared with zero.</summary>
    public static Node Truth(Node condition) =>
        condition.Op == Opcode.I32Ne && condition.Operands[1] is { IsConst: true, Bits: 0 } ? condition.Operands[0] : condition;

    /// <summary>How many low bits a value needs; all of its type where nothing is known.</summary>
    public static int KnownBits(Node node, int depth = 4)
    {
        int width = node.Type == ValType.I64 ? 64 : 32;
        if (node.KnownBits > 0) return node.KnownBits;
        if (node.IsConst) return node.Bits == 0 ? 1 : 64 - BitOperations.LeadingZeroCount(node.Bits);
        if (node.Op.IsCompare()) return 1;
        if (depth == 0) return width;
        int Of(int index) => KnownBits(node.Operands[index], depth - 1);
        return node.Op switch
        {
            Opcode.I32Load8U or Opcode.I64Load8U => 8,
            Opcode.I32Load16U or Opcode.I64Load16U => 16,
            Opcode.I64Load32U => 32,
            Opcode.I32Clz or Opcode.I32Ctz or Opcode.I32Popcnt => 6,
            Opcode.I64Clz or Opcode.I64Ctz or Opcode.I64Popcnt => 7,
            Opcode.I32And or Opcode.I64And => Math.Min(Of(0), Of(1)),
            Opcode.I32Or or Opcode.I64Or or Opcode.I32Xor or Opcode.I64Xor => Math.Max(Of(0), Of(1)),
            Opcode.I32Add or Opcode.I64Add => Math.Min(width, Math.Max(Of(0), Of(1)) + 1),
            Opcode.I32Mul or Opcode.I64Mul => Math.Min(width, Of(0) + Of(1)),
            Opcode.I32ShrU or Opcode.I64ShrU when node.Operands[1].IsConst => Math.Max(1, Of(0) - ((int)node.Operands[1].Bits & (width - 1))),
            Opcode.I32Shl or Opcode.I64Shl when node.Operands[1].IsConst => Math.Min(width, Of(0) + ((int)node.Operands[1].Bits & (width - 1))),
            Opcode.I64ExtendI32U => Math.Min(32, Of(0)),
            Opcode.I32WrapI64 => Math.Min(32, Of(0)),
            Opcode.I32RemU or Opcode.I64RemU => Of(1),
            Opcode.I32DivU or Opcode.I64DivU => Of(0),
            Opcode.Select => Math.Max(Of(0), Of(1)),
            Ops.Phi => node.Operands.Max(o => o == node ? 1 : KnownBits(o, Math.Min(depth - 1, 1))),
            _ => width,
        };
    }

    private static Node Phi(Node node)
    {
        Node? only = null;
        foreach (Node operand in node.Operands.Select(o => o.Resolve()))
        {
            if (operand == node || operand == only) continue;
            if (only is not null) return node;
            only = operand;
        }

        return only ?? node;
    }

    /// <summary>The offset takes in a constant of the address: at most the guard, below which no object lies, or any of a frame's piece.</summary>
    private static Node Access(Node node)
    {
        Node address = node.Operands[0];
        if (address.Op != Opcode.I32Add || !address.Operands[1].IsConst) return node;
        long sum = (long)node.Bits + address.Operands[1].I32;
        bool isPiece = address.Operands[0].Op == Ops.Alloca;
        if (address.Operands[1].I32 < 0 && !isPiece) return node;
        if (sum < 0 || sum > (isPiece ? int.MaxValue : GuestModule.GuardBytes)) return node;
        node.Bits = (ulong)sum;
        node.Operands = [address.Operands[0], .. node.Operands.Skip(1)];
        return node;
    }

    private static Node Condition(Node node)
    {
        Node truth = Truth(node.Operands[0]);
        if (truth != node.Operands[0]) node.Operands = [truth];
        return node;
    }

    private static Node Unary(GuestFunction function, Node node)
    {
        Node x = node.Operands[0];
        if (x.IsConst && ConstantFolder.Unary(node.Op, x.Bits) is { } value) return function.Const(node.Type, value);
        switch (node.Op)
        {
            case Opcode.I32Eqz when x.Op == Opcode.I32Eqz && KnownBits(x.Operands[0]) == 1: return x.Operands[0];
            case Opcode.I32Eqz when x.Op == Opcode.I32Eqz: return Become(node, Opcode.I32Ne, x.Operands[0], function.Const(0));
            case Opcode.I32Eqz when x.Op is >= Opcode.I32Eq and <= Opcode.I32GeU: return Become(node, Invert(x.Op, Opcode.I32Eq), x.Operands);
            case Opcode.I32Eqz when x.Op is >= Opcode.I64Eq and <= Opcode.I64GeU: return Become(node, Invert(x.Op, Opcode.I64Eq), x.Operands);
            case Opcode.I32Eqz when x.Op == Opcode.I64Eqz: return Become(node, Opcode.I64Ne, x.Operands[0], function.Const(ValType.I64, 0));
            case Opcode.I32Eqz when x.Op is Opcode.F32Eq or Opcode.F64Eq: return Become(node, x.Op + 1, x.Operands);
            case Opcode.I32Eqz when x.Op is Opcode.F32Ne or Opcode.F64Ne: return Become(node, x.Op - 1, x.Operands);
            case Opcode.I32WrapI64 when x.Op is Opcode.I64ExtendI32S or Opcode.I64ExtendI32U: return x.Operands[0];
            case Opcode.I64ExtendI32U when x.Op == Opcode.I32WrapI64 && KnownBits(x.Operands[0]) <= 32: return x.Operands[0];
            case Opcode.I64ExtendI32U when x.Op == Opcode.I32WrapI64:
                return Become(node, Opcode.I64And, x.Operands[0], function.Const(ValType.I64, uint.MaxValue));
            case Opcode.I64ExtendI32S when KnownBits(x) < 32: return Become(node, Opcode.I64ExtendI32U, x);
            case Opcode.I32Extend8S when KnownBits(x) < 8: return x;
            case Opcode.I32Extend16S when KnownBits(x) < 16: return x;
            case Opcode.I32Extend8S when x.Op == Opcode.I32And && x.Operands[1] is { IsConst: true, Bits: 0xFF }: return Become(node, node.Op, x.Operands[0]);
            case Opcode.I32Extend16S when x.Op == Opcode.I32And && x.Operands[1] is { IsConst: true, Bits: 0xFFFF }: return Become(node, node.Op, x.Operands[0]);
            case Opcode.I32Extend8S when x.Op is Opcode.I32Extend8S or Opcode.I32Load8S: return x;
            case Opcode.I32Extend16S when x.Op is Opcode.I32Extend16S or Opcode.I32Load16S or Opcode.I32Extend8S or Opcode.I32Load8S: return x;
            default: return node;
        }
    }

    private static Node Binary(GuestFunction function, Node node)
    {
        Node x = node.Operands[0], y = node.Operands[1];
        if (x.IsConst && y.IsConst && ConstantFolder.Binary(node.Op, x.Bits, y.Bits) is { } value) return function.Const(node.Type, value);
        if (x.IsConst && node.Op.IsCommutative()) return Become(node, node.Op, y, x);
        bool isWide = x.Type == ValType.I64;
        Opcode op = isWide && node.Op >= Opcode.I64Add ? node.Op - (Opcode.I64Add - Opcode.I32Add)
            : isWide ? node.Op - (Opcode.I64Eq - Opcode.I32Eq) : node.Op;
        if (op <= Opcode.I32GeU) return Comparisons.Simplify(function, node, op, isWide);
        if (Rotation(function, node, op, isWide) is { } rotation) return rotation;
        if (x == y && op is Opcode.I32Sub or Opcode.I32Xor) return function.Const(node.Type, 0);
        if (x == y && op is Opcode.I32And or Opcode.I32Or) return x;
        return y.IsConst ? WithConstant(function, node, op, isWide) : node;
    }

    private static Node WithConstant(GuestFunction function, Node node, Opcode op, bool isWide)
    {
        Node x = node.Operands[0], y = node.Operands[1];
        int width = isWide ? 64 : 32;
        Node Const(ulong bits) => function.Const(node.Type, bits);
        Opcode Wide(Opcode narrow) => isWide ? narrow + (Opcode.I64Add - Opcode.I32Add) : narrow;
        bool isNested = x.Op == node.Op && x.Operands[1].IsConst;
        ulong inner = isNested ? x.Operands[1].Bits : 0;
        switch (op)
        {
            case Opcode.I32Sub: return Become(node, Wide(Opcode.I32Add), x, Const(0 - y.Bits));
            case Opcode.I32Add or Opcode.I32Or or Opcode.I32Xor when y.Bits == 0: return x;
            case Opcode.I32Shl or Opcode.I32ShrS or Opcode.I32ShrU or Opcode.I32Rotl or Opcode.I32Rotr when ((int)y.Bits & (width - 1)) == 0: return x;
            case Opcode.I32Mul or Opcode.I32And when y.Bits == 0: return y;
            case Opcode.I32Mul or Opcode.I32DivU or Opcode.I32DivS when y.Bits == 1: return x;
            case Opcode.I32Add when isNested: return Become(node, node.Op, x.Operands[0], Const(inner + y.Bits));
            case Opcode.I32And when isNested: return Become(node, node.Op, x.Operands[0], Const(inner & y.Bits));
            case Opcode.I32Or when isNested: return Become(node, node.Op, x.Operands[0], Const(inner | y.Bits));
            case Opcode.I32Xor when isNested: return Become(node, node.Op, x.Operands[0], Const(inner ^ y.Bits));
            case Opcode.I32Mul when BitOperations.IsPow2(y.Bits):
                return Become(node, Wide(Opcode.I32Shl), x, Const((ulong)BitOperations.Log2(y.Bits)));
            case Opcode.I32DivU when BitOperations.IsPow2(y.Bits):
                return Become(node, Wide(Opcode.I32ShrU), x, Const((ulong)BitOperations.Log2(y.Bits)));
            case Opcode.I32RemU when BitOperations.IsPow2(y.Bits): return Become(node, Wide(Opcode.I32And), x, Const(y.Bits - 1));
            case Opcode.I32Shl or Opcode.I32ShrU when isNested && inner + y.Bits < (ulong)width:
                return Become(node, node.Op, x.Operands[0], Const(inner + y.Bits));
            case Opcode.I32And when BitOperations.IsPow2(y.Bits + 1) && KnownBits(x) <= BitOperations.Log2(y.Bits + 1): return x;
            case Opcode.I32ShrU when KnownBits(x) <= ((int)y.Bits & (width - 1)): return Const(0);
            default: return node;
        }
    }

    /// <summary>x shifted left by n, together with x shifted right by the rest, is a rotation.</summary>
    private static Node? Rotation(GuestFunction function, Node node, Opcode op, bool isWide)
    {
        if (op is not (Opcode.I32Or or Opcode.I32Add or Opcode.I32Xor)) return null;
        ulong width = isWide ? 64UL : 32;
        Opcode left = isWide ? Opcode.I64Shl : Opcode.I32Shl, right = isWide ? Opcode.I64ShrU : Opcode.I32ShrU;
        (Node x, Node y) = (node.Operands[0], node.Operands[1]);
        if (x.Op == right) (x, y) = (y, x);
        if (x.Op != left || y.Op != right || x.Operands[0] != y.Operands[0]) return null;
        (Node up, Node down) = (x.Operands[1], y.Operands[1]);
        bool isRotation = up.IsConst && down.IsConst && up.Bits > 0 && up.Bits < width && up.Bits + down.Bits == width;
        return isRotation ? Become(node, isWide ? Opcode.I64Rotl : Opcode.I32Rotl, x.Operands[0], function.Const(node.Type, up.Bits)) : null;
    }

    internal static Node Become(Node node, Opcode op, params Node[] operands)
    {
        node.Op = op;
        node.Operands = operands;
        return node;
    }

    /// <summary>The opposite of an integer comparison: eq, ne, lt, lt, gt, gt, le, le, ge, ge in their order.</summary>
    internal static Opcode Invert(Opcode op, Opcode equal) => (op - equal) switch
    {
        0 => equal + 1,
        1 => equal,
        2 or 3 => op + 6,
        4 or 5 => op + 2,
        6 or 7 => op - 2,
        _ => op - 6,
    };
}
