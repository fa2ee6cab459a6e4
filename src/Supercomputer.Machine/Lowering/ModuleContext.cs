using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Runtime;
using Supercomputer.Wasm.Modules;
using WasmInstruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Lowering;

/// <summary>What the functions of one module share while it is lowered: labels of functions, globals, tables, references.</summary>
internal sealed class ModuleContext
{
    private readonly Dictionary<uint, Label> _functionLabels = [];
    private readonly Dictionary<uint, uint> _handles = [];
    private readonly List<uint> _handleFunctions = [];
    private readonly Dictionary<int, uint> _dynamicTargets = [];
    private readonly HashSet<uint> _mutatedTables = [];
    private readonly HashSet<uint> _growingTables = [];
    private readonly string _prefix;

    internal ModuleContext(Module module, LoweringOptions options, ProgramBuilder builder)
        : this(module, options, builder, null, new AuxiliaryLayout())
    {
    }

    /// <summary>A module whose functions are lowered into the program of another; the prefix names its cells apart.</summary>
    internal ModuleContext(Module module, LoweringOptions options, ProgramBuilder builder, RuntimeLibrary? library,
        AuxiliaryLayout auxiliary, string prefix = "")
    {
        Auxiliary = auxiliary;
        _prefix = prefix;
        Module = module;
        Options = options;
        Builder = builder;
        Imports = [.. module.Imports.Where(i => i.Kind == ExternKind.Function)];
        ImportedGlobals = [.. module.Imports.Where(i => i.Kind == ExternKind.Global)];
        Library = library ?? new RuntimeLibrary(builder, Auxiliary);
        foreach (Function function in module.Functions)
            foreach (WasmInstruction instruction in function.Body) NoteTableUse(instruction);
    }

    internal Module Module { get; }

    /// <summary>Functions from this index on stand for vector instructions: theirs are no instructions of the module.</summary>
    internal uint FirstHelper { get; init; } = uint.MaxValue;

    internal LoweringOptions Options { get; }

    internal ProgramBuilder Builder { get; }

    internal AuxiliaryLayout Auxiliary { get; }

    internal RuntimeLibrary Library { get; }

    internal Import[] Imports { get; }

    internal Import[] ImportedGlobals { get; }

    /// <summary>Functions whose code is asked for and not yet emitted.</summary>
    internal Queue<uint> Pending { get; } = new();

    internal LoweringError? Error { get; private set; }

    internal void Refuse(LoweringError error) => Error ??= error;

    internal uint InitialPages => Module.MemoryTypes.Length > 0 ? Module.MemoryTypes[0].Limits.Minimum : 0;

    internal uint MaximumPages => Module.MemoryTypes.Length == 0 ? 0
        : Math.Max(InitialPages, Math.Min(Module.MemoryTypes[0].Limits.Maximum ?? uint.MaxValue, Options.Limits.MaximumPages));

    internal Label LabelOf(uint function)
    {
        if (_functionLabels.TryGetValue(function, out Label label)) return label;
        _functionLabels.Add(function, label = Builder.NewLabel());
        Pending.Enqueue(function);
        return label;
    }

    // ---- globals -------------------------------------------------------------------------------------------------

    internal uint GlobalAddress(uint global)
    {
        bool isNew = !Auxiliary.IsUsed($"{_prefix}global {global}");
        uint address = Auxiliary.Region($"{_prefix}global {global}", RegisterLayout.IsWide(Module.GlobalTypes[global].ValueType) ? 2u : 1u);
        if (isNew) SetWords(address, InitialValue(global));
        return address;
    }

    private void SetWords(uint address, ulong value)
    {
        if ((uint)value != 0) Auxiliary.Set(address, (uint)value);
        if (value >> 32 != 0) Auxiliary.Set(address + 1, (uint)(value >> 32));
    }

    internal ulong InitialValue(uint global)
    {
        if (global >= ImportedGlobals.Length)
            return Constant(Module.Globals[global - ImportedGlobals.Length].Initializer);
        Import import = ImportedGlobals[global];
        string name = $"{import.ModuleName}.{import.Name}";
        if (Options.ImportedGlobals.TryGetValue(name, out ulong value)) return value;
        Refuse(new LoweringError("imports", name, -1, "an imported global", "no host module offers globals"));
        return 0;
    }

    /// <summary>The value of a constant expression; references are handles.</summary>
    internal ulong Constant(WasmInstruction[] expression) => expression[0].Opcode switch
    {
        Opcode.GlobalGet => InitialValue(expression[0].Index),
        Opcode.RefFunc => HandleOf(expression[0].Index),
        Opcode.RefNull => 0,
        _ => expression[0].Constant,
    };

    // ---- references and tables -------------------------------------------------------------------------------------

    /// <summary>The 32-bit word that stands for a reference to a function: 0 is null.</summary>
    internal uint HandleOf(uint function)
    {
        if (_handles.TryGetValue(function, out uint handle)) return handle;
        _handles.Add(function, handle = (uint)_handles.Count + 1);
        _handleFunctions.Add(function);
        foreach ((int type, uint address) in _dynamicTargets) SetTarget(address + handle, handle, Module.Types[type]);
        return handle;
    }

    /// <summary>The most entries that a table can have; its region has as many words, and one before them for the size.</summary>
    internal uint TableCapacity(uint table)
    {
        Limits limits = Module.TableTypes[table].Limits;
        if (!_growingTables.Contains(table)) return limits.Minimum;
        return Math.Max(limits.Minimum, Math.Min(limits.Maximum ?? uint.MaxValue, Options.Limits.MaximumTableSize));
    }

    internal bool IsGrowing(uint table) => _growingTables.Contains(table);

    internal bool IsStatic(uint table) => !_mutatedTables.Contains(table);

    /// <summary>The address of a table's size; its entries follow.</summary>
    internal uint TableAddress(uint table)
    {
        bool isNew = !Auxiliary.IsUsed($"{_prefix}table {table}");
        uint address = Auxiliary.Region($"{_prefix}table {table}", 1 + Math.Min(TableCapacity(table), AuxiliaryLayout.MaximumSize));
        if (!isNew || Auxiliary.IsFull) return address;
        uint[] handles = InitialTable(table);
        if (handles.Length > 0) Auxiliary.Set(address, (uint)handles.Length);
        for (uint i = 0; i < handles.Length; i++)
            if (handles[i] != 0) Auxiliary.Set(address + 1 + i, handles[i]);
        return address;
    }

    /// <summary>The handles of a table after instantiation.</summary>
    internal uint[] InitialTable(uint table)
    {
        uint[] handles = new uint[Module.TableTypes[table].Limits.Minimum];
        foreach (ElementSegment segment in Module.Elements)
        {
            if (segment.Mode != SegmentMode.Active) continue;
            uint offset = (uint)Constant(segment.Offset);
            TableType target = Module.TableTypes[segment.TableIndex];
            if ((ulong)offset + (ulong)segment.Items.Length > target.Limits.Minimum) break;
            if (segment.TableIndex != table) continue;
            for (int i = 0; i < segment.Items.Length; i++) handles[offset + i] = (uint)Constant(segment.Items[i]);
        }
        return handles;
    }

    /// <summary>For a table that never changes: for each entry, where a call of it as a type continues (a halt where it traps).</summary>
    internal uint StaticTargets(uint table, FunctionType type)
    {
        int typeIndex = CanonicalType(type);
        string name = $"{_prefix}table {table} as type {typeIndex}";
        bool isNew = !Auxiliary.IsUsed(name);
        uint address = Auxiliary.Region(name, Module.TableTypes[table].Limits.Minimum);
        uint[] handles = isNew && !Auxiliary.IsFull ? InitialTable(table) : [];
        for (uint i = 0; i < handles.Length; i++) SetTarget(address + i, handles[i], type);
        return address;
    }

    /// <summary>For every handle, where a call of it as a type continues.</summary>
    internal uint DynamicTargets(FunctionType type)
    {
        int typeIndex = CanonicalType(type);
        if (_dynamicTargets.TryGetValue(typeIndex, out uint address)) return address;
        address = Auxiliary.Region($"{_prefix}handles as type {typeIndex}", 1 + (uint)Module.FunctionTypeIndices.Length);
        foreach (ElementSegment segment in Module.Elements)
            foreach (WasmInstruction[] item in segment.Items) Constant(item);
        _dynamicTargets.Add(typeIndex, address);
        if (Auxiliary.IsFull) return address;
        for (uint handle = 0; handle <= _handleFunctions.Count; handle++) SetTarget(address + handle, handle, type);
        return address;
    }

    private void SetTarget(uint address, uint handle, FunctionType type)
    {
        Label target = Label.Of(Outcome.UninitializedElement);
        if (handle != 0)
        {
            uint function = _handleFunctions[(int)handle - 1];
            target = Module.FunctionTypeOf(function).Equals(type) ? LabelOf(function)
                : Label.Of(Outcome.IndirectCallTypeMismatch);
        }
        Auxiliary.Set(address, () => (uint)Builder.AddressOf(target));
    }

    private int CanonicalType(FunctionType type) => Array.FindIndex(Module.Types, type.Equals);

    private void NoteTableUse(WasmInstruction instruction)
    {
        if (instruction.Opcode is Opcode.TableSet or Opcode.TableGrow or Opcode.TableFill or Opcode.TableCopy)
            _mutatedTables.Add(instruction.Index);
        if (instruction.Opcode == Opcode.TableInit) _mutatedTables.Add(instruction.SecondIndex);
        if (instruction.Opcode == Opcode.TableGrow) _growingTables.Add(instruction.Index);
    }

    // ---- passive segments --------------------------------------------------------------------------------------------

    /// <summary>The address of a data segment: its length in bytes (0 once dropped), then its words.</summary>
    internal uint DataAddress(uint segment)
    {
        DataSegment data = Module.Data[segment];
        bool isNew = !Auxiliary.IsUsed($"{_prefix}data {segment}");
        uint address = Auxiliary.Region($"{_prefix}data {segment}", 1 + (uint)(data.Bytes.Length + 3) / 4);
        if (!isNew || data.Mode != SegmentMode.Passive || Auxiliary.IsFull) return address;
        uint[] entries = ProgramInputs.Entries(data.Bytes.Span);
        for (uint i = 0; i < entries.Length; i++)
            if (entries[i] != 0) Auxiliary.Set(address + i, entries[i]);
        return address;
    }

    /// <summary>The address of an element segment: its length (0 once dropped), then its handles.</summary>
    internal uint ElementAddress(uint segment)
    {
        ElementSegment elements = Module.Elements[segment];
        bool isNew = !Auxiliary.IsUsed($"{_prefix}elements {segment}");
        uint address = Auxiliary.Region($"{_prefix}elements {segment}", 1 + (uint)elements.Items.Length);
        if (!isNew || elements.Mode != SegmentMode.Passive || elements.Items.Length == 0 || Auxiliary.IsFull) return address;
        Auxiliary.Set(address, (uint)elements.Items.Length);
        for (uint i = 0; i < elements.Items.Length; i++)
        {
            uint handle = (uint)Constant(elements.Items[i]);
            if (handle != 0) Auxiliary.Set(address + 1 + i, handle);
        }
        return address;
    }
}
