using System.Reflection.Metadata;
using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;
using static System.Reflection.Metadata.ILOpCode;

namespace Supercomputer.Guests.Import;

internal sealed partial class Importer
{
    private bool TryArithmetic(ILOpCode code)
    {
        switch (code)
        {
            case Add: Binary(Opcode.I32Add, Opcode.F32Add); return true;
            case Sub: Binary(Opcode.I32Sub, Opcode.F32Sub); return true;
            case Mul: Binary(Opcode.I32Mul, Opcode.F32Mul); return true;
            case Div: Binary(Opcode.I32DivS, Opcode.F32Div); return true;
            case Div_un: Binary(Opcode.I32DivU); return true;
            case Rem: Binary(Opcode.I32RemS); return true;
            case Rem_un: Binary(Opcode.I32RemU); return true;
            case And: Binary(Opcode.I32And); return true;
            case Or: Binary(Opcode.I32Or); return true;
            case Xor: Binary(Opcode.I32Xor); return true;
            case Shl: Shift(Opcode.I32Shl); return true;
            case Shr: Shift(Opcode.I32ShrS); return true;
            case Shr_un: Shift(Opcode.I32ShrU); return true;
            case Neg: Push(Negate(Pop().Node)); return true;
            case Not: Push(Complement(Pop().Node)); return true;
            case Ceq: CompareTop(Comparison.Equal); return true;
            case Cgt: CompareTop(Comparison.Greater); return true;
            case Cgt_un: CompareTop(Comparison.GreaterUnsigned); return true;
            case Clt: CompareTop(Comparison.Less); return true;
            case Clt_un: CompareTop(Comparison.LessUnsigned); return true;
            case >= Add_ovf and <= Sub_ovf_un: Checked(code); return true;
            default: return false;
        }
    }

    /// <summary>The code for the operands' type: 64-bit codes stand a fixed distance behind the 32-bit ones.</summary>
    private static Opcode For(ValType type, Opcode narrow, Opcode single = 0) => type switch
    {
        ValType.I32 => narrow,
        ValType.I64 => narrow + (Opcode.I64Add - Opcode.I32Add),
        _ when single == 0 => throw new GuestException("this operation on floats is outside the subset"),
        ValType.F32 => single,
        _ => single + (Opcode.F64Add - Opcode.F32Add),
    };

    private (Node Left, Node Right) PopPair()
    {
        Node right = Pop().Node, left = Pop().Node;
        if (left.Type == right.Type) return (left, right);
        if (left.Type.IsFloat() && right.Type.IsFloat()) return (Coerce(left, ValType.F64), Coerce(right, ValType.F64));
        throw new GuestException("an operation mixes a native integer with 64 bits: native integers have 32 bits in a guest");
    }

    private void Binary(Opcode narrow, Opcode single = 0)
    {
        (Node left, Node right) = PopPair();
        Push(_b.Pure(For(left.Type, narrow, single), left, right));
    }

    private void Shift(Opcode narrow)
    {
        Node amount = Pop().Node, value = Pop().Node;
        Push(ShiftBy(narrow, value, amount));
    }

    /// <summary>WebAssembly takes the amount modulo the width, as the mask that the C# compiler adds does.</summary>
    private Node ShiftBy(Opcode narrow, Node value, Node amount)
    {
        ulong mask = value.Type == ValType.I64 ? 63UL : 31;
        if (amount.Op is Opcode.I32And && amount.Operands[1] is { IsConst: true } given && given.Bits == mask) amount = amount.Operands[0];
        if (value.Type == ValType.I64 && amount.Type == ValType.I32) amount = _b.Pure(Opcode.I64ExtendI32U, amount);
        return _b.Pure(For(value.Type, narrow), value, amount);
    }

    private Node Negate(Node node) => node.Type switch
    {
        ValType.F32 => _b.Pure(Opcode.F32Neg, node),
        ValType.F64 => _b.Pure(Opcode.F64Neg, node),
        _ => _b.Pure(For(node.Type, Opcode.I32Sub), _function.Const(node.Type, 0), node),
    };

    private Node Complement(Node node) => _b.Pure(For(node.Type, Opcode.I32Xor), node, _function.Const(node.Type, ulong.MaxValue));

    private void CompareTop(Comparison comparison)
    {
        Node right = Pop().Node, left = Pop().Node;
        Push(Compare(comparison, left, right));
    }

    private Node Compare(Comparison comparison, Node left, Node right)
    {
        if (left.Type.IsFloat()) return CompareFloats(comparison, left, right);
        Opcode narrow = comparison switch
        {
            Comparison.Equal => Opcode.I32Eq,
            Comparison.NotEqualUnsigned => Opcode.I32Ne,
            Comparison.Less => Opcode.I32LtS,
            Comparison.LessUnsigned => Opcode.I32LtU,
            Comparison.Greater => Opcode.I32GtS,
            Comparison.GreaterUnsigned => Opcode.I32GtU,
            Comparison.LessEqual => Opcode.I32LeS,
            Comparison.LessEqualUnsigned => Opcode.I32LeU,
            Comparison.GreaterEqual => Opcode.I32GeS,
            _ => Opcode.I32GeU,
        };
        return _b.Pure(left.Type == ValType.I64 ? narrow + (Opcode.I64Eq - Opcode.I32Eq) : narrow, left, right);
    }

    private Node CompareFloats(Comparison comparison, Node left, Node right)
    {
        if (left.Type != right.Type) (left, right) = (Coerce(left, ValType.F64), Coerce(right, ValType.F64));
        (Opcode single, bool isNegated) = comparison switch
        {
            Comparison.Equal => (Opcode.F32Eq, false),
            Comparison.NotEqualUnsigned => (Opcode.F32Ne, false),
            Comparison.Less => (Opcode.F32Lt, false),
            Comparison.LessUnsigned => (Opcode.F32Ge, true),
            Comparison.Greater => (Opcode.F32Gt, false),
            Comparison.GreaterUnsigned => (Opcode.F32Le, true),
            Comparison.LessEqual => (Opcode.F32Le, false),
            Comparison.LessEqualUnsigned => (Opcode.F32Gt, true),
            Comparison.GreaterEqual => (Opcode.F32Ge, false),
            _ => (Opcode.F32Lt, true),
        };
        Node node = _b.Pure(left.Type == ValType.F64 ? single + (Opcode.F64Eq - Opcode.F32Eq) : single, left, right);
        return isNegated ? _b.Pure(Opcode.I32Eqz, node) : node;
    }

    /// <summary>Addition, subtraction and multiplication that trap on overflow.</summary>
    private void Checked(ILOpCode code)
    {
        (Node left, Node right) = PopPair();
        bool isUnsigned = code is Add_ovf_un or Sub_ovf_un or Mul_ovf_un;
        ValType type = left.Type;
        if (code is Mul_ovf or Mul_ovf_un)
        {
            if (type == ValType.I64)
            {
                CallMethod(Types.LibraryMethod("CheckedArithmetic", isUnsigned ? "MultiplyUnsigned" : "MultiplySigned"),
                    [new StackValue(null, left), new StackValue(null, right)]);
                return;
            }

            Opcode extend = isUnsigned ? Opcode.I64ExtendI32U : Opcode.I64ExtendI32S;
            Node wide = _b.Pure(Opcode.I64Mul, _b.Pure(extend, left), _b.Pure(extend, right)), product = _b.Pure(Opcode.I32WrapI64, wide);
            _b.TrapIf(_b.Pure(Opcode.I64Ne, _b.Pure(extend, product), wide));
            Push(product);
            return;
        }

        bool isSum = code is Add_ovf or Add_ovf_un;
        Node result = _b.Pure(For(type, isSum ? Opcode.I32Add : Opcode.I32Sub), left, right);
        if (isUnsigned)
        {
            _b.TrapIf(Compare(Comparison.LessUnsigned, isSum ? result : left, isSum ? left : right));
        }
        else
        {
            // The sign of the result differs from what both signs say.
            Node other = isSum ? _b.Pure(For(type, Opcode.I32Xor), right, result) : _b.Pure(For(type, Opcode.I32Xor), left, right);
            Node overflow = _b.Pure(For(type, Opcode.I32And), _b.Pure(For(type, Opcode.I32Xor), left, result), other);
            _b.TrapIf(Compare(Comparison.Less, overflow, _function.Const(type, 0)));
        }

        Push(result);
    }
}
