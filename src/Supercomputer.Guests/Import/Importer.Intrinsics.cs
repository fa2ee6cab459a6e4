using System.Text;
using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Import;

internal sealed partial class Importer
{
    internal void TrapIf(Node condition) => _b.TrapIf(condition);

    internal void PushSum(Node node, int offset) => Push(_b.Add(node, offset));

    internal void CallHost(Callee callee, StackValue[] values)
    {
        Settle();
        string name = string.Concat(callee.Name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
        ValType[] results = callee.Signature.ReturnType.Kind == TypeKind.Void ? [] : [callee.Signature.ReturnType.ValType];
        GuestFunction import = _program.Module.ImportOf(name, [.. callee.Signature.ParameterTypes.Select(p => p.ValType)], results);
        foreach (Node result in _b.Call(import, [.. values.Select(v => v.Node)])) Push(result, callee.Signature.ReturnType);
    }

    internal void MemoryInstruction(string name, StackValue[] values)
    {
        Settle();
        Push(name == "MemorySize" ? _b.Effect(Opcode.MemorySize, ValType.I32) : _b.Effect(Opcode.MemoryGrow, ValType.I32, values[0].Node));
    }

    /// <summary>Log, Trap and Require, whose text is a literal and lies in the statics as UTF-8.</summary>
    internal bool TryMessage(string name, StackValue[] values)
    {
        if (name is not ("Log" or "Trap" or "Require")) return false;
        if (values[^1].Token is not string text) throw new GuestException($"the text of Guest.{name} has to be a literal");
        Settle();
        if (name == "Log")
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            GuestFunction log = _program.Module.ImportOf("log", [ValType.I32, ValType.I32], []);
            _b.Call(log, _b.Const((int)_program.Module.AddBytes(bytes, 1)), _b.Const(bytes.Length));
            return true;
        }

        Block fails = _function.NewBlock(), holds = _function.NewBlock();
        _b.Block.Finish(BlockEnd.Branch, [name == "Trap" ? _b.Const(0) : values[0].Node], holds, fails);
        _b.Block = fails;
        _b.Trap(_program.Module, text);
        _b.Block = holds;
        return true;
    }

    internal bool TryUnary(Opcode op, StackValue[] values)
    {
        if (op == Opcode.Unreachable) return false;
        Push(_b.Pure(op, values[0].Node));
        return true;
    }

    internal bool TryBits(string name, StackValue[] values)
    {
        Opcode op = name switch
        {
            "RotateLeft" => Opcode.I32Rotl,
            "RotateRight" => Opcode.I32Rotr,
            "PopCount" => Opcode.I32Popcnt,
            "LeadingZeroCount" => Opcode.I32Clz,
            "TrailingZeroCount" => Opcode.I32Ctz,
            "Log2" => Opcode.Nop,
            _ => Opcode.Unreachable,
        };
        if (op == Opcode.Unreachable) return false;
        Node value = values[0].Node;
        if (op is Opcode.I32Rotl or Opcode.I32Rotr)
        {
            Push(ShiftBy(op, value, values[1].Node));
            return true;
        }

        Node one = _function.Const(value.Type, 1);
        Opcode clz = value.Type == ValType.I64 ? Opcode.I64Clz : Opcode.I32Clz;
        Node count = op == Opcode.Nop ? _b.Pure(clz, _b.Pure(For(value.Type, Opcode.I32Or), value, one))
            : _b.Pure(value.Type == ValType.I64 ? op + (Opcode.I64Clz - Opcode.I32Clz) : op, value);
        if (value.Type == ValType.I64) count = _b.Pure(Opcode.I32WrapI64, count);
        Push(op == Opcode.Nop ? _b.Pure(Opcode.I32Xor, count, _b.Const(value.Type == ValType.I64 ? 63 : 31)) : count);
        return true;
    }

    /// <summary>Operators of primitive types that generic code calls through an interface of the framework.</summary>
    internal bool TryNumber(Callee callee, StackValue[] values)
    {
        TypeDesc type = callee.Owner;
        string name = callee.Name[(callee.Name.LastIndexOf('.') + 1)..];
        if (name is "Equals" or "CompareTo" && values.Length == 2)
        {
            Node left = _b.Load(type, values[0].Node), right = values[1].Node;
            if (name == "Equals") Push(Compare(Comparison.Equal, left, right));
            else Push(_b.Pure(Opcode.I32Sub, Order(type, right, left), Order(type, left, right)));
            return true;
        }

        if (name is "get_Zero" or "get_One" or "get_AdditiveIdentity" or "get_MultiplicativeIdentity")
        {
            Node number = Convert(_b.Const(name is "get_Zero" or "get_AdditiveIdentity" ? 0 : 1), type, false);
            Push(number, type);
            return true;
        }

        if (values.Length != 2) return false;
        _stack.AddRange(values);
        switch (name)
        {
            case "op_Addition": Binary(Opcode.I32Add, Opcode.F32Add); break;
            case "op_Subtraction": Binary(Opcode.I32Sub, Opcode.F32Sub); break;
            case "op_Multiply": Binary(Opcode.I32Mul, Opcode.F32Mul); break;
            case "op_Division": Binary(type.IsSigned ? Opcode.I32DivS : Opcode.I32DivU, Opcode.F32Div); break;
            case "op_Modulus": Binary(type.IsSigned ? Opcode.I32RemS : Opcode.I32RemU); break;
            case "op_BitwiseAnd": Binary(Opcode.I32And); break;
            case "op_BitwiseOr": Binary(Opcode.I32Or); break;
            case "op_ExclusiveOr": Binary(Opcode.I32Xor); break;
            case "op_LeftShift": Shift(Opcode.I32Shl); break;
            case "op_RightShift": Shift(type.IsSigned ? Opcode.I32ShrS : Opcode.I32ShrU); break;
            case "op_Equality": CompareTop(Comparison.Equal); return true;
            case "op_Inequality": CompareTop(Comparison.NotEqualUnsigned); return true;
            case "op_LessThan": CompareTop(type.IsSigned || type.IsFloat ? Comparison.Less : Comparison.LessUnsigned); return true;
            case "op_GreaterThan": CompareTop(type.IsSigned || type.IsFloat ? Comparison.Greater : Comparison.GreaterUnsigned); return true;
            case "op_LessThanOrEqual": CompareTop(type.IsSigned || type.IsFloat ? Comparison.LessEqual : Comparison.LessEqualUnsigned); return true;
            case "op_GreaterThanOrEqual": CompareTop(type.IsSigned || type.IsFloat ? Comparison.GreaterEqual : Comparison.GreaterEqualUnsigned); return true;
            default: PopMany(2); return false;
        }

        Push(_b.Extend(type, Pop().Node), type);
        return true;
    }

    private Node Order(TypeDesc type, Node left, Node right) =>
        Compare(type.IsSigned || type.IsFloat ? Comparison.Less : Comparison.LessUnsigned, left, right);

    internal bool TryString(string name, StackValue[] values)
    {
        if (name is not ("get_Length" or "get_Chars")) return false;
        if (values[0].Token is { } token) values = Materialize(values, token);
        if (name == "get_Length")
        {
            Push(LengthOf(values[0].Node));
            return true;
        }

        _stack.AddRange(values);
        TypeDesc type = Types.Primitive(TypeKind.Char);
        Push(_b.Load(type, ElementAddress(type)), type);
        return true;
    }
}
