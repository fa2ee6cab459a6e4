using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>Second walk: each field is read whole and written to its section.</summary>
internal sealed partial class WatModuleCompiler
{
    private uint _functionIndex, _tableIndex, _memoryIndex, _globalIndex;

    private void DefineField()
    {
        string field = _cursor.Peek(1).Kind == WatTokenKind.Keyword ? _cursor.Text(1).ToString() : "";
        if (field == "type")
        {
            _cursor.SkipGroup();
            return;
        }
        _cursor.Advance();
        Action? define = field switch
        {
            "import" => Import,
            "func" => Function,
            "table" => Table,
            "memory" => Memory,
            "global" => Global,
            "export" => Export,
            "start" => Start,
            "elem" => ElementSegment,
            "data" => DataSegment,
            _ => null,
        };
        if (define is null)
        {
            _cursor.Unexpected("a module field");
            return;
        }
        _cursor.Advance();
        define();
        _cursor.Close();
    }

    private void Import()
    {
        WasmBuffer output = _imports.Next();
        output.Vector(_cursor.Name());
        output.Vector(_cursor.Name());
        if (_cursor.TryOpen("func")) ImportedFunction(output);
        else if (_cursor.TryOpen("table")) ImportedTable(output);
        else if (_cursor.TryOpen("memory")) ImportedMemory(output);
        else if (_cursor.TryOpen("global")) ImportedGlobal(output);
        else _cursor.Unexpected("'(func', '(table', '(memory' or '(global'");
        _cursor.Close();
    }

    private void ImportedFunction(WasmBuffer output)
    {
        _cursor.TryIdentifier();
        output.Byte(0);
        output.Unsigned(_types.Use(_cursor, new WatLocals(binding: false)));
        _functionIndex++;
    }

    private void ImportedTable(WasmBuffer output)
    {
        _cursor.TryIdentifier();
        output.Byte(1);
        TableType(output);
        _tableIndex++;
    }

    private void ImportedMemory(WasmBuffer output)
    {
        _cursor.TryIdentifier();
        output.Byte(2);
        Limits(output);
        _memoryIndex++;
    }

    private void ImportedGlobal(WasmBuffer output)
    {
        _cursor.TryIdentifier();
        output.Byte(3);
        GlobalType(output);
        _globalIndex++;
    }

    private void Function()
    {
        if (InlineImport(0, _functionIndex) is { } import) ImportedFunction(import);
        else
        {
            _functionIndex++;
            WatLocals locals = new(binding: true);
            _functionTypes.Next().Unsigned(_types.Use(_cursor, locals));
            List<ValType> types = [];
            while (_cursor.TryOpen("local"))
            {
                locals.Group(_cursor, types);
                _cursor.Close();
            }
            WasmBuffer body = new();
            WriteLocals(body, types);
            _expressions.Body(body, locals);
            _code.Next().Vector(body.Written);
        }
    }

    private static void WriteLocals(WasmBuffer body, List<ValType> types)
    {
        List<(ValType Type, uint Count)> runs = [];
        foreach (ValType type in types)
        {
            if (runs.Count > 0 && runs[^1].Type == type) runs[^1] = (type, runs[^1].Count + 1);
            else runs.Add((type, 1));
        }
        body.Unsigned((uint)runs.Count);
        foreach ((ValType type, uint count) in runs)
        {
            body.Unsigned(count);
            body.Byte((byte)type);
        }
    }

    private void Table()
    {
        if (InlineImport(1, _tableIndex) is { } import)
        {
            ImportedTable(import);
            return;
        }
        uint index = _tableIndex++;
        if (_cursor.Kind != WatTokenKind.Keyword)
        {
            TableType(_tableTypes.Next());
            return;
        }
        ValType type = ReferenceType();
        _cursor.Open("elem");
        WatElements elements = ElementsOf(type);
        _cursor.Close();
        WasmBuffer table = _tableTypes.Next();
        table.Byte((byte)type);
        WriteLimits(table, elements.Count, elements.Count);
        WasmBuffer zero = new();
        zero.Bytes([0x41, 0, 0x0B]);
        WriteElements(elements, index, zero);
    }

    private void Memory()
    {
        if (InlineImport(2, _memoryIndex) is { } import)
        {
            ImportedMemory(import);
            return;
        }
        uint index = _memoryIndex++;
        if (!_cursor.TryOpen("data"))
        {
            Limits(_memoryTypes.Next());
            return;
        }
        byte[] bytes = _cursor.Strings();
        _cursor.Close();
        uint pages = (uint)((bytes.Length + 65535L) / 65536);
        WriteLimits(_memoryTypes.Next(), pages, pages);
        WasmBuffer zero = new();
        zero.Bytes([0x41, 0, 0x0B]);
        WriteData(bytes, index, zero);
    }

    private void Global()
    {
        if (InlineImport(3, _globalIndex) is { } import)
        {
            ImportedGlobal(import);
            return;
        }
        _globalIndex++;
        WasmBuffer output = _globalDefinitions.Next();
        GlobalType(output);
        _expressions.Constant(output);
    }

    /// <summary>Reads identifier and inline exports; for an inline import also its names, and gives the buffer for its description.</summary>
    private WasmBuffer? InlineImport(byte kind, uint index)
    {
        _cursor.TryIdentifier();
        while (_cursor.TryOpen("export"))
        {
            WriteExport(_cursor.Name(), kind, index);
            _cursor.Close();
        }
        if (!_cursor.TryOpen("import")) return null;
        WasmBuffer output = _imports.Next();
        output.Vector(_cursor.Name());
        output.Vector(_cursor.Name());
        _cursor.Close();
        return output;
    }

    private void Export()
    {
        byte[] name = _cursor.Name();
        if (_cursor.Kind != WatTokenKind.Open || SpaceOf(_cursor.Text(1)) is not { } space)
        {
            _cursor.Unexpected("'(func', '(table', '(memory' or '(global'");
            return;
        }
        byte kind = space == _functions ? (byte)0 : space == _tables ? (byte)1 : space == _memories ? (byte)2 : (byte)3;
        _cursor.Advance(2);
        WriteExport(name, kind, space.Resolve(_cursor));
        _cursor.Close();
    }

    private void WriteExport(byte[] name, byte kind, uint index)
    {
        WasmBuffer output = _exports.Next();
        output.Vector(name);
        output.Byte(kind);
        output.Unsigned(index);
    }

    private void Start()
    {
        if (_start is not null)
            _cursor.Fail(_cursor.Peek(-1), WatErrorKind.MultipleStart, "multiple start sections", "at most one start field", "another");
        _start = _functions.Resolve(_cursor);
    }

    private void TableType(WasmBuffer output)
    {
        (uint minimum, uint? maximum) = ReadLimits();
        output.Byte((byte)ReferenceType());
        WriteLimits(output, minimum, maximum);
    }

    private void GlobalType(WasmBuffer output)
    {
        bool mutable = _cursor.TryOpen("mut");
        output.Byte((byte)_cursor.ValueType());
        if (mutable) _cursor.Close();
        output.Byte(mutable ? (byte)1 : (byte)0);
    }

    private ValType ReferenceType()
    {
        if (_cursor.AtKeyword("funcref") || _cursor.AtKeyword("externref")) return _cursor.ValueType();
        _cursor.Unexpected("funcref or externref");
        return ValType.FuncRef;
    }

    private void Limits(WasmBuffer output)
    {
        (uint minimum, uint? maximum) = ReadLimits();
        WriteLimits(output, minimum, maximum);
    }

    private (uint Minimum, uint? Maximum) ReadLimits()
    {
        uint minimum = _cursor.Number("a limit");
        return (minimum, _cursor.AtNumber ? _cursor.Number("a limit") : null);
    }

    private static void WriteLimits(WasmBuffer output, uint minimum, uint? maximum)
    {
        output.Byte(maximum is null ? (byte)0 : (byte)1);
        output.Unsigned(minimum);
        if (maximum is { } most) output.Unsigned(most);
    }
}
