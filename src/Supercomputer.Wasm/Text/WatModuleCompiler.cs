using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>Compiles one module in two walks: the first gives every definition its index, the second writes the sections.</summary>
internal sealed partial class WatModuleCompiler
{
    private readonly WatCursor _cursor;
    private readonly WatTypes _types = new();
    private readonly WatIndexSpace _functions = new("func"), _tables = new("table"), _memories = new("memory"),
        _globals = new("global"), _elements = new("elem segment"), _data = new("data segment");
    private readonly WatSection _imports = new(2), _functionTypes = new(3), _tableTypes = new(4), _memoryTypes = new(5),
        _globalDefinitions = new(6), _exports = new(7), _elementSegments = new(9), _code = new(10), _dataSegments = new(11);
    private readonly WatExpressions _expressions;
    private string? _moduleName;
    private string? _definedKind;
    private uint? _start;

    private WatModuleCompiler(WatCursor cursor)
    {
        _cursor = cursor;
        _expressions = new WatExpressions(cursor, _types, _functions, _tables, _globals, _elements, _data);
    }

    /// <summary>Compiles the module that takes exactly the tokens of a range.</summary>
    public static WatResult Compile(WatSource source, int start, int end)
    {
        WatCursor cursor = new(source, start, end);
        WatModuleCompiler compiler = new(cursor);
        bool wrapped = cursor.TryOpen("module");
        if (wrapped) compiler._moduleName = cursor.TryIdentifier();
        compiler.Fields();
        if (wrapped) cursor.Close();
        if (cursor.Kind != WatTokenKind.End) cursor.Unexpected(wrapped ? "the end" : "a module field");
        return cursor.Error is { } error ? WatResult.Refused(error) : WatResult.Good(compiler.Assemble());
    }

    private void Fields()
    {
        int first = _cursor.At;
        while (_cursor.Kind == WatTokenKind.Open) DeclareField();
        _cursor.Return(first);
        while (_cursor.Kind == WatTokenKind.Open) DefineField();
    }

    /// <summary>First walk: types whole, and the identifiers of all other definitions.</summary>
    private void DeclareField()
    {
        int open = _cursor.At;
        if (_cursor.Peek(1).Kind == WatTokenKind.Keyword)
        {
            string field = _cursor.Text(1).ToString();
            _cursor.Advance(2);
            if (field == "type") _types.Define(_cursor);
            else if (field == "import") DeclareImport();
            else DeclareDefinition(field);
        }
        _cursor.Return(open);
        _cursor.SkipGroup();
    }

    private void DeclareImport()
    {
        WatToken at = _cursor.Peek(-1);
        _cursor.Name();
        _cursor.Name();
        if (_cursor.Kind != WatTokenKind.Open || SpaceOf(_cursor.Text(1)) is not { } space) return;
        CheckImportOrder(at);
        _cursor.Advance(2);
        space.Declare(_cursor);
    }

    private void DeclareDefinition(string field)
    {
        if (field == "elem") _elements.Declare(_cursor);
        if (field == "data") _data.Declare(_cursor);
        if (SpaceOf(field) is not { } space) return;
        WatToken at = _cursor.Peek(-1);
        space.Declare(_cursor);
        while (_cursor.AtOpen("export")) _cursor.SkipGroup();
        if (_cursor.AtOpen("import"))
        {
            CheckImportOrder(at);
            return;
        }
        _definedKind ??= field == "func" ? "function" : field;
        if (field == "table" && _cursor.Kind == WatTokenKind.Keyword) _elements.DeclareAnonymous(1);
        if (field == "memory" && _cursor.AtOpen("data")) _data.DeclareAnonymous(1);
    }

    private void CheckImportOrder(WatToken at)
    {
        if (_definedKind is not null)
            _cursor.Fail(at, WatErrorKind.ImportAfterDefinition, $"import after {_definedKind}", "imports before all definitions", "an import");
    }

    private WatIndexSpace? SpaceOf(ReadOnlySpan<char> field) => field switch
    {
        "func" => _functions,
        "table" => _tables,
        "memory" => _memories,
        "global" => _globals,
        _ => null,
    };

    private byte[] Assemble()
    {
        WasmBuffer module = new();
        module.Bytes("\0asm\x01\0\0\0"u8);
        WatSection types = new(1);
        foreach (FunctionType type in _types.All) WriteType(types.Next(), type);
        foreach (WatSection section in (WatSection[])[types, _imports, _functionTypes, _tableTypes, _memoryTypes, _globalDefinitions, _exports])
            section.WriteTo(module);
        if (_start is { } start) WriteSection(module, 8, content => content.Unsigned(start));
        _elementSegments.WriteTo(module);
        if (_expressions.UsesData) WriteSection(module, 12, content => content.Unsigned(_data.Count));
        _code.WriteTo(module);
        _dataSegments.WriteTo(module);
        WriteNames(module);
        return module.Written.ToArray();
    }

    private static void WriteType(WasmBuffer output, FunctionType type)
    {
        output.Byte(0x60);
        foreach (ValType[] types in (ValType[][])[type.Parameters, type.Results])
        {
            output.Unsigned((uint)types.Length);
            foreach (ValType each in types) output.Byte((byte)each);
        }
    }

    /// <summary>The name section: the module's and the functions' identifiers, so that errors can name them.</summary>
    private void WriteNames(WasmBuffer module)
    {
        List<KeyValuePair<string, uint>> functions = [.. _functions.Identifiers];
        if (_moduleName is null && functions.Count == 0) return;
        WriteSection(module, 0, content =>
        {
            content.Name("name");
            if (_moduleName is not null) WriteSection(content, 0, name => name.Name(_moduleName[1..]));
            if (functions.Count > 0) WriteSection(content, 1, names =>
            {
                names.Unsigned((uint)functions.Count);
                foreach ((string identifier, uint index) in functions)
                {
                    names.Unsigned(index);
                    names.Name(identifier[1..]);
                }
            });
        });
    }

    private static void WriteSection(WasmBuffer output, byte id, Action<WasmBuffer> write)
    {
        WasmBuffer content = new();
        write(content);
        output.Byte(id);
        output.Vector(content.Written);
    }
}
