namespace Supercomputer.Wasm.Modules;

/// <summary>A decoded module. It follows the binary format; whether it is valid is for the validator to say.</summary>
/// <remarks>Shape: the index spaces of functions, tables, memories and globals hold the imports first, then what is defined here.</remarks>
public sealed class Module
{
    /// <summary>The function types.</summary>
    public FunctionType[] Types { get; init; } = [];

    /// <summary>The imports, in order.</summary>
    public Import[] Imports { get; init; } = [];

    /// <summary>The functions defined here.</summary>
    public Function[] Functions { get; init; } = [];

    /// <summary>The tables defined here.</summary>
    public TableType[] Tables { get; init; } = [];

    /// <summary>The memories defined here.</summary>
    public MemoryType[] Memories { get; init; } = [];

    /// <summary>The globals defined here.</summary>
    public Global[] Globals { get; init; } = [];

    /// <summary>The exports, in order.</summary>
    public Export[] Exports { get; init; } = [];

    /// <summary>The index of the start function.</summary>
    public uint? Start { get; init; }

    /// <summary>The element segments.</summary>
    public ElementSegment[] Elements { get; init; } = [];

    /// <summary>The data segments.</summary>
    public DataSegment[] Data { get; init; } = [];

    /// <summary>The count that the data count section announces.</summary>
    public uint? DataCount { get; init; }

    /// <summary>The custom sections, in order.</summary>
    public CustomSection[] CustomSections { get; init; } = [];

    /// <summary>Function names of the name section by function index; empty where it is absent or damaged.</summary>
    public IReadOnlyDictionary<uint, string> FunctionNames { get; init; } = new Dictionary<uint, string>();

    /// <summary>The type index of every function, imports first.</summary>
    public uint[] FunctionTypeIndices => field ??= [.. ImportsOf(ExternKind.Function).Select(i => i.FunctionTypeIndex),
        .. Functions.Select(f => f.TypeIndex)];

    /// <summary>The type of every table, imports first.</summary>
    public TableType[] TableTypes => field ??= [.. ImportsOf(ExternKind.Table).Select(i => i.Table), .. Tables];

    /// <summary>The type of every memory, imports first.</summary>
    public MemoryType[] MemoryTypes => field ??= [.. ImportsOf(ExternKind.Memory).Select(i => i.Memory), .. Memories];

    /// <summary>The type of every global, imports first.</summary>
    public GlobalType[] GlobalTypes => field ??= [.. ImportsOf(ExternKind.Global).Select(i => i.Global),
        .. Globals.Select(g => g.Type)];

    /// <summary>The number of imported functions; function index minus this is the index in <see cref="Functions"/>.</summary>
    public int ImportedFunctionCount => FunctionTypeIndices.Length - Functions.Length;

    /// <summary>The number of imported globals; global index minus this is the index in <see cref="Globals"/>.</summary>
    public int ImportedGlobalCount => GlobalTypes.Length - Globals.Length;

    /// <summary>The type of a function of a valid module, by function index.</summary>
    public FunctionType FunctionTypeOf(uint functionIndex) => Types[FunctionTypeIndices[functionIndex]];

    /// <summary>A name for error messages: the name section's, an export's, an import's, or the index.</summary>
    public string NameOfFunction(uint functionIndex)
    {
        if (FunctionNames.TryGetValue(functionIndex, out string? name)) return name;
        foreach (Export export in Exports)
            if (export.Kind == ExternKind.Function && export.Index == functionIndex) return export.Name;
        if (functionIndex < ImportedFunctionCount)
        {
            Import import = ImportsOf(ExternKind.Function).ElementAt((int)functionIndex);
            return $"{import.ModuleName}.{import.Name}";
        }
        return $"function {functionIndex}";
    }

    /// <summary>A function as error messages show it: its index, and its name in brackets where one is known.</summary>
    internal string DescribeFunction(uint functionIndex)
    {
        string index = $"function {functionIndex}", name = NameOfFunction(functionIndex);
        return name == index ? index : $"{index} ({PrintableText.Shorten(name)})";
    }

    private IEnumerable<Import> ImportsOf(ExternKind kind) => Imports.Where(i => i.Kind == kind);
}
