using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Import;

internal sealed partial class Importer
{
    internal bool TryUnsafe(Callee callee, StackValue[] values)
    {
        TypeDesc? type = callee.Arguments.Length > 0 ? callee.Arguments[^1] : null;
        switch (callee.Name)
        {
            case "Add" when type is not null:
                Push(_b.Pure(Opcode.I32Add, values[0].Node, Scaled(values[1].Node, type)));
                return true;
            case "Subtract" when type is not null:
                Push(_b.Pure(Opcode.I32Sub, values[0].Node, Scaled(values[1].Node, type)));
                return true;
            case "AddByteOffset": Push(_b.Pure(Opcode.I32Add, values[0].Node, values[1].Node)); return true;
            case "As" or "AsRef" or "AsPointer": Push(values[0].Node); return true;
            case "AreSame": Push(_b.Pure(Opcode.I32Eq, values[0].Node, values[1].Node)); return true;
            case "IsNullRef": Push(_b.Pure(Opcode.I32Eqz, values[0].Node)); return true;
            case "NullRef": Push(_b.Const(0)); return true;
            case "SizeOf": Push(_b.Const(type!.Size)); return true;
            case "SkipInit": return true;
            case "ReadUnaligned" or "Read": Read(type!, values[0].Node); return true;
            case "WriteUnaligned" or "Write": Write(type!, values[0].Node, values[1]); return true;
            case "CopyBlock" or "CopyBlockUnaligned":
                Settle();
                _b.Effect(Opcode.MemoryCopy, Ops.None, values[0].Node, values[1].Node, values[2].Node);
                return true;
            case "InitBlock" or "InitBlockUnaligned":
                Settle();
                _b.Effect(Opcode.MemoryFill, Ops.None, values[0].Node, values[1].Node, values[2].Node);
                return true;
            default: return false;
        }
    }

    internal bool TryRuntimeHelper(Callee callee, StackValue[] values)
    {
        switch (callee.Name)
        {
            case "InitializeArray" when values[1].Token is FieldDesc field:
                Settle();
                _b.Effect(Opcode.MemoryCopy, Ops.None, _b.Add(values[0].Node, 8), _program.AddressOf(field, _function), _b.Const(field.Type.Size));
                return true;
            case "CreateSpan" when values[0].Token is FieldDesc field:
                TypeDesc element = callee.Arguments[0];
                TypeDesc span = callee.Signature.ReturnType;
                Node address = _b.Alloca(span.Size, span.Alignment);
                _b.Store(Types.Primitive(TypeKind.Int32), address, _program.AddressOf(field, _function));
                _b.Store(Types.Primitive(TypeKind.Int32), _b.Add(address, 4), _b.Const(field.Type.Size / element.Size));
                Push(span, address);
                return true;
            case "IsReferenceOrContainsReferences": Push(_b.Const(0)); return true;
            default: return false;
        }
    }
}
