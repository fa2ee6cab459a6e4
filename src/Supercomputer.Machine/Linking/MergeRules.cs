using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Validation;
using Instruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Linking;

/// <summary>What can be merged: types that fit, one memory, and an order of segments and start functions that one module can have.</summary>
internal static class MergeRules
{
    /// <summary>Why an export does not fit an import; null where it does.</summary>
    internal static (string Actual, string Expected)? Mismatch(Import import, Module importer, Export export, Module exporter)
    {
        switch (import.Kind)
        {
            case ExternKind.Function:
                FunctionType wanted = importer.Types[import.FunctionTypeIndex], given = exporter.FunctionTypeOf(export.Index);
                return wanted.Equals(given) ? null : ($"the type {wanted}", $"it has the type {given}");
            case ExternKind.Table:
                TableType table = exporter.TableTypes[export.Index];
                return import.Table.ElementType == table.ElementType && import.Table.Limits.Admit(table.Limits.Minimum, table.Limits.Maximum)
                    ? null : ($"the type {import.Table}", $"it has the type {table}");
            case ExternKind.Memory:
                if (export.Index >= exporter.MemoryTypes.Length) return null; // The WASI library, to a program without a memory.
                Limits memory = exporter.MemoryTypes[export.Index].Limits;
                return import.Memory.Limits.Admit(memory.Minimum, memory.Maximum)
                    ? null : ($"the type {import.Memory}", $"it has the type {exporter.MemoryTypes[export.Index]}");
            default:
                GlobalType global = exporter.GlobalTypes[export.Index];
                return import.Global == global ? null : ($"the type {import.Global}", $"it has the type {global}");
        }
    }

    /// <summary>Why a merged module does not behave as its instances would, one after the other; null where it does.</summary>
    internal static LoweringError? Check(Module merged, IReadOnlyList<LinkedInstance> instances)
    {
        if (merged.MemoryTypes.Length > 1)
            return Refused("memories", $"{merged.MemoryTypes.Length}", "one memory, which the others import");
        bool elementTraps = merged.Elements.Any(e => e.Mode == SegmentMode.Active
            && !Fits(e.Offset, e.Items.Length, merged.TableTypes[e.TableIndex].Limits.Minimum));
        bool dataTraps = merged.Data.Any(d => d.Mode == SegmentMode.Active
            && !Fits(d.Offset, d.Bytes.Length, (ulong)merged.MemoryTypes[0].Limits.Minimum << 16));
        if (elementTraps && dataTraps && instances.Count > 1)
            return Refused("segments", "an element segment and a data segment that do not fit", "segments that fit");
        LinkedInstance? early = instances.SkipLast(1).FirstOrDefault(i => i.Module.Start is not null);
        if (early is not null && (elementTraps || dataTraps || instances.SkipWhile(i => i != early).Skip(1).Any(FillsImported)))
            return Refused($"the start function of {early.Name}", "it runs before a later module fills what it imports", "no start function there");
        ValidationResult validated = Validator.Validate(merged);
        return validated.IsValid ? null : Refused("the merged module", validated.Error.ToString(), "a valid module");
    }

    private static bool FillsImported(LinkedInstance instance) =>
        instance.Module.Elements.Any(e => e.Mode == SegmentMode.Active && e.TableIndex < instance.ImportsOf(ExternKind.Table).Length)
        || instance.Module.Data.Any(d => d.Mode == SegmentMode.Active && d.MemoryIndex < instance.ImportsOf(ExternKind.Memory).Length);

    /// <summary>An offset that an import gives is none: the host offers no globals, which the lowering says.</summary>
    private static bool Fits(Instruction[] offset, int length, ulong size) =>
        offset[0].Opcode != Opcode.I32Const || offset[0].Constant + (ulong)length <= size;

    private static LoweringError Refused(string what, string actual, string expected) =>
        new("linked modules", what, -1, actual, expected);
}
