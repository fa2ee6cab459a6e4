using System.Numerics;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>Plain instructions and their immediates.</summary>
internal sealed partial class WatExpressions
{
    private void BlockHead(WasmBuffer output, Opcode opcode)
    {
        output.Byte((byte)opcode);
        types.BlockType(cursor, output);
    }

    private void Plain(WasmBuffer output, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Select: Select(output); return;
            case Opcode.TableInit: TableInit(output); return;
            case Opcode.CallIndirect: CallIndirect(output); return;
        }
        Code(output, opcode);
        if (VectorInstructions.Of(opcode) is { } vector)
        {
            VectorImmediates(output, vector);
            return;
        }
        switch (opcode)
        {
            case Opcode.Br or Opcode.BrIf: output.Unsigned(Label()); break;
            case Opcode.BrTable: BranchTable(output); break;
            case Opcode.Call or Opcode.RefFunc: output.Unsigned(functions.Resolve(cursor)); break;
            case Opcode.LocalGet or Opcode.LocalSet or Opcode.LocalTee: output.Unsigned(_locals.Resolve(cursor)); break;
            case Opcode.GlobalGet or Opcode.GlobalSet: output.Unsigned(globals.Resolve(cursor)); break;
            case Opcode.TableGet or Opcode.TableSet or Opcode.TableSize or Opcode.TableGrow or Opcode.TableFill:
                output.Unsigned(AtIndex ? tables.Resolve(cursor) : 0);
                break;
            case Opcode.TableCopy: TableCopy(output); break;
            case Opcode.ElemDrop: output.Unsigned(elements.Resolve(cursor)); break;
            case Opcode.MemoryInit or Opcode.DataDrop: DataIndex(output, opcode); break;
            case Opcode.MemorySize or Opcode.MemoryGrow or Opcode.MemoryFill: output.Byte(0); break;
            case Opcode.MemoryCopy: output.Bytes([0, 0]); break;
            case >= Opcode.I32Load and <= Opcode.I64Store32: MemoryArgument(output, NaturalAlignmentLog(opcode)); break;
            case >= Opcode.I32Const and <= Opcode.F64Const: NumericConstant(output, opcode); break;
            case Opcode.RefNull: RefNull(output); break;
        }
    }

    private static void Code(WasmBuffer output, Opcode opcode)
    {
        int code = (int)opcode;
        if (code < 0x100)
        {
            output.Byte((byte)code);
            return;
        }
        output.Byte((byte)(code >> 8));
        output.Unsigned((uint)(code & 0xff));
    }

    private bool AtIndex => cursor.Kind == WatTokenKind.Identifier || cursor.AtNumber;

    private uint Label()
    {
        WatToken at = cursor.Peek();
        if (at.Kind != WatTokenKind.Identifier) return cursor.Number("a label");
        string label = cursor.TryIdentifier()!;
        if (_labels.TryGetValue(label, out int depth)) return (uint)(_labelDepth - 1 - depth);
        cursor.Fail(at, WatErrorKind.UnknownIdentifier, "unknown label", "the label of an open block", label);
        return 0;
    }

    private void BranchTable(WasmBuffer output)
    {
        WasmBuffer labels = new();
        uint count = 0, last = Label();
        for (; AtIndex; count++)
        {
            labels.Unsigned(last);
            last = Label();
        }
        output.Unsigned(count);
        output.Bytes(labels.Written);
        output.Unsigned(last);
    }

    private void CallIndirect(WasmBuffer output)
    {
        uint table = AtIndex ? tables.Resolve(cursor) : 0;
        output.Byte((byte)Opcode.CallIndirect);
        output.Unsigned(types.Use(cursor, null));
        output.Unsigned(table);
    }

    private void Select(WasmBuffer output)
    {
        List<ValType> results = WatTypes.Results(cursor, out bool typed);
        Code(output, typed ? Opcode.SelectTyped : Opcode.Select);
        if (!typed) return;
        output.Unsigned((uint)results.Count);
        foreach (ValType type in results) output.Byte((byte)type);
    }

    private void TableCopy(WasmBuffer output)
    {
        bool given = AtIndex;
        output.Unsigned(given ? tables.Resolve(cursor) : 0);
        output.Unsigned(given ? tables.Resolve(cursor) : 0);
    }

    private void TableInit(WasmBuffer output)
    {
        bool two = AtIndex && cursor.Peek(1).Kind is WatTokenKind.Identifier or WatTokenKind.Integer;
        uint table = two ? tables.Resolve(cursor) : 0;
        Code(output, Opcode.TableInit);
        output.Unsigned(elements.Resolve(cursor));
        output.Unsigned(table);
    }

    private void DataIndex(WasmBuffer output, Opcode opcode)
    {
        UsesData = true;
        output.Unsigned(data.Resolve(cursor));
        if (opcode == Opcode.MemoryInit) output.Byte(0);
    }

    private void MemoryArgument(WasmBuffer output, int naturalLog)
    {
        uint offset = MemoryNumber("offset=") ?? 0;
        WatToken at = cursor.Peek();
        uint alignment = MemoryNumber("align=") ?? 1u << naturalLog;
        if (!BitOperations.IsPow2(alignment))
            cursor.Fail(at, WatErrorKind.Alignment, "alignment must be a power of two", "1, 2, 4, 8 or 16", $"{alignment}");
        output.Unsigned((uint)BitOperations.Log2(alignment));
        output.Unsigned(offset);
    }

    private uint? MemoryNumber(string prefix)
    {
        if (cursor.Kind != WatTokenKind.Keyword || !cursor.Text().StartsWith(prefix)) return null;
        if (!WatNumbers.TryUnsigned32(cursor.Text()[prefix.Length..], out uint value))
            cursor.Fail(cursor.Peek(), WatErrorKind.IndexOutOfRange, "i32 constant out of range", "at most 4294967295", cursor.Text().ToString());
        cursor.Advance();
        return value;
    }

    private static int NaturalAlignmentLog(Opcode opcode) => opcode switch
    {
        Opcode.I32Load8S or Opcode.I32Load8U or Opcode.I64Load8S or Opcode.I64Load8U or Opcode.I32Store8 or Opcode.I64Store8 => 0,
        Opcode.I32Load16S or Opcode.I32Load16U or Opcode.I64Load16S or Opcode.I64Load16U or Opcode.I32Store16 or Opcode.I64Store16 => 1,
        Opcode.I64Load or Opcode.F64Load or Opcode.I64Store or Opcode.F64Store => 3,
        _ => 2,
    };

    private void NumericConstant(WasmBuffer output, Opcode opcode)
    {
        ulong bits = WatConstants.Read(cursor, opcode);
        switch (opcode)
        {
            case Opcode.I32Const: output.Signed((int)bits); break;
            case Opcode.I64Const: output.Signed((long)bits); break;
            case Opcode.F32Const: output.Fixed32((uint)bits); break;
            default: output.Fixed64(bits); break;
        }
    }

    private void RefNull(WasmBuffer output)
    {
        if (cursor.TryKeyword("func")) output.Byte((byte)ValType.FuncRef);
        else if (cursor.TryKeyword("extern")) output.Byte((byte)ValType.ExternRef);
        else cursor.Unexpected("func or extern");
    }
}
