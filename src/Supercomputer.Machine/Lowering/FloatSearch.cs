using Supercomputer.Wasm.Modules;
using WasmInstruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Lowering;

/// <summary>Finds code on floats or vectors, which has no lowering.</summary>
internal static class FloatSearch
{
    /// <summary>What in a function is of floats or vectors: an instruction's name or a type; null where nothing is.</summary>
    internal static string? FindIn(Module module, uint functionIndex)
    {
        Function function = module.Functions[functionIndex - module.ImportedFunctionCount];
        FunctionType type = module.Types[function.TypeIndex];
        foreach (ValType used in (ValType[])[.. type.Parameters, .. type.Results, .. function.Locals.Select(l => l.Type)])
            if (!RegisterLayout.IsSupported(used)) return used.ToString();
        foreach (WasmInstruction instruction in function.Body)
            if (IsFloat(module, function, instruction)) return instruction.ToString();
        return null;
    }

    private static bool IsFloat(Module module, Function function, WasmInstruction instruction) => instruction.Opcode switch
    {
        Opcode.Block or Opcode.Loop or Opcode.If => UsesFloats(FunctionAnalysis.TypeOf(module, instruction.BlockType)),
        Opcode.CallIndirect => UsesFloats(module.Types[instruction.Index]),
        Opcode.Call => UsesFloats(module.FunctionTypeOf(instruction.Index)),
        Opcode.GlobalGet or Opcode.GlobalSet => !RegisterLayout.IsSupported(module.GlobalTypes[instruction.Index].ValueType),
        Opcode.SelectTyped => !function.SelectTypes[instruction.Index].All(RegisterLayout.IsSupported),
        Opcode.F32Load or Opcode.F64Load or Opcode.F32Store or Opcode.F64Store => true,
        Opcode.F32Const or Opcode.F64Const => true,
        >= Opcode.F32Eq and <= Opcode.F64Ge => true,
        >= Opcode.F32Abs and <= Opcode.F64Copysign => true,
        Opcode.I64ExtendI32S or Opcode.I64ExtendI32U => false,
        > Opcode.I32WrapI64 and <= Opcode.F64ReinterpretI64 => true,
        >= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U => true,
        >= Opcode.V128Load => true,
        _ => false,
    };

    private static bool UsesFloats(FunctionType type) =>
        !type.Parameters.All(RegisterLayout.IsSupported) || !type.Results.All(RegisterLayout.IsSupported);
}
