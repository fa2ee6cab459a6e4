using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Validation;

/// <summary>Decides whether a decoded module is valid.</summary>
/// <remarks>Errors: never throws on a decoded module. Source: WebAssembly Core 2.0, chapter 3 and appendix A.3.</remarks>
public static class Validator
{
    /// <summary>Validates a module; the observer, where given, sees each instruction of each function.</summary>
    public static ValidationResult Validate(Module module, IValidationObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ModuleContext context = new(module);
        CheckTypesAndLimits(context);
        if (!context.Failed) CheckGlobals(context);
        if (!context.Failed) CheckSegments(context);
        if (!context.Failed) CheckExportsAndStart(context);
        int[] heights = new int[module.Functions.Length];
        if (!context.Failed)
        {
            FunctionValidator validator = new(context, observer);
            for (int i = 0; i < heights.Length && !context.Failed; i++)
            {
                context.Function = (uint)(module.ImportedFunctionCount + i);
                heights[i] = validator.Validate(context.Function.Value, module.Functions[i]);
            }
            context.Function = null;
        }
        return context.Error is { } error
            ? new ValidationResult(null, error)
            : new ValidationResult(new ValidatedModule(module, context, heights), null);
    }

    private static void CheckTypesAndLimits(ModuleContext context)
    {
        Module module = context.Module;
        foreach (Import import in module.Imports)
            if (import.Kind == ExternKind.Function) context.TryType(0, import.FunctionTypeIndex, out _);
        foreach (Function function in module.Functions) context.TryType(function.ByteOffset, function.TypeIndex, out _);
        foreach (TableType table in module.TableTypes) CheckLimits(context, table.Limits);
        foreach (MemoryType memory in module.MemoryTypes)
        {
            CheckLimits(context, memory.Limits);
            uint largest = Math.Max(memory.Limits.Minimum, memory.Limits.Maximum ?? 0);
            if (largest > MemoryType.MaximumPages)
                context.Fail(0, "memory size must be at most 65536 pages (4GiB)", $"at most {MemoryType.MaximumPages} pages", $"{largest}");
        }
        if (module.MemoryTypes.Length > 1) context.Fail(0, "multiple memories", "at most one memory", $"{module.MemoryTypes.Length}");
    }

    private static void CheckLimits(ModuleContext context, Limits limits)
    {
        if (limits.Maximum is { } maximum && maximum < limits.Minimum)
            context.Fail(0, "size minimum must not be greater than maximum", $"a maximum of {limits.Minimum} or more", $"{maximum}");
    }

    private static void CheckGlobals(ModuleContext context)
    {
        foreach (Global global in context.Module.Globals)
        {
            Declare(context, global.Initializer);
            ConstantValidator.Validate(context, global.Initializer, global.Type.ValueType);
        }
    }

    private static void CheckSegments(ModuleContext context)
    {
        foreach (ElementSegment segment in context.Module.Elements)
        {
            if (segment.Mode == SegmentMode.Active)
            {
                int at = segment.Offset[0].ByteOffset;
                if (context.TryTable(at, segment.TableIndex, out TableType table) && table.ElementType != segment.Type)
                    context.Fail(at, "type mismatch", $"{table.ElementType} for table {segment.TableIndex}", $"{segment.Type}");
                ConstantValidator.Validate(context, segment.Offset, ValType.I32);
            }
            foreach (Instruction[] item in segment.Items)
            {
                Declare(context, item);
                ConstantValidator.Validate(context, item, segment.Type);
            }
        }
        foreach (DataSegment segment in context.Module.Data)
        {
            if (segment.Mode != SegmentMode.Active) continue;
            context.CheckMemory(segment.Offset[0].ByteOffset, segment.MemoryIndex);
            ConstantValidator.Validate(context, segment.Offset, ValType.I32);
        }
    }

    private static void Declare(ModuleContext context, Instruction[] expression)
    {
        foreach (Instruction instruction in expression)
            if (instruction.Opcode == Opcode.RefFunc) context.DeclaredFunctions.Add(instruction.Index);
    }

    private static void CheckExportsAndStart(ModuleContext context)
    {
        Module module = context.Module;
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Export export in module.Exports)
        {
            int count = export.Kind switch
            {
                ExternKind.Function => module.FunctionTypeIndices.Length,
                ExternKind.Table => module.TableTypes.Length,
                ExternKind.Memory => module.MemoryTypes.Length,
                _ => module.GlobalTypes.Length,
            };
            context.CheckIndex(0, export.Kind.ToString().ToLowerInvariant(), export.Index, count);
            if (export.Kind == ExternKind.Function) context.DeclaredFunctions.Add(export.Index);
            if (!names.Add(export.Name)) context.Fail(0, "duplicate export name", "each name once", $"'{export.Name}' twice");
        }
        if (module.Start is { } start && context.TryFunctionType(0, start, out FunctionType? type)
            && (type.Parameters.Length > 0 || type.Results.Length > 0))
            context.Fail(0, "start function", "[] -> []", type.ToString());
    }
}
