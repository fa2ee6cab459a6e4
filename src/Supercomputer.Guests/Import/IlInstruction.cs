using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Supercomputer.Guests.Import;

/// <summary>An instruction of the intermediate language.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Next">Where the next begins.</param>
/// <param name="Code">What it does.</param>
/// <param name="Operand">A number, a token, or the offset that a branch goes to.</param>
/// <param name="Targets">Where a switch goes.</param>
internal readonly record struct IlInstruction(int Offset, int Next, ILOpCode Code, long Operand, int[]? Targets = null)
{
    private static readonly Dictionary<ushort, OpCode> s_codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => (ushort)c.Value);

    /// <summary>Whether the operand is the offset that it may go to.</summary>
    public bool IsBranch => s_codes[(ushort)Code].OperandType is OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget;

    /// <summary>Whether the next instruction is not reached from here.</summary>
    public bool EndsFlow => Code is ILOpCode.Br or ILOpCode.Br_s or ILOpCode.Ret or ILOpCode.Throw or ILOpCode.Rethrow or ILOpCode.Leave
        or ILOpCode.Leave_s or ILOpCode.Endfinally or ILOpCode.Jmp;

    public static List<IlInstruction> Decode(byte[] code)
    {
        List<IlInstruction> instructions = [];
        for (int at = 0; at < code.Length;)
        {
            int start = at;
            ushort value = code[at++];
            if (value == 0xFE) value = (ushort)(0xFE00 | code[at++]);
            OperandType type = s_codes[value].OperandType;
            ReadOnlySpan<byte> rest = code.AsSpan(at);
            (int size, long operand) = Read(type, rest);
            int[]? targets = null;
            if (type == OperandType.InlineSwitch)
            {
                int count = BinaryPrimitives.ReadInt32LittleEndian(rest);
                size = 4 + (4 * count);
                targets = new int[count];
                for (int i = 0; i < count; i++) targets[i] = at + size + BinaryPrimitives.ReadInt32LittleEndian(rest[(4 + (4 * i))..]);
            }

            at += size;
            if (type is OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget) operand += at;
            instructions.Add(new IlInstruction(start, at, (ILOpCode)value, operand, targets));
        }

        return instructions;
    }

    private static (int Size, long Operand) Read(OperandType type, ReadOnlySpan<byte> rest) => type switch
    {
        OperandType.InlineNone => (0, 0),
        OperandType.ShortInlineI or OperandType.ShortInlineBrTarget => (1, (sbyte)rest[0]),
        OperandType.ShortInlineVar => (1, rest[0]),
        OperandType.InlineVar => (2, BinaryPrimitives.ReadUInt16LittleEndian(rest)),
        OperandType.InlineI8 or OperandType.InlineR => (8, BinaryPrimitives.ReadInt64LittleEndian(rest)),
        _ => (4, BinaryPrimitives.ReadInt32LittleEndian(rest)),
    };
}
