using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>Valid modules made at random from a seed: references, several tables, bulk instructions, globals, multiple values.</summary>
/// <remarks>
/// NaNs are made one value after every instruction that may give one, since their bits are the engine's choice. Function entries and loops
/// count a global down and trap at zero; the export <c>hangLimitInitializer</c> sets it back.
/// </remarks>
internal sealed class ModuleGenerator
{
    internal static readonly ValType[] Types = [ValType.I32, ValType.I64, ValType.F32, ValType.F64, ValType.FuncRef, ValType.ExternRef];
    private static readonly ValType[] s_logged = [ValType.I32, ValType.I64, ValType.F32, ValType.F64];
    private const int Turns = 60;

    private readonly Random _random;

    private ModuleGenerator(int seed) => _random = new Random(seed);

    internal List<FunctionType> FunctionTypes { get; } = [];

    /// <summary>The type index of every function, imports first.</summary>
    internal List<uint> Functions { get; } = [];

    internal List<TableType> Tables { get; } = [];

    internal List<GlobalType> Globals { get; } = [];

    /// <summary>The type of each element segment.</summary>
    internal List<ValType> Elements { get; } = [];

    internal int DataSegments { get; private set; }

    internal bool HasMemory { get; private set; }

    internal const int Imported = 4;

    /// <summary>The global that counts down.</summary>
    internal uint Counter => (uint)Globals.Count;

    /// <summary>Functions that code may refer to: they stand in an element segment or are exported.</summary>
    internal uint AnyFunction() => (uint)(Imported + _random.Next(Functions.Count - Imported));

    /// <summary>The bytes of a module; the same seed gives the same bytes.</summary>
    internal static byte[] Generate(int seed) => new ModuleGenerator(seed).Generate();

    private byte[] Generate()
    {
        PlanTypes();
        HasMemory = !Chance(10);
        DataSegments = HasMemory ? _random.Next(4) : 0;
        for (int i = _random.Next(1, 4); i > 0; i--)
        {
            uint minimum = (uint)_random.Next(0, 12);
            Tables.Add(new TableType(Chance(70) ? ValType.FuncRef : ValType.ExternRef,
                new Limits(minimum, Chance(80) ? minimum + (uint)_random.Next(20) : null)));
        }
        for (int i = _random.Next(3, 9); i > 0; i--) Globals.Add(new GlobalType(Pick(Types), Chance(70)));
        for (int i = _random.Next(1, 5); i > 0; i--) Elements.Add(Chance(70) ? ValType.FuncRef : ValType.ExternRef);
        WasmBuffer module = new();
        module.Bytes("\0asm\u0001\0\0\0"u8);
        Section(module, 1, FunctionTypes.Count, WriteTypes);
        Section(module, 2, Imported, WriteImports);
        Section(module, 3, Functions.Count - Imported, s => { foreach (uint type in Functions.Skip(Imported)) s.Unsigned(type); });
        Section(module, 4, Tables.Count, s => { foreach (TableType table in Tables) WriteTable(s, table); });
        if (HasMemory) Section(module, 5, 1, s => WriteLimits(s, new Limits(1, (uint)_random.Next(1, 4))));
        Section(module, 6, Globals.Count + 1, WriteGlobals);
        Section(module, 7, Functions.Count - Imported, WriteExports);
        uint start = (uint)Functions.FindLastIndex(f => FunctionTypes[(int)f] is { Parameters.Length: 0, Results.Length: 0 });
        if (Chance(20)) Raw(module, 8, s => s.Unsigned(start));
        Section(module, 9, Elements.Count, s => { foreach (ValType type in Elements) WriteElements(s, type); });
        if (DataSegments > 0) Raw(module, 12, s => s.Unsigned((uint)DataSegments));
        Section(module, 10, Functions.Count - Imported, WriteCode);
        if (DataSegments > 0) Section(module, 11, DataSegments, s => { for (int i = 0; i < DataSegments; i++) WriteData(s); });
        return module.Written.ToArray();
    }

    internal bool Chance(int percent) => _random.Next(100) < percent;

    internal int Next(int limit) => _random.Next(limit);

    internal T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private void PlanTypes()
    {
        foreach (ValType type in s_logged)
        {
            Functions.Add((uint)FunctionTypes.Count);
            FunctionTypes.Add(new FunctionType([type], []));
        }
        FunctionTypes.Add(new FunctionType([], []));
        for (int i = _random.Next(3, 8); i > 0; i--) FunctionTypes.Add(new FunctionType(SomeTypes(), SomeTypes()));
        Functions.Add((uint)Imported);
        for (int i = _random.Next(2, 7); i > 0; i--) Functions.Add((uint)_random.Next(FunctionTypes.Count));
    }

    private ValType[] SomeTypes()
    {
        ValType[] types = new ValType[_random.Next(4)];
        for (int i = 0; i < types.Length; i++) types[i] = Pick(Types);
        return types;
    }

    // ---- sections ----------------------------------------------------------------------------------------------------

    private static void Raw(WasmBuffer module, byte id, Action<WasmBuffer> write)
    {
        WasmBuffer section = new();
        write(section);
        module.Byte(id);
        module.Vector(section.Written);
    }

    private static void Section(WasmBuffer module, byte id, int count, Action<WasmBuffer> write) => Raw(module, id, section =>
    {
        section.Unsigned((uint)count);
        write(section);
    });

    private void WriteTypes(WasmBuffer section)
    {
        foreach (FunctionType type in FunctionTypes)
        {
            section.Byte(0x60);
            section.Vector([.. type.Parameters.Select(t => (byte)t)]);
            section.Vector([.. type.Results.Select(t => (byte)t)]);
        }
    }

    private static void WriteImports(WasmBuffer section)
    {
        for (int i = 0; i < s_logged.Length; i++)
        {
            section.Name(LogFunctions.ModuleName);
            section.Name($"log-{s_logged[i].ToString().ToLowerInvariant()}");
            section.Byte(0);
            section.Unsigned((uint)i);
        }
    }

    private static void WriteTable(WasmBuffer section, TableType table)
    {
        section.Byte((byte)table.ElementType);
        WriteLimits(section, table.Limits);
    }

    private static void WriteLimits(WasmBuffer section, Limits limits)
    {
        section.Byte(limits.Maximum is null ? (byte)0 : (byte)1);
        section.Unsigned(limits.Minimum);
        if (limits.Maximum is { } maximum) section.Unsigned(maximum);
    }

    private void WriteGlobals(WasmBuffer section)
    {
        foreach (GlobalType type in Globals)
        {
            section.Byte((byte)type.ValueType);
            section.Byte(type.IsMutable ? (byte)1 : (byte)0);
            WriteConstant(section, type.ValueType);
            section.Byte(0x0B);
        }
        section.Bytes([(byte)ValType.I32, 1, 0x41]);
        section.Signed(Turns);
        section.Byte(0x0B);
    }

    private void WriteExports(WasmBuffer section)
    {
        for (int i = Imported; i < Functions.Count; i++)
        {
            section.Name(i == Imported ? "hangLimitInitializer" : $"f{i}");
            section.Byte(0);
            section.Unsigned((uint)i);
        }
    }

    private void WriteElements(WasmBuffer section, ValType type)
    {
        int mode = _random.Next(3);
        uint table = (uint)Tables.FindIndex(t => t.ElementType == type);
        if (mode == 1 && table == uint.MaxValue) mode = 0;
        bool isExpressions = type == ValType.ExternRef || Chance(50);
        bool isShort = mode == 1 && table == 0 && type == ValType.FuncRef;
        section.Unsigned((uint)((mode == 0 ? 1 : mode == 1 ? isShort ? 0 : 2 : 3) + (isExpressions ? 4 : 0)));
        if (mode == 1 && !isShort) section.Unsigned(table);
        if (mode == 1)
        {
            section.Byte(0x41);
            section.Signed(_random.Next(Chance(95) ? 3 : 20));
            section.Byte(0x0B);
        }
        if (!isShort) section.Byte(isExpressions ? (byte)type : (byte)0);
        int count = _random.Next(6);
        section.Unsigned((uint)count);
        for (int i = 0; i < count; i++)
        {
            if (!isExpressions) section.Unsigned(AnyFunction());
            else WriteConstant(section, type);
            if (isExpressions) section.Byte(0x0B);
        }
    }

    private void WriteData(WasmBuffer section)
    {
        bool isPassive = Chance(50);
        section.Byte(isPassive ? (byte)1 : (byte)0);
        if (!isPassive)
        {
            section.Byte(0x41);
            section.Signed(Chance(95) ? _random.Next(1024) : 65530);
            section.Byte(0x0B);
        }
        byte[] bytes = new byte[_random.Next(40)];
        _random.NextBytes(bytes);
        section.Vector(bytes);
    }

    /// <summary>An instruction that gives a constant of a type.</summary>
    internal void WriteConstant(WasmBuffer code, ValType type)
    {
        long[] few = [0, 1, -1, 2, 31, 32, 63, 255, 0x7FFFFFFF, -0x80000000L, long.MinValue, long.MaxValue, 0x3F800000, 0x7F800000];
        long value = Chance(60) ? Pick(few) : _random.NextInt64() >> _random.Next(64);
        switch (type)
        {
            case ValType.I32: code.Byte(0x41); code.Signed((int)value); break;
            case ValType.I64: code.Byte(0x42); code.Signed(value); break;
            case ValType.F32:
                code.Byte(0x43);
                uint single = Chance(50) ? BitConverter.SingleToUInt32Bits(value) : (uint)value;
                code.Fixed32(float.IsNaN(BitConverter.UInt32BitsToSingle(single)) ? 0x7FC00000 : single);
                break;
            case ValType.F64:
                code.Byte(0x44);
                ulong number = Chance(50) ? BitConverter.DoubleToUInt64Bits(value) : (ulong)value;
                code.Fixed64(double.IsNaN(BitConverter.UInt64BitsToDouble(number)) ? 0x7FF8000000000000 : number);
                break;
            case ValType.FuncRef when Chance(60): code.Byte(0xD2); code.Unsigned(AnyFunction()); break;
            default: code.Byte(0xD0); code.Byte((byte)type); break;
        }
    }

    private void WriteCode(WasmBuffer section)
    {
        for (int i = Imported; i < Functions.Count; i++)
        {
            WasmBuffer body = new();
            if (i == Imported)
            {
                body.Bytes([0, 0x41]);
                body.Signed(Turns);
                body.Byte(0x24);
                body.Unsigned(Counter);
                body.Byte(0x0B);
            }
            else new CodeGenerator(this, FunctionTypes[(int)Functions[i]], body).Write();
            section.Vector(body.Written);
        }
    }
}
