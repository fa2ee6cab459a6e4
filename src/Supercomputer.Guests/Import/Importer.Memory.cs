using System.Reflection.Metadata;
using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;
using Supercomputer.Wasm.Modules;
using static System.Reflection.Metadata.ILOpCode;

namespace Supercomputer.Guests.Import;

internal sealed partial class Importer
{
    /// <summary>Loads and stores through addresses, fields, elements.</summary>
    private bool TryMemory(IlInstruction instruction)
    {
        if (ElementKind(instruction.Code) is { } kind)
        {
            Element(instruction.Code, Types.Primitive(kind));
            return true;
        }

        switch (instruction.Code)
        {
            case Ldobj: Read(TypeAt(instruction), Pop().Node); return true;
            case Stobj: WriteThrough(TypeAt(instruction)); return true;
            case Initobj:
                Settle();
                _b.Clear(TypeAt(instruction), Pop().Node);
                return true;
            case Cpobj: { StackValue from = Pop(); Settle(); _b.Copy(TypeAt(instruction), Pop().Node, from.Node); return true; }
            case Ldelem: { TypeDesc type = TypeAt(instruction); Read(type, ElementAddress(type)); return true; }
            case Ldelema: { TypeDesc type = TypeAt(instruction); Push(ElementAddress(type), Types.ByRefOf(type)); return true; }
            case Stelem: StoreElement(TypeAt(instruction)); return true;
            case Ldlen: Push(LengthOf(Pop().Node)); return true;
            case Ldfld: LoadField(FieldAt(instruction)); return true;
            case Ldflda: { FieldDesc field = FieldAt(instruction); Push(_b.Add(Pop().Node, field.Offset), Types.ByRefOf(field.Type)); return true; }
            case Stfld:
                {
                    FieldDesc field = FieldAt(instruction);
                    StackValue value = Pop();
                    Node at = Pop().Node;
                    Write(field.Type, _b.Add(at, field.Offset), value);
                    return true;
                }

            case Ldsfld: { FieldDesc field = StaticAt(instruction); Read(field.Type, _program.AddressOf(field, _function)); return true; }
            case Ldsflda: { FieldDesc field = StaticAt(instruction); Push(_program.AddressOf(field, _function), Types.ByRefOf(field.Type)); return true; }
            case Stsfld: { FieldDesc field = StaticAt(instruction); Write(field.Type, _program.AddressOf(field, _function), Pop()); return true; }
            case ILOpCode.Sizeof: Push(_b.Const(TypeAt(instruction).Size)); return true;
            case ILOpCode.Localloc: AllocateOnStack(); return true;
            case Cpblk: { Node size = Pop().Node, from = Pop().Node, to = Pop().Node; Settle(); _b.Effect(Opcode.MemoryCopy, Ops.None, to, from, size); return true; }
            case Initblk: { Node size = Pop().Node, value = Pop().Node, to = Pop().Node; Settle(); _b.Effect(Opcode.MemoryFill, Ops.None, to, value, size); return true; }
            case Unaligned or ILOpCode.Volatile or Readonly or Tail: return true;
            default: return false;
        }
    }

    /// <summary>One that runs once in a call becomes a piece of the frame later (<see cref="Optimization.FixedAllocations"/>).</summary>
    private void AllocateOnStack()
    {
        Node size = Pop().Node;
        Settle();
        Node address = _b.Effect(Ops.StackAlloc, ValType.I32, size);
        if (_clearsLocals) _b.Effect(Opcode.MemoryFill, Ops.None, address, _b.Const(0), size);
        Push(address);
    }

    private static TypeKind? ElementKind(ILOpCode code) => code switch
    {
        Ldind_i1 or Ldelem_i1 or Stind_i1 or Stelem_i1 => TypeKind.SByte,
        Ldind_u1 or Ldelem_u1 => TypeKind.Byte,
        Ldind_i2 or Ldelem_i2 or Stind_i2 or Stelem_i2 => TypeKind.Int16,
        Ldind_u2 or Ldelem_u2 => TypeKind.UInt16,
        Ldind_i4 or Ldelem_i4 or Stind_i4 or Stelem_i4 => TypeKind.Int32,
        Ldind_u4 or Ldelem_u4 => TypeKind.UInt32,
        Ldind_i8 or Ldelem_i8 or Stind_i8 or Stelem_i8 => TypeKind.Int64,
        Ldind_i or Ldelem_i or Stind_i or Stelem_i or Ldind_ref or Ldelem_ref or Stind_ref or Stelem_ref => TypeKind.NativeInt,
        Ldind_r4 or Ldelem_r4 or Stind_r4 or Stelem_r4 => TypeKind.Single,
        Ldind_r8 or Ldelem_r8 or Stind_r8 or Stelem_r8 => TypeKind.Double,
        _ => null,
    };

    private void Element(ILOpCode code, TypeDesc type)
    {
        if (code is >= Ldelem_i1 and <= Ldelem_ref) Push(_b.Load(type, ElementAddress(type)), type);
        else if (code is >= Stelem_i and <= Stelem_ref) StoreElement(type);
        else if (code is >= Ldind_i1 and <= Ldind_ref) Push(_b.Load(type, Pop().Node), type);
        else WriteThrough(type);
    }

    private void WriteThrough(TypeDesc type)
    {
        StackValue value = Pop();
        Write(type, Pop().Node, value);
    }

    private void StoreElement(TypeDesc type)
    {
        StackValue value = Pop();
        Write(type, ElementAddress(type), value);
    }

    /// <summary>The address of the element whose array and index are on the stack, checked.</summary>
    private Node ElementAddress(TypeDesc type)
    {
        Node index = Pop().Node, array = Pop().Node;
        _b.TrapIf(_b.Pure(Opcode.I32GeU, index, _b.Pure(Ops.Length, ValType.I32, array)));
        return _b.Pure(Opcode.I32Add, _b.Pure(Opcode.I32Add, array, Scaled(index, type)), _b.Const(8));
    }

    private Node Scaled(Node index, TypeDesc type) => _b.Pure(Opcode.I32Mul, index, _b.Const(type.Size));

    private Node LengthOf(Node array)
    {
        if (!array.IsConst || array.Bits == 0) _b.TrapIf(_b.Pure(Opcode.I32Eqz, array));
        return _b.Pure(Ops.Length, ValType.I32, array);
    }

    private FieldDesc FieldAt(IlInstruction instruction)
    {
        FieldDesc field = _method.Image.FieldOf(Token(instruction), Context);
        Require(field.Type);
        if (!Require(field.Owner).IsStruct) throw new GuestException($"{field} is a field of a class: guests have structs");
        _ = field.Owner.Layout;
        return field;
    }

    private FieldDesc StaticAt(IlInstruction instruction)
    {
        FieldDesc field = _method.Image.FieldOf(Token(instruction), Context);
        Require(field.Type);
        return field;
    }

    private void LoadField(FieldDesc field)
    {
        StackValue from = Pop();
        Read(field.Type, _b.Add(from.Node, field.Offset));
    }
}
