using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Tests.Differential;

internal sealed partial class CodeGenerator
{
    private void Statements(int depth)
    {
        for (int i = 1 + _module.Next(4); i > 0 && _budget > 0; i--) Statement(depth);
    }

    private void Statement(int depth)
    {
        _budget--;
        ValType type = _module.Pick(ModuleGenerator.Types);
        switch (_module.Next(20))
        {
            case 0: _code.Byte(Nop); break;
            case 1:
                Expression(type, depth);
                _code.Byte(Drop);
                break;
            case 2 or 3:
                Expression(type, depth);
                Op(LocalSet, LocalOf(type));
                break;
            case 4 or 5: WriteGlobal(depth); break;
            case 6: Log(depth); break;
            case 7 or 8 when _module.HasMemory: Store(depth); break;
            case 9 when _module.HasMemory: BulkMemory(depth); break;
            case 10 or 11 or 12: ChangeTable(depth); break;
            case 13 when depth > 0: IfElse([], depth); break;
            case 14 when depth > 0: InBlock([], depth); break;
            case 15 when depth > 0: InLoop(depth); break;
            case 16: BranchMaybe(depth); break;
            case 17 when depth > 0: Switch(depth); break;
            case 18 when depth > 0: MultiValueBlock(depth); break;
            case 19 when depth > 1: DeadCode(depth); break;
            default: CallFor(type, depth); _code.Byte(Drop); break;
        }
    }

    private void WriteGlobal(int depth)
    {
        int[] mutable = [.. Enumerable.Range(0, _module.Globals.Count).Where(i => _module.Globals[i].IsMutable)];
        if (mutable.Length == 0) return;
        int global = _module.Pick(mutable);
        Expression(_module.Globals[global].ValueType, depth);
        Op(GlobalSet, (uint)global);
    }

    private void Log(int depth)
    {
        int function = _module.Next(ModuleGenerator.Imported);
        Expressions(_module.FunctionTypes[function].Parameters, depth);
        Op(Call, (uint)function);
    }

    private void Store(int depth)
    {
        (byte Opcode, byte Align, ValType Type)[] stores =
        [
            (0x36, 2, ValType.I32), (0x37, 3, ValType.I64), (0x38, 2, ValType.F32), (0x39, 3, ValType.F64), (0x3A, 0, ValType.I32),
            (0x3B, 1, ValType.I32), (0x3C, 0, ValType.I64), (0x3D, 1, ValType.I64), (0x3E, 2, ValType.I64),
        ];
        (byte opcode, byte align, ValType type) = _module.Pick(stores);
        Address(depth);
        Expression(type, depth);
        Access((opcode, align));
    }

    private void BulkMemory(int depth)
    {
        uint segment = (uint)_module.Next(Math.Max(1, _module.DataSegments));
        int kind = _module.Next(_module.DataSegments > 0 ? 5 : 3);
        if (kind == 3)
        {
            Prefixed(9, segment);
            return;
        }
        if (kind == 0)
        {
            Count(depth, 1);
            _code.Bytes([0x40, 0, Drop]);
            return;
        }
        Address(depth);
        if (kind == 1) Address(depth);
        else Count(depth, kind == 2 ? 255 : 15);
        Count(depth, kind == 4 ? 15 : 127);
        switch (kind)
        {
            case 1: Prefixed(10, 0, 0); break;
            case 2: Prefixed(11, 0); break;
            default: Prefixed(8, segment, 0); break;
        }
    }

    private void ChangeTable(int depth)
    {
        uint table = (uint)_module.Next(_module.Tables.Count);
        ValType type = _module.Tables[(int)table].ElementType;
        uint segment = (uint)_module.Elements.IndexOf(type);
        switch (_module.Next(7))
        {
            case 0 or 1:
                Entry(depth);
                Expression(type, depth);
                Op(TableSet, table);
                break;
            case 2:
                Entry(depth);
                Expression(type, depth);
                Count(depth, 3);
                Prefixed(17, table);
                break;
            case 3:
                Range(depth);
                Prefixed(14, table, (uint)SomeTable(type));
                break;
            case 4 when segment != uint.MaxValue:
                Range(depth);
                Prefixed(12, segment, table);
                break;
            case 5: Prefixed(13, (uint)_module.Next(_module.Elements.Count)); break;
            default:
                Expression(type, depth);
                Count(depth, 3);
                Prefixed(15, table);
                Op(LocalSet, LocalOf(ValType.I32));
                break;
        }
    }

    private void Range(int depth)
    {
        Entry(depth);
        Entry(depth);
        Count(depth, 3);
    }

    // ---- control -----------------------------------------------------------------------------------------------------

    private void Open(byte opcode, ValType[] results, ValType[] label)
    {
        _code.Byte(opcode);
        _code.Byte(results.Length == 0 ? Void : (byte)results[0]);
        _labels.Add(label);
    }

    private void Close()
    {
        _code.Byte(End);
        _labels.RemoveAt(_labels.Count - 1);
    }

    private void IfElse(ValType[] results, int depth)
    {
        Expression(ValType.I32, depth - 1);
        Open(If, results, results);
        Statements(depth - 2);
        Expressions(results, depth - 1);
        if (results.Length > 0 || _module.Chance(50))
        {
            _code.Byte(Else);
            Statements(depth - 2);
            Expressions(results, depth - 1);
        }
        Close();
    }

    private void InBlock(ValType[] results, int depth)
    {
        Open(Block, results, results);
        Statements(depth - 2);
        BranchMaybe(depth - 1);
        Expressions(results, depth - 1);
        Close();
        // A return behind a block that ends as the function does.
        if (results.Length == 0 && _type.Results.Length == 0 && _module.Chance(5)) Dead(() => _code.Byte(Return));
    }

    private void InLoop(int depth)
    {
        Open(Loop, [], []);
        Countdown();
        Statements(depth - 1);
        Expression(ValType.I32, depth - 1);
        Op(BrIf, 0);
        Close();
    }

    /// <summary>A conditional branch to a label that takes any values; they are dropped where it is not taken.</summary>
    private void BranchMaybe(int depth)
    {
        int target = _module.Next(_labels.Count);
        ValType[] types = _labels[_labels.Count - 1 - target];
        Expressions(types, depth - 1);
        Expression(ValType.I32, depth - 1);
        Op(BrIf, (uint)target);
        foreach (ValType _ in types) _code.Byte(Drop);
    }

    /// <summary>A br_table among blocks of its own, and to labels around them that take the same types.</summary>
    private void Switch(int depth)
    {
        int arms = 1 + _module.Next(5);
        ValType[] types = _module.Chance(50) ? [] : [_module.Pick(ModuleGenerator.Types)];
        for (int i = 0; i <= arms; i++) Open(Block, types, types);
        Expressions(types, depth - 1);
        Count(depth, 7);
        uint[] fitting = [.. Enumerable.Range(0, _labels.Count).Where(d => _labels[_labels.Count - 1 - d].SequenceEqual(types)).Select(d => (uint)d)];
        int targets = _module.Next(8);
        _code.Byte(BrTable);
        _code.Unsigned((uint)targets);
        for (int i = 0; i <= targets; i++) _code.Unsigned(_module.Chance(80) ? (uint)_module.Next(arms + 1) : _module.Pick(fitting));
        for (int i = 0; i <= arms; i++)
        {
            Close();
            if (i < arms) Statement(depth - 2);
        }
        foreach (ValType type in types) Op(LocalSet, LocalOf(type));
    }

    /// <summary>A block or loop whose type is one of the module's, with parameters.</summary>
    private void MultiValueBlock(int depth)
    {
        int index = _module.Next(_module.FunctionTypes.Count);
        FunctionType type = _module.FunctionTypes[index];
        bool isLoop = _module.Chance(30);
        Expressions(type.Parameters, depth - 1);
        if (!isLoop && _module.Chance(40))
        {
            Expression(ValType.I32, depth - 1);
            _code.Byte(If);
            _code.Signed(index);
            _labels.Add(type.Results);
            InnerBlock(type, depth);
            _code.Byte(Else);
            InnerBlock(type, depth);
        }
        else
        {
            _code.Byte(isLoop ? Loop : Block);
            _code.Signed(index);
            _labels.Add(isLoop ? type.Parameters : type.Results);
            if (isLoop) Countdown();
            InnerBlock(type, depth);
        }
        Close();
        foreach (ValType result in type.Results.Reverse()) Op(LocalSet, LocalOf(result));
    }

    private void InnerBlock(FunctionType type, int depth)
    {
        foreach (ValType parameter in type.Parameters.Reverse()) Op(LocalSet, LocalOf(parameter));
        Statements(depth - 2);
        Expressions(type.Results, depth - 1);
    }

    /// <summary>Code that cannot be reached, in an arm that is seldom taken.</summary>
    private void DeadCode(int depth)
    {
        Expression(ValType.I32, depth - 1);
        Constant(15);
        _code.Bytes([0x71, 0x45, If, Void]);
        _labels.Add([]);
        Dead(() =>
        {
            int target = _module.Next(_labels.Count);
            switch (_module.Next(3))
            {
                case 0: _code.Byte(Unreachable); break;
                case 1:
                    Expressions(_labels[_labels.Count - 1 - target], depth - 1);
                    Op(Br, (uint)target);
                    break;
                default:
                    Expressions(_type.Results, depth - 1);
                    _code.Byte(Return);
                    break;
            }
        });
        Close();
    }

    /// <summary>Leaves, and then instructions over the stack of unreachable code.</summary>
    private void Dead(Action leave)
    {
        leave();
        switch (_module.Next(5))
        {
            case 0: _code.Bytes([0x6A, Drop]); break;
            case 1: _code.Bytes([Drop, Select, Drop]); break;
            case 2: _code.Bytes([RefIsNull, 0xAD, Drop]); break;
            case 3: Statements(1); break;
        }
    }
}
