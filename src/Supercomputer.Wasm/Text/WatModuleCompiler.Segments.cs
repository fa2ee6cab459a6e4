using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>Element and data segments.</summary>
/// <remarks>Source: WebAssembly 2.0, sections 5.5.12, 5.5.14, 6.6.10 and 6.6.11.</remarks>
internal sealed partial class WatModuleCompiler
{
    /// <summary>The items of an element segment: function indices, or expressions of a type.</summary>
    private readonly record struct WatElements(ValType? Expressions, uint Count, WasmBuffer Items);

    private void ElementSegment()
    {
        _cursor.TryIdentifier();
        bool declarative = _cursor.TryKeyword("declare");
        uint? table = declarative ? null : UseOf("table", _tables);
        WasmBuffer? offset = declarative ? null : TryOffset(required: table is not null);
        WatElements elements;
        if (_cursor.TryKeyword("func")) elements = FunctionItems();
        else if (_cursor.AtKeyword("funcref") || _cursor.AtKeyword("externref")) elements = ExpressionItems(ReferenceType());
        else if (offset is not null && table is null) elements = FunctionItems();
        else
        {
            _cursor.Unexpected("func, funcref or externref");
            return;
        }
        if (declarative) WriteElements(elements, 3);
        else if (offset is null) WriteElements(elements, 1);
        else WriteElements(elements, table ?? 0, offset);
    }

    private WatElements ElementsOf(ValType type) => _cursor.Kind == WatTokenKind.Open ? ExpressionItems(type)
        : type == ValType.FuncRef ? FunctionItems() : new WatElements(type, 0, new WasmBuffer());

    private WatElements FunctionItems()
    {
        WasmBuffer items = new();
        uint count = 0;
        for (; _cursor.Kind is WatTokenKind.Integer or WatTokenKind.Identifier; count++) items.Unsigned(_functions.Resolve(_cursor));
        return new WatElements(null, count, items);
    }

    private WatElements ExpressionItems(ValType type)
    {
        WasmBuffer items = new();
        uint count = 0;
        for (; _cursor.Kind == WatTokenKind.Open; count++)
        {
            if (_cursor.TryOpen("item"))
            {
                _expressions.Constant(items);
                _cursor.Close();
            }
            else _expressions.FoldedConstant(items);
        }
        return new WatElements(type, count, items);
    }

    /// <summary>Passive (flag 1) and declarative (flag 3) segments.</summary>
    private void WriteElements(WatElements elements, byte flag)
    {
        WasmBuffer output = _elementSegments.Next();
        output.Byte((byte)(elements.Expressions is null ? flag : flag | 4));
        WriteItems(output, elements, withKind: true);
    }

    /// <summary>Active segments, in the short form for functions in table 0.</summary>
    private void WriteElements(WatElements elements, uint table, WasmBuffer offset)
    {
        WasmBuffer output = _elementSegments.Next();
        bool brief = table == 0 && elements.Expressions is null or ValType.FuncRef;
        output.Byte((byte)((brief ? 0 : 2) | (elements.Expressions is null ? 0 : 4)));
        if (!brief) output.Unsigned(table);
        output.Bytes(offset.Written);
        WriteItems(output, elements, withKind: !brief);
    }

    private static void WriteItems(WasmBuffer output, WatElements elements, bool withKind)
    {
        if (withKind) output.Byte((byte)(elements.Expressions ?? 0));
        output.Unsigned(elements.Count);
        output.Bytes(elements.Items.Written);
    }

    private void DataSegment()
    {
        _cursor.TryIdentifier();
        uint? memory = UseOf("memory", _memories);
        WasmBuffer? offset = TryOffset(required: memory is not null);
        byte[] bytes = _cursor.Strings();
        if (offset is not null)
        {
            WriteData(bytes, memory ?? 0, offset);
            return;
        }
        WasmBuffer output = _dataSegments.Next();
        output.Byte(1);
        output.Vector(bytes);
    }

    private void WriteData(byte[] bytes, uint memory, WasmBuffer offset)
    {
        WasmBuffer output = _dataSegments.Next();
        output.Byte(memory == 0 ? (byte)0 : (byte)2);
        if (memory != 0) output.Unsigned(memory);
        output.Bytes(offset.Written);
        output.Vector(bytes);
    }

    /// <summary>A table or memory use, or the bare index that older texts write.</summary>
    private uint? UseOf(string word, WatIndexSpace space)
    {
        if (_cursor.AtNumber) return space.Resolve(_cursor);
        if (!_cursor.TryOpen(word)) return null;
        uint index = space.Resolve(_cursor);
        _cursor.Close();
        return index;
    }

    private WasmBuffer? TryOffset(bool required)
    {
        WasmBuffer offset = new();
        if (_cursor.TryOpen("offset"))
        {
            _expressions.Constant(offset);
            _cursor.Close();
            return offset;
        }
        if (_cursor.Kind == WatTokenKind.Open)
        {
            _expressions.FoldedConstant(offset);
            return offset;
        }
        if (required) _cursor.Unexpected("an offset");
        return null;
    }
}
