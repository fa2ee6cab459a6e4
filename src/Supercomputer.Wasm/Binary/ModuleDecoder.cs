using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Binary;

/// <summary>Decodes the WebAssembly 2.0 binary format.</summary>
/// <remarks>Errors: never throws on any bytes. Source: WebAssembly Core 2.0, chapter 5.</remarks>
public sealed class ModuleDecoder
{
    private static readonly string[] s_sectionNames = ["custom", "type", "import", "function", "table", "memory", "global",
        "export", "start", "element", "code", "data", "data count"];

    /// <summary>Place of each section id in the order the format demands; data count stands before code.</summary>
    private static readonly int[] s_sectionOrder = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10];

    private readonly WasmReader _reader;
    private readonly ModuleLimits _limits;
    private readonly TypeReader _typeReader;
    private readonly ExpressionDecoder _expressions;
    private readonly SegmentDecoder _segments;

    private readonly List<CustomSection> _customSections = [];
    private FunctionType[] _types = [];
    private Import[] _imports = [];
    private uint[] _functionTypes = [];
    private TableType[] _tables = [];
    private MemoryType[] _memories = [];
    private Global[] _globals = [];
    private Export[] _exports = [];
    private uint? _start;
    private ElementSegment[] _elements = [];
    private uint? _dataCount;
    private Function[] _functions = [];
    private uint? _functionRead;
    private DataSegment[] _data = [];

    private ModuleDecoder(ReadOnlyMemory<byte> bytes, ModuleLimits limits)
    {
        _reader = new WasmReader(bytes);
        _limits = limits;
        _typeReader = new TypeReader(_reader, limits);
        _expressions = new ExpressionDecoder(_reader, limits, _typeReader);
        _segments = new SegmentDecoder(_reader, limits, _typeReader, _expressions);
    }

    /// <summary>Decodes a module.</summary>
    /// <remarks>Shape: the module's data segments are slices of <paramref name="bytes"/>, which must not change afterwards.</remarks>
    public static DecodeResult Decode(ReadOnlyMemory<byte> bytes, ModuleLimits? limits = null)
    {
        limits ??= ModuleLimits.Default;
        ModuleDecoder decoder = new(bytes, limits);
        if (bytes.Length > limits.ModuleSizeBytes)
            decoder._reader.FailLimit("bytes", limits.ModuleSizeBytes, bytes.Length, at: 0);
        Module module = decoder.DecodeModule();
        return decoder._reader.Error is { } error
            ? new DecodeResult(null, error with { Function = decoder.FailedFunction(bytes) })
            : new DecodeResult(module, null);
    }

    /// <summary>The function in whose body reading stopped, named as far as exports and a name section behind the code allow.</summary>
    private string? FailedFunction(ReadOnlyMemory<byte> bytes)
    {
        if (_functionRead is not { } index) return null;
        Module named = new() { Imports = _imports, Exports = _exports, FunctionNames = NameSectionDecoder.FunctionNames(NameSectionDecoder.Find(bytes)) };
        return named.DescribeFunction(index);
    }

    private Module DecodeModule()
    {
        ReadHeader();
        int order = 0;
        while (!_reader.AtEnd && !_reader.Failed) ReadSection(ref order);
        CheckCounts();
        return new Module
        {
            Types = _types,
            Imports = _imports,
            Functions = _functions,
            Tables = _tables,
            Memories = _memories,
            Globals = _globals,
            Exports = _exports,
            Start = _start,
            Elements = _elements,
            Data = _data,
            DataCount = _dataCount,
            CustomSections = [.. _customSections],
            FunctionNames = NameSectionDecoder.FunctionNames(_customSections),
        };
    }

    private void ReadHeader()
    {
        ReadOnlySpan<byte> magic = _reader.ReadBytes((uint)Math.Min(4, _reader.Remaining)).Span;
        if (!magic.SequenceEqual("\0asm"u8)) _reader.Fail("magic header not detected", "\\0asm", $"0x{Convert.ToHexString(magic)}", at: 0);
        ReadOnlySpan<byte> version = _reader.ReadBytes((uint)Math.Min(4, _reader.Remaining)).Span;
        if (!version.SequenceEqual((ReadOnlySpan<byte>)[1, 0, 0, 0]))
            _reader.Fail("unknown binary version", "version 1", $"0x{Convert.ToHexString(version)}", at: 4);
    }

    private void ReadSection(ref int order)
    {
        int at = _reader.Position;
        byte id = _reader.ReadByte();
        if (id >= s_sectionNames.Length)
        {
            _reader.Fail("malformed section id", "0 to 12", $"{id}", at: at);
            return;
        }
        int outerEnd = _reader.Enter(_reader.ReadU32());
        if (id != 0 && !_reader.Failed)
        {
            if (s_sectionOrder[id] <= order)
                _reader.Fail("unexpected content after last section", "each section once and in order", $"the {s_sectionNames[id]} section", at: at);
            order = s_sectionOrder[id];
        }
        ReadContent(id);
        _reader.Leave(outerEnd);
    }

    private void ReadContent(byte id)
    {
        int entries = _limits.SectionEntries;
        switch (id)
        {
            case 0:
                if (_customSections.Count >= entries) _reader.FailLimit("custom sections", entries, entries + 1L);
                string name = _reader.ReadName();
                _customSections.Add(new CustomSection(name, _reader.ReadBytes((uint)_reader.Remaining)));
                break;
            case 1: _types = _reader.ReadVector("types", entries, _typeReader.ReadFunctionType); break;
            case 2: _imports = _reader.ReadVector("imports", entries, ReadImport); break;
            case 3: _functionTypes = _reader.ReadVector("functions", _limits.Functions, _reader.ReadU32); break;
            case 4: _tables = _reader.ReadVector("tables", entries, _typeReader.ReadTableType); break;
            case 5: _memories = _reader.ReadVector("memories", entries, _typeReader.ReadMemoryType); break;
            case 6: _globals = _reader.ReadVector("globals", entries, ReadGlobal); break;
            case 7: _exports = _reader.ReadVector("exports", entries, ReadExport); break;
            case 8: _start = _reader.ReadU32(); break;
            case 9: _elements = _reader.ReadVector("element segments", entries, _segments.ReadElement); break;
            case 10: ReadCode(); break;
            case 11: _data = _reader.ReadVector("data segments", entries, _segments.ReadData); break;
            default: _dataCount = _reader.ReadU32(); break;
        }
    }

    private Import ReadImport()
    {
        string module = _reader.ReadName(), name = _reader.ReadName();
        int at = _reader.Position;
        byte kind = _reader.ReadByte();
        Import import = new(module, name, (ExternKind)kind);
        switch (kind)
        {
            case 0: return import with { FunctionTypeIndex = _reader.ReadU32() };
            case 1: return import with { Table = _typeReader.ReadTableType() };
            case 2: return import with { Memory = _typeReader.ReadMemoryType() };
            case 3: return import with { Global = _typeReader.ReadGlobalType() };
            default:
                _reader.Fail("malformed import kind", "0 to 3", $"{kind}", at: at);
                return import;
        }
    }

    private Global ReadGlobal() => new(_typeReader.ReadGlobalType(), _expressions.DecodeConstant());

    private Export ReadExport()
    {
        string name = _reader.ReadName();
        int at = _reader.Position;
        byte kind = _reader.ReadByte();
        if (kind > 3) _reader.Fail("malformed export kind", "0 to 3", $"{kind}", at: at);
        return new Export(name, (ExternKind)kind, _reader.ReadU32());
    }

    private void ReadCode()
    {
        int at = _reader.Position;
        int count = _reader.ReadCount("functions", _limits.Functions);
        if (count != _functionTypes.Length)
            _reader.Fail("function and code section have inconsistent lengths", $"{_functionTypes.Length} bodies", $"{count}", at: at);
        if (_reader.Failed) return;
        _functions = new Function[count];
        int imported = _imports.Count(import => import.Kind == ExternKind.Function);
        for (int i = 0; i < count && !_reader.Failed; i++)
        {
            _functionRead = (uint)(imported + i);
            _functions[i] = ReadFunction(_functionTypes[i]);
        }
        if (!_reader.Failed) _functionRead = null;
    }

    private Function ReadFunction(uint typeIndex)
    {
        int outerEnd = _reader.Enter(_reader.ReadU32());
        int byteOffset = _reader.Position;
        int total = 0;
        ulong declared = 0;
        LocalRun[] locals = _reader.ReadVector("runs of locals", _limits.LocalsPerFunction, () =>
        {
            int at = _reader.Position;
            LocalRun run = new(_reader.ReadU32(), _typeReader.ReadValType());
            declared += run.Count;
            if (declared > uint.MaxValue) _reader.Fail("too many locals", $"at most {uint.MaxValue}", $"{declared}", at: at);
            return run;
        });
        if (declared > (ulong)_limits.LocalsPerFunction)
            _reader.FailLimit("locals", _limits.LocalsPerFunction, (long)declared, byteOffset);
        else total = (int)declared;
        Function function = _expressions.DecodeFunction(typeIndex, locals, total, byteOffset);
        _reader.Leave(outerEnd);
        return function;
    }

    private void CheckCounts()
    {
        if (_functions.Length != _functionTypes.Length)
            _reader.Fail("function and code section have inconsistent lengths", $"{_functionTypes.Length} bodies", $"{_functions.Length}");
        if (_dataCount is { } count && count != _data.Length)
            _reader.Fail("data count and data section have inconsistent lengths", $"{count} data segments", $"{_data.Length}");
        if (_dataCount is null && _expressions.DataSegmentUse is { } use)
            _reader.Fail("data count section required", "a data count section", "code that names a data segment without one", at: use);
    }
}
