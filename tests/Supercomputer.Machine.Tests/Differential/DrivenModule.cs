using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>A module with functions added that call its exports with fixed arguments and sum up its state.</summary>
/// <remarks>
/// <c>$call_K</c> calls an export and returns its results as integers: floats by their bits with NaNs made one, a v128 as one i64, of a
/// reference whether it is null. <c>$hash</c> returns a word over the first 4 KiB of memory, all globals and what the tables hold.
/// <c>$run_K</c> does both. Where the module exports <c>hangLimitInitializer</c>, that is called first each time.
/// </remarks>
internal sealed class DrivenModule
{
    private const int HashedBytes = 4096, HashedEntries = 16, MostCalls = 12;
    private const byte Block = 0x02, Loop = 0x03, Void = 0x40, End = 0x0B, BrIf = 0x0D, Call = 0x10, Select = 0x1B, LocalGet = 0x20, LocalSet = 0x21,
        GlobalGet = 0x23, TableGet = 0x25, I64Load = 0x29, MemorySize = 0x3F, I32Const = 0x41, I64Const = 0x42, I32Eqz = 0x45, I32GeU = 0x4F, I32LtU = 0x49,
        I32Add = 0x6A, I64Mul = 0x7E, I64Xor = 0x85, I64Rotl = 0x89, ExtendUnsigned = 0xAD, ReinterpretF32 = 0xBC, ReinterpretF64 = 0xBD,
        RefNull = 0xD0, RefIsNull = 0xD1;

    private readonly Module _module;
    private readonly ModulePatch _patch;
    private readonly List<string> _calls = [];

    private DrivenModule(byte[] bytes, Module module)
    {
        _module = module;
        _patch = new ModulePatch(NaNCanonicalizer.Rewrite(bytes, module), module);
        uint hash = AddHash();
        uint? reset = module.Exports.FirstOrDefault(e => e.Name == "hangLimitInitializer" && e.Kind == ExternKind.Function)?.Index;
        if (reset is { } function && module.FunctionTypeOf(function) is not { Parameters.Length: 0, Results.Length: 0 }) reset = null;
        HashSet<uint> called = [];
        foreach (Export export in module.Exports)
        {
            if (export.Kind != ExternKind.Function || export.Index == reset || _calls.Count == MostCalls || !called.Add(export.Index)) continue;
            AddCall(export.Index, hash, reset);
        }
        if (module.MemoryTypes.Length > 0) _patch.AddExport("$memory", ExternKind.Memory, 0);
        Bytes = _patch.Finish();
        ValidationResult validated = Validator.Validate(ModuleDecoder.Decode(Bytes).Module
            ?? throw new InvalidOperationException($"the driven module cannot be decoded: {ModuleDecoder.Decode(Bytes).Error}"));
        Validated = validated.Module ?? throw new InvalidOperationException($"the driven module is not valid: {validated.Error}");
    }

    internal byte[] Bytes { get; }

    internal ValidatedModule Validated { get; }

    /// <summary>The names of the functions that call exports.</summary>
    internal IReadOnlyList<string> Calls => _calls;

    /// <summary>The driven form of a valid module; null where it imports what the tests do not supply.</summary>
    internal static DrivenModule? From(byte[] bytes, Module module) =>
        module.Imports.All(i => i.Kind == ExternKind.Function && LogFunctions.IsLog(i, module.Types)) ? new DrivenModule(bytes, module) : null;

    private void AddCall(uint function, uint hash, uint? reset)
    {
        FunctionType type = _module.FunctionTypeOf(function);
        WasmBuffer code = new();
        if (reset is { } initializer) Op(code, Call, initializer);
        for (int i = 0; i < type.Parameters.Length; i++) Argument(code, type.Parameters[i], (uint)(function * 5 + i));
        Op(code, Call, function);
        for (int i = type.Results.Length - 1; i >= 0; i--) Op(code, LocalSet, (uint)i);
        List<ValType> results = [];
        for (uint i = 0; i < type.Results.Length; i++) Flatten(code, type.Results[i], LocalGet, i, results);
        uint call = _patch.AddFunction([.. results], type.Results, code);
        string name = $"$call_{_calls.Count}";
        _patch.AddExport(name, ExternKind.Function, call);
        WasmBuffer run = new();
        Op(run, Call, call);
        Op(run, Call, hash);
        // The zeros at the end: types that differ only in a v128 and two i64 are not lowered, so none like the module's own may be added.
        run.Bytes([I32Const, 0, I32Const, 0, I32Const, 0]);
        _patch.AddExport($"$run_{_calls.Count}", ExternKind.Function,
            _patch.AddFunction([.. results, ValType.I64, ValType.I32, ValType.I32, ValType.I32], [], run));
        _calls.Add(name);
    }

    private static void Argument(WasmBuffer code, ValType type, uint salt)
    {
        long[] values = [0, -1, 1, int.MinValue, 7, 0x7F, 0x12345678, long.MinValue, 0x3FF, -100, 65535];
        long value = values[salt % values.Length];
        switch (type)
        {
            case ValType.I32: code.Byte(I32Const); code.Signed((int)value); break;
            case ValType.I64: code.Byte(I64Const); code.Signed(value); break;
            case ValType.F32: code.Byte(0x43); code.Fixed32(BitConverter.SingleToUInt32Bits(value * 0.75f)); break;
            case ValType.F64: code.Byte(0x44); code.Fixed64(BitConverter.DoubleToUInt64Bits(value * -1.25)); break;
            case ValType.V128:
                code.Byte(0xFD);
                code.Unsigned(12);
                code.Fixed64((ulong)value);
                code.Fixed64(salt * 0x9E3779B97F4A7C15);
                break;
            default: code.Byte(RefNull); code.Byte((byte)type); break;
        }
    }

    /// <summary>Pushes a value as integers.</summary>
    private static void Flatten(WasmBuffer code, ValType type, byte get, uint index, List<ValType> results)
    {
        Op(code, get, index);
        switch (type)
        {
            case ValType.F32: Canonical(code, get, index, ReinterpretF32, 0x5B, () => { code.Byte(I32Const); code.Signed(0x7FC00000); }); break;
            case ValType.F64: Canonical(code, get, index, ReinterpretF64, 0x61, () => { code.Byte(I64Const); code.Signed(0x7FF8000000000000); }); break;
            case ValType.V128:
                Lane(code, 0);
                Op(code, get, index);
                Lane(code, 1);
                code.Bytes([I64Const, 23, I64Rotl, I64Xor]);
                break;
            case ValType.FuncRef or ValType.ExternRef: code.Byte(RefIsNull); break;
        }
        results.Add(type switch { ValType.I64 or ValType.F64 or ValType.V128 => ValType.I64, _ => ValType.I32 });
    }

    private static void Canonical(WasmBuffer code, byte get, uint index, byte reinterpret, byte equal, Action nan)
    {
        code.Byte(reinterpret);
        nan();
        Op(code, get, index);
        Op(code, get, index);
        code.Byte(equal);
        code.Byte(Select);
    }

    private static void Lane(WasmBuffer code, byte lane)
    {
        code.Byte(0xFD);
        code.Unsigned(29);
        code.Byte(lane);
    }

    private static void Op(WasmBuffer code, byte opcode, uint index)
    {
        code.Byte(opcode);
        code.Unsigned(index);
    }

    /// <summary>The function that sums up the state; local 0 is the sum, local 1 the position.</summary>
    private uint AddHash()
    {
        WasmBuffer code = new();
        if (_module.MemoryTypes.Length > 0) HashMemory(code);
        for (uint i = 0; i < _module.GlobalTypes.Length; i++)
        {
            List<ValType> pieces = [];
            Flatten(code, _module.GlobalTypes[i].ValueType, GlobalGet, i, pieces);
            foreach (ValType piece in pieces.AsEnumerable().Reverse())
            {
                if (piece == ValType.I32) code.Byte(ExtendUnsigned);
                Mix(code);
            }
        }
        for (uint i = 0; i < _module.TableTypes.Length; i++) HashTable(code, i);
        Op(code, LocalGet, 0);
        uint hash = _patch.AddFunction([ValType.I64], [ValType.I64, ValType.I32], code);
        _patch.AddExport("$hash", ExternKind.Function, hash);
        return hash;
    }

    private static void HashMemory(WasmBuffer code)
    {
        code.Bytes([Block, Void, MemorySize, 0, I32Eqz, BrIf, 0, Loop, Void]);
        Op(code, LocalGet, 1);
        code.Bytes([I64Load, 3, 0]);
        Mix(code);
        Step(code, 8);
        Op(code, LocalGet, 1);
        code.Byte(I32Const);
        code.Signed(HashedBytes);
        code.Bytes([I32LtU, BrIf, 0, End, End]);
    }

    private static void HashTable(WasmBuffer code, uint table)
    {
        TableSize(code, table);
        code.Byte(ExtendUnsigned);
        Mix(code);
        code.Bytes([I32Const, 0]);
        Op(code, LocalSet, 1);
        code.Bytes([Block, Void, Loop, Void]);
        Op(code, LocalGet, 1);
        TableSize(code, table);
        code.Bytes([I32GeU, BrIf, 1]);
        Op(code, LocalGet, 1);
        Op(code, TableGet, table);
        code.Bytes([RefIsNull, ExtendUnsigned]);
        Mix(code);
        Step(code, 1);
        Op(code, LocalGet, 1);
        code.Bytes([I32Const, HashedEntries, I32LtU, BrIf, 0, End, End]);
    }

    private static void TableSize(WasmBuffer code, uint table)
    {
        code.Byte(0xFC);
        code.Unsigned(16);
        code.Unsigned(table);
    }

    private static void Step(WasmBuffer code, byte step)
    {
        Op(code, LocalGet, 1);
        code.Bytes([I32Const, step, I32Add]);
        Op(code, LocalSet, 1);
    }

    /// <summary>Mixes the i64 on the stack into the sum.</summary>
    private static void Mix(WasmBuffer code)
    {
        Op(code, LocalGet, 0);
        code.Bytes([I64Const, 23, I64Rotl, I64Xor, I64Const]);
        code.Signed(unchecked((long)0x9E3779B97F4A7C15));
        code.Byte(I64Mul);
        Op(code, LocalSet, 0);
    }
}
