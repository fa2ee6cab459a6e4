using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Binary;

/// <summary>Reads types. Source: WebAssembly Core 2.0, section 5.3.</summary>
internal sealed class TypeReader(WasmReader reader, ModuleLimits limits)
{
    public ValType ReadValType()
    {
        int at = reader.Position;
        ValType type = (ValType)reader.ReadByte();
        switch (type)
        {
            case ValType.I32 or ValType.I64 or ValType.F32 or ValType.F64 or ValType.V128 or ValType.FuncRef or ValType.ExternRef: break;
            default: reader.Fail("malformed value type", "a value type", $"0x{(byte)type:X2}", at: at); break;
        }
        return type;
    }

    public ValType ReadReferenceType()
    {
        int at = reader.Position;
        ValType type = (ValType)reader.ReadByte();
        if (type is not (ValType.FuncRef or ValType.ExternRef))
            reader.Fail("malformed reference type", "funcref or externref", $"0x{(byte)type:X2}", at: at);
        return type;
    }

    public BlockType ReadBlockType()
    {
        byte first = reader.PeekByte();
        if (first == 0x40)
        {
            reader.ReadByte();
            return BlockType.Empty;
        }
        // A negative one-byte number is a value type; type indices are not negative.
        if (first is >= 0x41 and < 0x80) return BlockType.OfResult(ReadValType());
        int at = reader.Position;
        long index = reader.ReadS33();
        if (index < 0) reader.Fail("malformed block type", "a type index", $"{index}", at: at);
        return BlockType.OfTypeIndex((uint)index);
    }

    public FunctionType ReadFunctionType()
    {
        int at = reader.Position;
        byte form = reader.ReadByte();
        if (form != 0x60) reader.Fail("malformed function type", "0x60", $"0x{form:X2}", at: at);
        ValType[] parameters = reader.ReadVector("parameters", limits.Arity, ReadValType);
        return new FunctionType(parameters, reader.ReadVector("results", limits.Arity, ReadValType));
    }

    public TableType ReadTableType() => new(ReadReferenceType(), ReadLimits());

    public MemoryType ReadMemoryType() => new(ReadLimits());

    public GlobalType ReadGlobalType()
    {
        ValType type = ReadValType();
        int at = reader.Position;
        byte mutability = reader.ReadByte();
        if (mutability > 1) reader.Fail("malformed mutability", "0 or 1", $"{mutability}", at: at);
        return new GlobalType(type, mutability == 1);
    }

    /// <summary>Types of a typed select.</summary>
    public ValType[] ReadValTypes() => reader.ReadVector("types", limits.Arity, ReadValType);

    private Limits ReadLimits()
    {
        int at = reader.Position;
        // The flag is a one-bit integer: longer or larger encodings are refused in the suite's words.
        byte flag = reader.ReadByte();
        if (flag >= 0x80) reader.Fail("integer representation too long", "limits flag 0 or 1", $"0x{flag:X2}", at: at);
        else if (flag > 1) reader.Fail("integer too large", "limits flag 0 or 1", $"{flag}", at: at);
        uint minimum = reader.ReadU32();
        return new Limits(minimum, flag == 1 ? reader.ReadU32() : null);
    }
}
