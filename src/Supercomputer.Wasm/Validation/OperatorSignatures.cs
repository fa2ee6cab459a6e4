using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Validation;

/// <summary>The operand and result types of the instructions whose type depends on the opcode alone.</summary>
/// <remarks>Source: WebAssembly Core 2.0, sections 3.3.1, 3.3.3 and 3.3.7.</remarks>
internal static class OperatorSignatures
{
    private static readonly Signature?[] s_signatures = Build();

    /// <summary>The operands and the result; <see cref="AccessSizeLog"/> for loads and stores.</summary>
    public sealed record Signature(ValType[] Operands, ValType? Result, uint? AccessSizeLog = null);

    public static Signature? Of(Opcode opcode) => opcode switch
    {
        < (Opcode)0x100 => s_signatures[(int)opcode],
        >= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U => s_signatures[0x100 + (int)opcode - (int)Opcode.I32TruncSatF32S],
        >= Opcode.V128Load => s_signatures[0x108 + ((int)opcode & 0xFF)],
        _ => null,
    };

    private static Signature?[] Build()
    {
        Signature?[] table = new Signature?[0x208];
        const ValType i32 = ValType.I32, i64 = ValType.I64, f32 = ValType.F32, f64 = ValType.F64;
        Set(table, Opcode.I32Const, Opcode.I32Const, i32);
        Set(table, Opcode.I64Const, Opcode.I64Const, i64);
        Set(table, Opcode.F32Const, Opcode.F32Const, f32);
        Set(table, Opcode.F64Const, Opcode.F64Const, f64);
        Set(table, Opcode.I32Eqz, Opcode.I32Eqz, i32, i32);
        Set(table, Opcode.I32Eq, Opcode.I32GeU, i32, i32, i32);
        Set(table, Opcode.I64Eqz, Opcode.I64Eqz, i32, i64);
        Set(table, Opcode.I64Eq, Opcode.I64GeU, i32, i64, i64);
        Set(table, Opcode.F32Eq, Opcode.F32Ge, i32, f32, f32);
        Set(table, Opcode.F64Eq, Opcode.F64Ge, i32, f64, f64);
        Set(table, Opcode.I32Clz, Opcode.I32Popcnt, i32, i32);
        Set(table, Opcode.I32Add, Opcode.I32Rotr, i32, i32, i32);
        Set(table, Opcode.I64Clz, Opcode.I64Popcnt, i64, i64);
        Set(table, Opcode.I64Add, Opcode.I64Rotr, i64, i64, i64);
        Set(table, Opcode.F32Abs, Opcode.F32Sqrt, f32, f32);
        Set(table, Opcode.F32Add, Opcode.F32Copysign, f32, f32, f32);
        Set(table, Opcode.F64Abs, Opcode.F64Sqrt, f64, f64);
        Set(table, Opcode.F64Add, Opcode.F64Copysign, f64, f64, f64);
        SetConversions(table);
        SetMemory(table);
        foreach (VectorInstruction vector in VectorInstructions.All)
            table[0x108 + ((int)vector.Opcode & 0xFF)] = new Signature(vector.OperandTypes, vector.Result, vector.AccessesMemory ? (uint)vector.AccessSizeLog : null);
        return table;
    }

    private static void SetConversions(Signature?[] table)
    {
        const ValType i32 = ValType.I32, i64 = ValType.I64, f32 = ValType.F32, f64 = ValType.F64;
        Set(table, Opcode.I32WrapI64, Opcode.I32WrapI64, i32, i64);
        Set(table, Opcode.I32TruncF32S, Opcode.I32TruncF32U, i32, f32);
        Set(table, Opcode.I32TruncF64S, Opcode.I32TruncF64U, i32, f64);
        Set(table, Opcode.I64ExtendI32S, Opcode.I64ExtendI32U, i64, i32);
        Set(table, Opcode.I64TruncF32S, Opcode.I64TruncF32U, i64, f32);
        Set(table, Opcode.I64TruncF64S, Opcode.I64TruncF64U, i64, f64);
        Set(table, Opcode.F32ConvertI32S, Opcode.F32ConvertI32U, f32, i32);
        Set(table, Opcode.F32ConvertI64S, Opcode.F32ConvertI64U, f32, i64);
        Set(table, Opcode.F32DemoteF64, Opcode.F32DemoteF64, f32, f64);
        Set(table, Opcode.F64ConvertI32S, Opcode.F64ConvertI32U, f64, i32);
        Set(table, Opcode.F64ConvertI64S, Opcode.F64ConvertI64U, f64, i64);
        Set(table, Opcode.F64PromoteF32, Opcode.F64PromoteF32, f64, f32);
        Set(table, Opcode.I32ReinterpretF32, Opcode.I32ReinterpretF32, i32, f32);
        Set(table, Opcode.I64ReinterpretF64, Opcode.I64ReinterpretF64, i64, f64);
        Set(table, Opcode.F32ReinterpretI32, Opcode.F32ReinterpretI32, f32, i32);
        Set(table, Opcode.F64ReinterpretI64, Opcode.F64ReinterpretI64, f64, i64);
        Set(table, Opcode.I32Extend8S, Opcode.I32Extend16S, i32, i32);
        Set(table, Opcode.I64Extend8S, Opcode.I64Extend32S, i64, i64);
        ReadOnlySpan<(ValType Result, ValType Operand)> saturating = [(i32, f32), (i32, f64), (i64, f32), (i64, f64)];
        for (int i = 0; i < 8; i++) table[0x100 + i] = new Signature([saturating[i / 2].Operand], saturating[i / 2].Result);
    }

    private static void SetMemory(Signature?[] table)
    {
        ReadOnlySpan<ValType> loads = [ValType.I32, ValType.I64, ValType.F32, ValType.F64, ValType.I32, ValType.I32, ValType.I32,
            ValType.I32, ValType.I64, ValType.I64, ValType.I64, ValType.I64, ValType.I64, ValType.I64];
        ReadOnlySpan<uint> loadSizes = [2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2];
        for (int i = 0; i < loads.Length; i++)
            table[(int)Opcode.I32Load + i] = new Signature([ValType.I32], loads[i], loadSizes[i]);
        ReadOnlySpan<ValType> stores = [ValType.I32, ValType.I64, ValType.F32, ValType.F64, ValType.I32, ValType.I32, ValType.I64,
            ValType.I64, ValType.I64];
        ReadOnlySpan<uint> storeSizes = [2, 3, 2, 3, 0, 1, 0, 1, 2];
        for (int i = 0; i < stores.Length; i++)
            table[(int)Opcode.I32Store + i] = new Signature([ValType.I32, stores[i]], null, storeSizes[i]);
    }

    private static void Set(Signature?[] table, Opcode first, Opcode last, ValType result, params ReadOnlySpan<ValType> operands)
    {
        Signature signature = new(operands.ToArray(), result);
        for (Opcode opcode = first; opcode <= last; opcode++) table[(int)opcode] = signature;
    }
}
