using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>The body of one generated function: expressions and statements, each leaving the stack as its type says.</summary>
internal sealed partial class CodeGenerator
{
    private const byte Unreachable = 0x00, Nop = 0x01, Block = 0x02, Loop = 0x03, If = 0x04, Else = 0x05, End = 0x0B, Br = 0x0C, BrIf = 0x0D,
        BrTable = 0x0E, Return = 0x0F, Call = 0x10, CallIndirect = 0x11, Drop = 0x1A, Select = 0x1B, SelectTyped = 0x1C, LocalGet = 0x20,
        LocalSet = 0x21, LocalTee = 0x22, GlobalGet = 0x23, GlobalSet = 0x24, TableGet = 0x25, TableSet = 0x26, I32Const = 0x41,
        RefNull = 0xD0, RefIsNull = 0xD1, RefFunc = 0xD2, Void = 0x40;

    private readonly ModuleGenerator _module;
    private readonly FunctionType _type;
    private readonly WasmBuffer _code;
    private readonly List<ValType> _locals = [];

    /// <summary>What a branch to each open label takes, the innermost last.</summary>
    private readonly List<ValType[]> _labels = [];
    private int _budget = 120;

    internal CodeGenerator(ModuleGenerator module, FunctionType type, WasmBuffer code)
    {
        _module = module;
        _type = type;
        _code = code;
        _locals.AddRange(type.Parameters);
        // Two of each type, the first for what an instruction sequence needs in between.
        foreach (ValType local in ModuleGenerator.Types) _locals.AddRange([local, local]);
    }

    internal void Write()
    {
        _code.Unsigned((uint)(_locals.Count - _type.Parameters.Length));
        foreach (ValType local in _locals.Skip(_type.Parameters.Length)) _code.Bytes([1, (byte)local]);
        _labels.Add(_type.Results);
        Countdown();
        Statements(4);
        foreach (ValType result in _type.Results) Expression(result, 4);
        _code.Byte(End);
    }

    private uint Scratch(ValType type) => (uint)(_type.Parameters.Length + 2 * Array.IndexOf(ModuleGenerator.Types, type));

    private uint LocalOf(ValType type)
    {
        List<uint> fitting = [];
        for (int i = 0; i < _locals.Count; i++)
            if (_locals[i] == type && i != Scratch(type)) fitting.Add((uint)i);
        return _module.Pick(fitting);
    }

    private void Op(byte opcode, uint index)
    {
        _code.Byte(opcode);
        _code.Unsigned(index);
    }

    private void Prefixed(uint opcode, params ReadOnlySpan<uint> immediates)
    {
        _code.Byte(0xFC);
        _code.Unsigned(opcode);
        foreach (uint immediate in immediates) _code.Unsigned(immediate);
    }

    private void Constant(int value)
    {
        _code.Byte(I32Const);
        _code.Signed(value);
    }

    private void Countdown()
    {
        Op(GlobalGet, _module.Counter);
        _code.Bytes([0x45, If, Void, Unreachable, End]);
        Op(GlobalGet, _module.Counter);
        _code.Bytes([I32Const, 1, 0x6B]);
        Op(GlobalSet, _module.Counter);
    }

    // ---- expressions -------------------------------------------------------------------------------------------------

    private void Expressions(IEnumerable<ValType> types, int depth)
    {
        foreach (ValType type in types) Expression(type, depth);
    }

    private void Expression(ValType type, int depth)
    {
        _budget--;
        if (depth <= 0 || _budget <= 0)
        {
            if (_module.Chance(50)) Op(LocalGet, LocalOf(type));
            else _module.WriteConstant(_code, type);
            return;
        }
        bool isReference = type is ValType.FuncRef or ValType.ExternRef;
        switch (_module.Next(20))
        {
            case 0: _module.WriteConstant(_code, type); break;
            case 1: Op(LocalGet, LocalOf(type)); break;
            case 2: ReadGlobal(type, depth); break;
            case 3 or 4: CallFor(type, depth); break;
            case 5: Choose(type, depth); break;
            case 6: IfElse([type], depth); break;
            case 7: InBlock([type], depth); break;
            case 8:
                Expression(type, depth - 1);
                Op(LocalTee, LocalOf(type));
                break;
            case 9 when type == ValType.I32: Question(depth); break;
            case 10 or 11 when type == ValType.I32 || isReference: FromTable(type, depth); break;
            case 9 or 10 or 11 when _module.HasMemory && !isReference: Load(type, depth); break;
            default:
                if (isReference) FromTable(type, depth);
                else Numeric(type, depth);
                break;
        }
    }

    private void ReadGlobal(ValType type, int depth)
    {
        int[] fitting = [.. Enumerable.Range(0, _module.Globals.Count).Where(i => _module.Globals[i].ValueType == type)];
        if (fitting.Length > 0) Op(GlobalGet, (uint)_module.Pick(fitting));
        else Expression(type, depth - 1);
    }

    /// <summary>A call of a function among whose results is the type; the other results are dropped.</summary>
    private void CallFor(ValType type, int depth)
    {
        int[] fitting = [.. Enumerable.Range(ModuleGenerator.Imported, _module.Functions.Count - ModuleGenerator.Imported)
            .Where(f => _module.FunctionTypes[(int)_module.Functions[f]].Results.Contains(type))];
        if (fitting.Length == 0)
        {
            Expression(type, depth - 1);
            return;
        }
        int function = _module.Pick(fitting);
        uint index = _module.Functions[function];
        FunctionType called = _module.FunctionTypes[(int)index];
        Expressions(called.Parameters, depth - 2);
        CallOne((uint)function, index, depth);
        int kept = Array.LastIndexOf(called.Results, type);
        for (int i = called.Results.Length - 1; i >= 0; i--)
        {
            if (i == kept) Op(LocalSet, Scratch(type));
            else _code.Byte(Drop);
        }
        Op(LocalGet, Scratch(type));
    }

    /// <summary>Calls a function by its index, or whatever of its type an entry of a table holds.</summary>
    private void CallOne(uint function, uint type, int depth)
    {
        int table = SomeTable(ValType.FuncRef);
        if (table < 0 || _module.Chance(60))
        {
            Op(Call, function);
            return;
        }
        // Mostly the function is put into the table first.
        Expression(ValType.I32, depth - 3);
        Constant(7);
        _code.Byte(0x71);
        Op(LocalTee, Scratch(ValType.I32));
        if (_module.Chance(80) && _module.Tables[table].Limits.Minimum > 7)
        {
            Op(RefFunc, function);
            Op(TableSet, (uint)table);
            Op(LocalGet, Scratch(ValType.I32));
        }
        _code.Byte(CallIndirect);
        _code.Unsigned(type);
        _code.Unsigned((uint)table);
    }

    private int SomeTable(ValType type)
    {
        int[] fitting = [.. Enumerable.Range(0, _module.Tables.Count).Where(i => _module.Tables[i].ElementType == type)];
        return fitting.Length == 0 ? -1 : _module.Pick(fitting);
    }

    private void Choose(ValType type, int depth)
    {
        Expression(type, depth - 1);
        Expression(type, depth - 1);
        Expression(ValType.I32, depth - 2);
        if (type is ValType.FuncRef or ValType.ExternRef || _module.Chance(30)) _code.Bytes([SelectTyped, 1, (byte)type]);
        else _code.Byte(Select);
    }

    private void Question(int depth)
    {
        Expression(_module.Chance(50) ? ValType.FuncRef : ValType.ExternRef, depth - 1);
        _code.Byte(RefIsNull);
    }

    private void FromTable(ValType type, int depth)
    {
        bool isWord = type == ValType.I32;
        int table = SomeTable(isWord ? _module.Pick(_module.Tables).ElementType : type);
        if (table < 0)
        {
            _module.WriteConstant(_code, type);
            return;
        }
        if (!isWord)
        {
            Entry(depth);
            Op(TableGet, (uint)table);
        }
        else if (_module.Chance(50)) Prefixed(16, (uint)table);
        else
        {
            Expression(_module.Tables[table].ElementType, depth - 1);
            Count(depth, 3);
            Prefixed(15, (uint)table);
        }
    }

    /// <summary>An index of a table, mostly a small one.</summary>
    private void Entry(int depth) => Count(depth, _module.Chance(90) ? 3 : 31);

    private void Count(int depth, int mask)
    {
        Expression(ValType.I32, depth - 2);
        if (_module.Chance(3)) return;
        Constant(mask);
        _code.Byte(0x71);
    }

    private void Address(int depth)
    {
        Expression(ValType.I32, depth - 1);
        if (_module.Chance(4)) return;
        Constant(0x3FF);
        _code.Byte(0x71);
    }

    private void Load(ValType type, int depth)
    {
        (byte Opcode, byte Align)[] loads = type switch
        {
            ValType.I32 => [(0x28, 2), (0x2C, 0), (0x2D, 0), (0x2E, 1), (0x2F, 1)],
            ValType.I64 => [(0x29, 3), (0x30, 0), (0x31, 0), (0x32, 1), (0x33, 1), (0x34, 2), (0x35, 2)],
            ValType.F32 => [(0x2A, 2)],
            _ => [(0x2B, 3)],
        };
        Address(depth);
        Access(_module.Pick(loads));
        if (type is ValType.F32 or ValType.F64) Canonical(type);
    }

    private void Access((byte Opcode, byte Align) access)
    {
        _code.Byte(access.Opcode);
        _code.Unsigned((uint)_module.Next(access.Align + 1));
        _code.Unsigned(_module.Chance(95) ? (uint)_module.Next(64) : 0xFFFFFFF0);
    }

    /// <summary>Makes every NaN the same.</summary>
    private void Canonical(ValType type)
    {
        uint scratch = Scratch(type);
        Op(LocalSet, scratch);
        Op(LocalGet, scratch);
        _code.Byte(type == ValType.F32 ? (byte)0x43 : (byte)0x44);
        if (type == ValType.F32) _code.Fixed32(0x7FC00000);
        else _code.Fixed64(0x7FF8000000000000);
        Op(LocalGet, scratch);
        Op(LocalGet, scratch);
        _code.Bytes([type == ValType.F32 ? (byte)0x5B : (byte)0x61, Select]);
    }

    private void Numeric(ValType type, int depth)
    {
        NumericGroup group = _module.Pick(NumericGroup.Of(type));
        uint opcode = group.First + (uint)_module.Next(group.Count);
        foreach (ValType operand in group.Operands) Expression(operand, depth - 1);
        bool isDivision = opcode is >= 0x6D and <= 0x70 or >= 0x7F and <= 0x82;
        if (isDivision && _module.Chance(90)) _code.Bytes(type == ValType.I32 ? [I32Const, 1, 0x72] : [0x42, 1, 0x84]);
        if (group.IsPrefixed) Prefixed(opcode);
        else _code.Byte((byte)opcode);
        if (type is ValType.F32 or ValType.F64) Canonical(type);
    }
}
