using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Modules;
using Instruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Linking;

/// <summary>Merges instances that import from each other into one module with renumbered indices.</summary>
/// <remarks>
/// Instances come in the order of their instantiation, the program last; each imports from those before it, or functions from itself. What no instance offers stays
/// an import, for the host. The merged module behaves as the instances do: a name of the index spaces is one thing, whoever imports it;
/// segments are applied in the same order where it can be told apart, and what cannot be merged so is refused.
/// </remarks>
internal sealed class ModuleLinker
{
    // While imports are counted, an entry that an instance defines is its number with this bit.
    private const uint Defined = 1u << 31;

    private readonly LinkedInstance[] _instances;
    private readonly LinkedInstance _program;
    private readonly LinkedInstance? _wasi;
    private readonly List<Import>[] _imports = [[], [], [], []];
    private readonly Dictionary<(LinkedInstance, ExternKind), uint> _firstDefined = [];
    private LoweringError? _error;

    private ModuleLinker(Module program, IReadOnlyList<LinkedModule> links, Module? wasi)
    {
        _program = new LinkedInstance("", program);
        _wasi = wasi is null ? null : new LinkedInstance(WasiLibrary.ModuleName, wasi);
        IEnumerable<LinkedInstance> linked = links.Select(l => new LinkedInstance(l.Name, l.Validated.Module));
        _instances = _wasi is null ? [.. linked, _program] : [.. linked, _program, _wasi];
    }

    /// <summary>The merged module; the program itself where nothing is linked to it; null where the error says why it cannot be merged.</summary>
    /// <param name="program">The program.</param>
    /// <param name="links">The modules it imports from, each valid.</param>
    /// <param name="firstHelper">The first function that is of no module given here.</param>
    /// <param name="error">Why there is none.</param>
    internal static Module? Merge(Module program, IReadOnlyList<LinkedModule> links, out uint firstHelper, out LoweringError? error)
    {
        bool usesWasi = links.Select(l => l.Validated.Module).Append(program)
            .Any(m => m.Imports.Any(i => i.ModuleName == WasiLibrary.ModuleName && i.Kind == ExternKind.Function));
        firstHelper = (uint)program.FunctionTypeIndices.Length;
        error = CheckNames(links);
        if (error is not null || (links.Count == 0 && !usesWasi)) return error is null ? program : null;
        ModuleLinker linker = new(program, links, usesWasi ? WasiLibrary.Module : null);
        Module merged = linker.Run(out firstHelper);
        error = linker._error ?? MergeRules.Check(merged, linker._instances[..^(usesWasi ? 1 : 0)]);
        return error is null ? merged : null;
    }

    private static LoweringError? CheckNames(IReadOnlyList<LinkedModule> links)
    {
        foreach (LinkedModule link in links)
            if (link.Name.Length == 0 || link.Name is "wsc" or WasiLibrary.ModuleName || links.Count(l => l.Name == link.Name) > 1)
                return new LoweringError("linked modules", $"the name '{link.Name}'", -1, "a name that is taken or empty",
                    $"each linked module has a name of its own, not wsc or {WasiLibrary.ModuleName}");
        return null;
    }

    private Module Run(out uint firstHelper)
    {
        Number();
        foreach (ExternKind kind in Enum.GetValues<ExternKind>())
            foreach (LinkedInstance instance in _instances) Resolve(instance, kind);
        foreach (ExternKind kind in Enum.GetValues<ExternKind>()) ShiftPastImports(kind);
        firstHelper = (uint)(_imports[0].Count + _instances.Where(i => i != _wasi).Sum(i => i.Module.Functions.Length));
        return _error is null ? Build() : _program.Module;
    }

    private void Number()
    {
        uint types = 0, elements = 0, data = 0;
        foreach (LinkedInstance instance in _instances)
        {
            (instance.FirstType, instance.FirstElement, instance.FirstData) = (types, elements, data);
            types += (uint)instance.Module.Types.Length;
            elements += (uint)instance.Module.Elements.Length;
            data += (uint)instance.Module.Data.Length;
        }
        foreach (ExternKind kind in Enum.GetValues<ExternKind>())
        {
            uint defined = 0;
            foreach (LinkedInstance instance in _instances)
            {
                _firstDefined[(instance, kind)] = defined;
                defined += (uint)instance.DefinedCount(kind);
            }
        }
    }

    private void Resolve(LinkedInstance instance, ExternKind kind)
    {
        if (instance.Map[(int)kind] is not null) return;
        List<uint> map = [];
        instance.Map[(int)kind] = [];
        foreach (Import import in instance.ImportsOf(kind)) map.Add(Resolve(instance, import));
        for (uint i = 0; i < instance.DefinedCount(kind); i++) map.Add(Defined | (_firstDefined[(instance, kind)] + i));
        instance.Map[(int)kind] = [.. map];
    }

    private uint Resolve(LinkedInstance instance, Import import)
    {
        LinkedInstance? exporter = ExporterOf(instance, import.ModuleName);
        if (exporter is null) return HostImport(instance, import);
        Export? export = Array.Find(exporter.Module.Exports, e => e.Name == import.Name && e.Kind == import.Kind);
        bool isProgramMemory = exporter == _program && instance == _wasi;
        if (export is null && isProgramMemory) export = new Export(import.Name, ExternKind.Memory, 0);
        if (export is null)
        {
            Refuse(import, $"no {import.Kind.ToString().ToLowerInvariant()} of that name",
                $"an export of the module {import.ModuleName}: {string.Join(", ", exporter.Module.Exports.Take(20).Select(e => e.Name))}");
            return 0;
        }
        if (MergeRules.Mismatch(import, instance.Module, export, exporter.Module) is { } mismatch) Refuse(import, mismatch.Actual, mismatch.Expected);
        if (exporter == instance) return ResolveOwn(instance, import, export);
        Resolve(exporter, import.Kind);
        uint[] map = exporter.Map[(int)import.Kind];
        return export.Index < map.Length ? map[export.Index] : 0;
    }

    /// <summary>A function that a module exports and imports: one that it defines.</summary>
    private uint ResolveOwn(LinkedInstance instance, Import import, Export export)
    {
        int defined = (int)export.Index - instance.Module.ImportedFunctionCount;
        if (import.Kind == ExternKind.Function && defined >= 0) return Defined | (_firstDefined[(instance, ExternKind.Function)] + (uint)defined);
        Refuse(import, "an import of its own import", "a function that the module defines");
        return 0;
    }

    private void Refuse(Import import, string actual, string expected) =>
        _error ??= new LoweringError("imports", $"{import.ModuleName}.{import.Name}", -1, actual, expected);

    private LinkedInstance? ExporterOf(LinkedInstance importer, string name)
    {
        if (importer == _wasi) return name == WasiLibrary.ProgramName ? _program : null;
        if (name == WasiLibrary.ModuleName) return _wasi;
        return _instances.TakeWhile(i => i != importer).Append(importer).FirstOrDefault(i => i != _program && i.Name == name);
    }

    /// <summary>An import that stays; the same one of several instances is one.</summary>
    private uint HostImport(LinkedInstance instance, Import import)
    {
        Import moved = import.Kind == ExternKind.Function
            ? import with { FunctionTypeIndex = import.FunctionTypeIndex + instance.FirstType } : import;
        FunctionType? type = import.Kind == ExternKind.Function ? instance.Module.Types[import.FunctionTypeIndex] : null;
        List<Import> imports = _imports[(int)import.Kind];
        int known = import.Kind != ExternKind.Function ? imports.IndexOf(moved) : imports.FindIndex(i =>
            i.ModuleName == import.ModuleName && i.Name == import.Name && TypeAt(i.FunctionTypeIndex).Equals(type));
        if (known >= 0) return (uint)known;
        imports.Add(moved);
        return (uint)imports.Count - 1;
    }

    private FunctionType TypeAt(uint merged)
    {
        LinkedInstance owner = _instances.Last(i => i.FirstType <= merged && i.Module.Types.Length > 0);
        return owner.Module.Types[merged - owner.FirstType];
    }

    private void ShiftPastImports(ExternKind kind)
    {
        foreach (LinkedInstance instance in _instances)
            foreach (ref uint index in instance.Map[(int)kind].AsSpan())
                if ((index & Defined) != 0) index = (index & ~Defined) + (uint)_imports[(int)kind].Count;
    }

    private Module Build()
    {
        FunctionType[] types = [.. _instances.SelectMany(i => i.Module.Types), new FunctionType([], [])];
        MergedConstants constants = new(_instances);
        List<Function> functions = [.. _instances.SelectMany(i => i.Module.Functions.Select(new IndexRewriter(i).Rewrite))];
        MemoryType[] memories = [.. _instances.SelectMany(i => i.Module.Memories)];
        Dictionary<uint, string> names = Names();
        uint[] starts = [.. _instances.Where(i => i.Module.Start is not null).Select(i => i.Map[0][i.Module.Start!.Value])];
        uint? start = starts.Length == 0 ? null : starts[0];
        if (starts.Length > 1)
        {
            start = (uint)(_imports[0].Count + functions.Count);
            names[start.Value] = "start functions";
            functions.Add(StartAll(starts, (uint)types.Length - 1));
        }
        return new Module
        {
            Types = types,
            Imports = [.. _imports.SelectMany(i => i)],
            Functions = [.. functions],
            Tables = [.. _instances.SelectMany(i => i.Module.Tables)],
            Memories = memories.Length == 0 && _imports[(int)ExternKind.Memory].Count == 0 && _wasi is not null ? [new MemoryType(new Limits(0, 0))] : memories,
            Globals = [.. _instances.SelectMany(i => i.Module.Globals.Select(g => g with { Initializer = constants.Of(i, g.Initializer) }))],
            Exports = [.. _program.Module.Exports.Select(e => e with { Index = _program.Map[(int)e.Kind][e.Index] })],
            Start = start,
            Elements = [.. _instances.SelectMany(i => i.Module.Elements.Select(e => constants.Of(i, e))), DeclaredReferences()],
            Data = [.. _instances.SelectMany(i => i.Module.Data.Select(d => constants.Of(i, d)))],
            DataCount = _instances.Any(i => i.Module.DataCount is not null) ? (uint)_instances.Sum(i => i.Module.Data.Length) : null,
            FunctionNames = names,
        };
    }

    /// <summary>The functions that code refers to, which an export may have declared.</summary>
    private ElementSegment DeclaredReferences() => new()
    {
        Mode = SegmentMode.Declarative,
        Type = ValType.FuncRef,
        Items = [.. _instances.SelectMany(i => i.Module.Functions.SelectMany(f => f.Body).Where(b => b.Opcode == Opcode.RefFunc)
            .Select(b => i.Map[0][b.Index])).Distinct().Select(f => (Instruction[])[new(Opcode.RefFunc, f, 0, -1), new(Opcode.End, 0, 0, -1)])],
    };

    private static Function StartAll(uint[] starts, uint type) => new()
    {
        TypeIndex = type,
        Locals = [],
        LocalCount = 0,
        Body = [.. starts.Select(s => new Instruction(Opcode.Call, s, 0, -1)), new Instruction(Opcode.End, 0, 0, -1)],
        BranchTables = [],
        SelectTypes = [],
        ByteOffset = -1,
    };

    /// <summary>Every function by the name that its own module gives it; those of linked modules after the module's name.</summary>
    private Dictionary<uint, string> Names()
    {
        Dictionary<uint, string> names = [];
        foreach (LinkedInstance instance in _instances)
            for (uint i = (uint)instance.Module.ImportedFunctionCount; i < instance.Module.FunctionTypeIndices.Length; i++)
                names[instance.Map[0][i]] = instance == _program ? instance.Module.NameOfFunction(i)
                    : $"{instance.Name}.{instance.Module.NameOfFunction(i)}";
        return names;
    }
}
