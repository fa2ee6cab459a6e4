using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Wasm.Execution;

/// <summary>Makes an instance. Source: WebAssembly Core 2.0, sections 4.5.3 and 4.5.4.</summary>
internal sealed class Linker(ValidatedModule validated, Imports imports, Store store)
{
    private readonly Module _module = validated.Module;
    private readonly Instance _instance = new(validated, store);
    private readonly List<FunctionInstance> _functions = [];
    private readonly List<TableInstance> _tables = [];
    private readonly List<MemoryInstance> _memories = [];
    private readonly List<GlobalInstance> _globals = [];

    public InstantiationResult Link(ulong fuel)
    {
        foreach (Import import in _module.Imports)
            if (Resolve(import) is { } message) return new InstantiationResult(InstantiationKind.Unlinkable, null, message, null);
        if (CheckSizes() is { } excess) return new InstantiationResult(InstantiationKind.LimitExceeded, null, excess, null);
        Allocate();
        if ((FillTables() ?? FillMemories()) is { } trap)
            return new InstantiationResult(InstantiationKind.Trapped, null, trap.ToString(), new Outcome(OutcomeKind.Trapped, [], trap, 0));
        if (_module.Start is not { } start) return new InstantiationResult(InstantiationKind.Instantiated, _instance, null, null);
        Outcome outcome = store.Invoke(_instance.Functions[start], [], fuel);
        return outcome.Kind switch
        {
            OutcomeKind.Returned => new InstantiationResult(InstantiationKind.Instantiated, _instance, null, outcome),
            OutcomeKind.Trapped => new InstantiationResult(InstantiationKind.Trapped, null, outcome.Trap!.ToString(), outcome),
            _ => new InstantiationResult(InstantiationKind.OutOfFuel, null, $"start function out of fuel after {fuel} instructions", outcome),
        };
    }

    /// <summary>Takes an import in; the reason where it does not fit.</summary>
    private string? Resolve(Import import)
    {
        switch (imports.Find(import.ModuleName, import.Name))
        {
            case null:
                return $"unknown import '{import.ModuleName}.{import.Name}'";
            case FunctionInstance function when import.Kind == ExternKind.Function:
                FunctionType type = _module.Types[import.FunctionTypeIndex];
                _functions.Add(function);
                return type.Equals(function.Type) ? null : Incompatible(import, type.ToString(), function.Type.ToString());
            case TableInstance table when import.Kind == ExternKind.Table:
                _tables.Add(table);
                return import.Table.ElementType == table.ElementType && import.Table.Limits.Admit(table.Size, table.Maximum)
                    ? null
                    : Incompatible(import, $"{import.Table}", $"{table.ElementType} {table.Size}..{table.Maximum}");
            case MemoryInstance memory when import.Kind == ExternKind.Memory:
                _memories.Add(memory);
                return import.Memory.Limits.Admit(memory.Pages, memory.Maximum)
                    ? null
                    : Incompatible(import, $"{import.Memory}", $"{memory.Pages}..{memory.Maximum} pages");
            case GlobalInstance global when import.Kind == ExternKind.Global:
                _globals.Add(global);
                return import.Global == global.Type ? null : Incompatible(import, $"{import.Global}", $"{global.Type}");
            case { } other:
                return Incompatible(import, $"a {import.Kind}", $"a {other.Kind}");
        }
    }

    private static string Incompatible(Import import, string expected, string actual) =>
        $"incompatible import type for '{import.ModuleName}.{import.Name}': expected {expected}, found {actual}";

    private string? CheckSizes()
    {
        foreach (MemoryType memory in _module.Memories)
            if (!MemoryInstance.Fits(memory, store.Limits))
                return $"memory too large: expected at most {store.Limits.MemoryPages} pages, found {memory.Limits.Minimum}";
        long entries = _module.Tables.Sum(table => (long)table.Limits.Minimum);
        return entries > store.TableBudget.Left
            ? $"tables too large: expected at most {store.TableBudget.Left} entries, found {entries}"
            : null;
    }

    private void Allocate()
    {
        foreach (Function function in _module.Functions)
            _functions.Add(new FunctionInstance(_module.Types[function.TypeIndex], _instance, (uint)_functions.Count));
        foreach (TableType table in _module.Tables) _tables.Add(new TableInstance(table, store.Limits, store.TableBudget));
        foreach (MemoryType memory in _module.Memories) _memories.Add(new MemoryInstance(memory, store.Limits));
        foreach (Global global in _module.Globals) _globals.Add(Make(global));
        _instance.Functions = [.. _functions];
        _instance.Tables = [.. _tables];
        _instance.Memories = [.. _memories];
        _instance.Globals = [.. _globals];
        _instance.Elements = [.. _module.Elements.Select(e => Array.ConvertAll(e.Items, Evaluate))];
        _instance.Data = [.. _module.Data.Select(d => d.Bytes)];
        foreach (Export export in _module.Exports)
        {
            _instance.AddExport(export.Name, export.Kind switch
            {
                ExternKind.Function => _functions[(int)export.Index],
                ExternKind.Table => _tables[(int)export.Index],
                ExternKind.Memory => _memories[(int)export.Index],
                _ => _globals[(int)export.Index],
            });
        }
    }

    private GlobalInstance Make(Global global)
    {
        Instruction first = global.Initializer[0];
        ulong upper = first.Opcode switch
        {
            Opcode.V128Const => (ulong)(first.Vector >> 64),
            Opcode.GlobalGet => _globals[(int)first.Index].UpperBits,
            _ => 0,
        };
        return new GlobalInstance(global.Type, Evaluate(global.Initializer), upper);
    }

    /// <summary>The value of a constant expression, of a v128 its low half: validation left one instruction before its end.</summary>
    private ulong Evaluate(Instruction[] expression) => expression[0].Opcode switch
    {
        Opcode.RefNull => 0,
        Opcode.RefFunc => _functions[(int)expression[0].Index].ReferenceIn(store),
        Opcode.GlobalGet => _globals[(int)expression[0].Index].Bits,
        _ => expression[0].Constant,
    };

    private Trap? FillTables()
    {
        for (int i = 0; i < _module.Elements.Length; i++)
        {
            ElementSegment segment = _module.Elements[i];
            if (segment.Mode == SegmentMode.Passive) continue;
            ulong[] references = _instance.Elements[i];
            if (segment.Mode == SegmentMode.Active)
            {
                TableInstance table = _instance.Tables[segment.TableIndex];
                if (!table.TrySlice((uint)Evaluate(segment.Offset), (uint)references.Length, out Span<ulong> target))
                    return Fault(TrapKind.OutOfBoundsTableAccess, $"element segment {i}", segment.Offset);
                references.CopyTo(target);
            }
            _instance.Elements[i] = [];
        }
        return null;
    }

    private Trap? FillMemories()
    {
        for (int i = 0; i < _module.Data.Length; i++)
        {
            DataSegment segment = _module.Data[i];
            if (segment.Mode != SegmentMode.Active) continue;
            if (!_instance.Memories[0].TrySlice((uint)Evaluate(segment.Offset), (uint)segment.Bytes.Length, out Span<byte> target))
                return Fault(TrapKind.OutOfBoundsMemoryAccess, $"data segment {i}", segment.Offset);
            segment.Bytes.Span.CopyTo(target);
            _instance.Data[i] = default;
        }
        return null;
    }

    private static Trap Fault(TrapKind kind, string segment, Instruction[] offset) =>
        new(kind, Trap.MessageOf(kind), segment, offset[0].ByteOffset);
}
