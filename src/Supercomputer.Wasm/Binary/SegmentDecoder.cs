using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Binary;

/// <summary>Decodes element and data segments. Source: WebAssembly Core 2.0, sections 5.5.12 and 5.5.14.</summary>
internal sealed class SegmentDecoder(WasmReader reader, ModuleLimits limits, TypeReader types, ExpressionDecoder expressions)
{
    private int _itemsLeft = limits.ElementItems;

    public ElementSegment ReadElement()
    {
        int at = reader.Position;
        uint flags = reader.ReadU32();
        if (flags > 7) reader.Fail("malformed elements segment kind", "0 to 7", $"{flags}", at: at);
        // Bit 0: passive or declarative; bit 1: table given, or declarative; bit 2: items are expressions.
        bool isActive = (flags & 1) == 0, second = (flags & 2) != 0, hasExpressions = (flags & 4) != 0;
        uint table = isActive && second ? reader.ReadU32() : 0;
        Instruction[] offset = isActive ? expressions.DecodeConstant() : [];
        ValType type = ValType.FuncRef;
        if (!isActive || second)
        {
            if (hasExpressions) type = types.ReadReferenceType();
            else ReadElementKind();
        }
        Instruction[][] items = hasExpressions
            ? reader.ReadVector("element items", _itemsLeft, expressions.DecodeConstant)
            : reader.ReadVector("element items", _itemsLeft, ReadFunctionItem);
        _itemsLeft -= items.Length;
        return new ElementSegment
        {
            Mode = isActive ? SegmentMode.Active : second ? SegmentMode.Declarative : SegmentMode.Passive,
            Type = type,
            TableIndex = table,
            Offset = offset,
            Items = items,
        };
    }

    public DataSegment ReadData()
    {
        int at = reader.Position;
        uint flags = reader.ReadU32();
        if (flags > 2) reader.Fail("malformed data segment kind", "0 to 2", $"{flags}", at: at);
        uint memory = flags == 2 ? reader.ReadU32() : 0;
        return new DataSegment
        {
            Mode = flags == 1 ? SegmentMode.Passive : SegmentMode.Active,
            MemoryIndex = memory,
            Offset = flags == 1 ? [] : expressions.DecodeConstant(),
            Bytes = reader.ReadBytes(reader.ReadU32()),
        };
    }

    private void ReadElementKind()
    {
        int at = reader.Position;
        byte kind = reader.ReadByte();
        if (kind != 0) reader.Fail("malformed element kind", "0x00", $"0x{kind:X2}", at: at);
    }

    private Instruction[] ReadFunctionItem()
    {
        int at = reader.Position;
        return [new Instruction(Opcode.RefFunc, reader.ReadU32(), 0, at), new Instruction(Opcode.End, 0, 0, at)];
    }
}
