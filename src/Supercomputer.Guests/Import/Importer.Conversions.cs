using System.Reflection.Metadata;
using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;
using Supercomputer.Wasm.Modules;
using static System.Reflection.Metadata.ILOpCode;

namespace Supercomputer.Guests.Import;

internal sealed partial class Importer
{
    private bool TryConversion(ILOpCode code)
    {
        (TypeKind kind, bool isChecked, bool isUnsigned) = code switch
        {
            Conv_i1 => (TypeKind.SByte, false, false),
            Conv_u1 => (TypeKind.Byte, false, false),
            Conv_i2 => (TypeKind.Int16, false, false),
            Conv_u2 => (TypeKind.UInt16, false, false),
            Conv_i4 or Conv_i => (TypeKind.Int32, false, false),
            Conv_u4 or Conv_u => (TypeKind.UInt32, false, false),
            Conv_i8 => (TypeKind.Int64, false, false),
            Conv_u8 => (TypeKind.UInt64, false, false),
            Conv_r4 => (TypeKind.Single, false, false),
            Conv_r8 => (TypeKind.Double, false, false),
            Conv_r_un => (TypeKind.Double, false, true),
            Conv_ovf_i1 or Conv_ovf_i1_un => (TypeKind.SByte, true, code == Conv_ovf_i1_un),
            Conv_ovf_u1 or Conv_ovf_u1_un => (TypeKind.Byte, true, code == Conv_ovf_u1_un),
            Conv_ovf_i2 or Conv_ovf_i2_un => (TypeKind.Int16, true, code == Conv_ovf_i2_un),
            Conv_ovf_u2 or Conv_ovf_u2_un => (TypeKind.UInt16, true, code == Conv_ovf_u2_un),
            Conv_ovf_i4 or Conv_ovf_i4_un or Conv_ovf_i or Conv_ovf_i_un => (TypeKind.Int32, true, code is Conv_ovf_i4_un or Conv_ovf_i_un),
            Conv_ovf_u4 or Conv_ovf_u4_un or Conv_ovf_u or Conv_ovf_u_un => (TypeKind.UInt32, true, code is Conv_ovf_u4_un or Conv_ovf_u_un),
            Conv_ovf_i8 or Conv_ovf_i8_un => (TypeKind.Int64, true, code == Conv_ovf_i8_un),
            Conv_ovf_u8 or Conv_ovf_u8_un => (TypeKind.UInt64, true, code == Conv_ovf_u8_un),
            _ => (TypeKind.Void, false, false),
        };
        if (kind == TypeKind.Void) return false;
        TypeDesc target = Types.Primitive(kind);
        StackValue value = Pop();
        Push(isChecked ? ConvertChecked(value.Node, target, isUnsigned) : Convert(value.Node, target, isUnsigned), target);
        return true;
    }

    private Node Convert(Node node, TypeDesc target, bool isUnsigned)
    {
        if (target.IsFloat) return ToFloat(node, target, isUnsigned);
        if (node.Type.IsFloat()) node = FromFloat(node, target);
        if (target.ValType == ValType.I64)
        {
            return node.Type == ValType.I64 ? node
                : _b.Pure(target.Kind == TypeKind.Int64 ? Opcode.I64ExtendI32S : Opcode.I64ExtendI32U, node);
        }

        if (node.Type == ValType.I64) node = _b.Pure(Opcode.I32WrapI64, node);
        return _b.Extend(target, node);
    }

    private Node ToFloat(Node node, TypeDesc target, bool isUnsigned)
    {
        if (node.Type.IsFloat()) return Coerce(node, target.ValType);
        bool isDouble = target.Kind == TypeKind.Double;
        Opcode first = isDouble ? Opcode.F64ConvertI32S : Opcode.F32ConvertI32S;
        int form = (node.Type == ValType.I64 ? 2 : 0) + (isUnsigned ? 1 : 0);
        return _b.Pure((Opcode)((int)first + form), node);
    }

    /// <summary>Truncates, to the nearest limit where it does not fit, as the runtime does since .NET 9.</summary>
    private Node FromFloat(Node node, TypeDesc target)
    {
        bool isWide = target.ValType == ValType.I64, isDouble = node.Type == ValType.F64;
        bool isUnsigned = target.Kind is TypeKind.UInt32 or TypeKind.UInt64;
        int form = (isWide ? 4 : 0) + (isDouble ? 2 : 0) + (isUnsigned ? 1 : 0);
        return _b.Pure((Opcode)((int)Opcode.I32TruncSatF32S + form), node);
    }

    private Node ConvertChecked(Node node, TypeDesc target, bool isUnsigned)
    {
        if (node.Type.IsFloat()) throw new GuestException("a checked conversion of a float: compare with the limits, then convert unchecked");
        int bits = 8 * target.Size;
        int width = node.Type == ValType.I64 ? 64 : 32;
        Node result = Convert(node, isUnsigned && target.ValType == ValType.I64 ? Types.Primitive(TypeKind.UInt64) : target, isUnsigned);
        if (target.IsSigned && isUnsigned)
        {
            // Fits where it is no more than the largest.
            if (bits <= width) _b.TrapIf(Compare(Comparison.GreaterUnsigned, node, _function.Const(node.Type, (1UL << (bits - 1)) - 1)));
        }
        else if (target.IsSigned)
        {
            if (bits < width) _b.TrapIf(Compare(Comparison.NotEqualUnsigned, Widen(result, node.Type, true), node));
        }
        else if (bits < width)
        {
            _b.TrapIf(Compare(Comparison.GreaterUnsigned, node, _function.Const(node.Type, (1UL << bits) - 1)));
        }
        else if (!isUnsigned)
        {
            if (bits > width) result = _b.Pure(Opcode.I64ExtendI32S, node);
            _b.TrapIf(Compare(Comparison.Less, node, _function.Const(node.Type, 0)));
        }

        return result;
    }

    private Node Widen(Node node, ValType type, bool isSigned) =>
        node.Type == type ? node : _b.Pure(isSigned ? Opcode.I64ExtendI32S : Opcode.I64ExtendI32U, node);
}
