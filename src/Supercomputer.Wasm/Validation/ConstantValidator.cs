using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Validation;

/// <summary>Checks that an expression is constant and leaves one value of a type. Source: WebAssembly Core 2.0, section 3.3.10.</summary>
internal static class ConstantValidator
{
    public static void Validate(ModuleContext context, Instruction[] expression, ValType expected)
    {
        List<ValType> operands = [];
        foreach (Instruction instruction in expression)
        {
            if (instruction.Opcode == Opcode.End) break;
            if (TypeOf(context, instruction) is { } type) operands.Add(type);
            if (context.Failed) return;
        }
        if (operands.Count != 1 || operands[0] != expected)
            context.Fail(expression[0].ByteOffset, "type mismatch", $"one {expected} on the stack", $"[{string.Join(' ', operands)}]");
    }

    private static ValType? TypeOf(ModuleContext context, Instruction instruction)
    {
        int at = instruction.ByteOffset;
        switch (instruction.Opcode)
        {
            case Opcode.I32Const: return ValType.I32;
            case Opcode.I64Const: return ValType.I64;
            case Opcode.F32Const: return ValType.F32;
            case Opcode.F64Const: return ValType.F64;
            case Opcode.V128Const: return ValType.V128;
            case Opcode.RefNull: return instruction.ReferenceType;
            case Opcode.RefFunc:
                context.CheckIndex(at, "function", instruction.Index, context.Module.FunctionTypeIndices.Length);
                return ValType.FuncRef;
            case Opcode.GlobalGet:
                // Only imported globals have a value before the module's own are made.
                if (!context.CheckIndex(at, "global", instruction.Index, context.Module.ImportedGlobalCount)) return null;
                GlobalType type = context.Module.GlobalTypes[instruction.Index];
                if (type.IsMutable) context.Fail(at, "constant expression required", "an immutable global", $"global {instruction.Index}, mutable");
                return type.ValueType;
            default:
                context.Fail(at, "constant expression required", "a constant instruction", instruction.Opcode.Name());
                return null;
        }
    }
}
