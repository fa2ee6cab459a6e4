using System.Numerics;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>The integer operations on constants.</summary>
internal static class ConstantFolder
{
    /// <summary>The bits of the result; null where the operation traps or is not folded.</summary>
    public static ulong? Binary(Opcode op, ulong left, ulong right) => op switch
    {
        >= Opcode.I32Eq and <= Opcode.I32GeU => Compare32(op, (uint)left, (uint)right) ? 1UL : 0,
        >= Opcode.I64Eq and <= Opcode.I64GeU => Compare64(op, left, right) ? 1UL : 0,
        >= Opcode.I32Add and <= Opcode.I32Rotr => Binary32(op, (uint)left, (uint)right),
        >= Opcode.I64Add and <= Opcode.I64Rotr => Binary64(op, left, right),
        _ => null,
    };

    /// <summary>The bits of the result; null where the operation is not folded.</summary>
    public static ulong? Unary(Opcode op, ulong value) => op switch
    {
        Opcode.I32Eqz => (uint)value == 0 ? 1UL : 0,
        Opcode.I64Eqz => value == 0 ? 1UL : 0,
        Opcode.I32Clz => (ulong)BitOperations.LeadingZeroCount((uint)value),
        Opcode.I32Ctz => (ulong)BitOperations.TrailingZeroCount((uint)value),
        Opcode.I32Popcnt => (ulong)BitOperations.PopCount((uint)value),
        Opcode.I64Clz => (ulong)BitOperations.LeadingZeroCount(value),
        Opcode.I64Ctz => (ulong)BitOperations.TrailingZeroCount(value),
        Opcode.I64Popcnt => (ulong)BitOperations.PopCount(value),
        Opcode.I32WrapI64 => (uint)value,
        Opcode.I64ExtendI32S => (ulong)(int)value,
        Opcode.I64ExtendI32U => (uint)value,
        Opcode.I32Extend8S => (uint)(sbyte)value,
        Opcode.I32Extend16S => (uint)(short)value,
        Opcode.I64Extend8S => (ulong)(sbyte)value,
        Opcode.I64Extend16S => (ulong)(short)value,
        Opcode.I64Extend32S => (ulong)(int)value,
        Opcode.I32ReinterpretF32 or Opcode.F32ReinterpretI32 => (uint)value,
        Opcode.I64ReinterpretF64 or Opcode.F64ReinterpretI64 => value,
        Opcode.F64ConvertI32S => BitConverter.DoubleToUInt64Bits((int)value),
        Opcode.F64ConvertI32U => BitConverter.DoubleToUInt64Bits((uint)value),
        _ => null,
    };

    private static bool Compare32(Opcode op, uint left, uint right) => op switch
    {
        Opcode.I32Eq => left == right,
        Opcode.I32Ne => left != right,
        Opcode.I32LtS => (int)left < (int)right,
        Opcode.I32LtU => left < right,
        Opcode.I32GtS => (int)left > (int)right,
        Opcode.I32GtU => left > right,
        Opcode.I32LeS => (int)left <= (int)right,
        Opcode.I32LeU => left <= right,
        Opcode.I32GeS => (int)left >= (int)right,
        _ => left >= right,
    };

    private static bool Compare64(Opcode op, ulong left, ulong right) => op switch
    {
        Opcode.I64Eq => left == right,
        Opcode.I64Ne => left != right,
        Opcode.I64LtS => (long)left < (long)right,
        Opcode.I64LtU => left < right,
        Opcode.I64GtS => (long)left > (long)right,
        Opcode.I64GtU => left > right,
        Opcode.I64LeS => (long)left <= (long)right,
        Opcode.I64LeU => left <= right,
        Opcode.I64GeS => (long)left >= (long)right,
        _ => left >= right,
    };

    private static ulong? Binary32(Opcode op, uint left, uint right) => op switch
    {
        Opcode.I32Add => left + right,
        Opcode.I32Sub => left - right,
        Opcode.I32Mul => left * right,
        Opcode.I32DivU => right == 0 ? null : left / right,
        Opcode.I32RemU => right == 0 ? null : left % right,
        Opcode.I32DivS => right is 0 or uint.MaxValue ? null : (uint)((int)left / (int)right),
        Opcode.I32RemS => right is 0 or uint.MaxValue ? null : (uint)((int)left % (int)right),
        Opcode.I32And => left & right,
        Opcode.I32Or => left | right,
        Opcode.I32Xor => left ^ right,
        Opcode.I32Shl => left << (int)right,
        Opcode.I32ShrS => (uint)((int)left >> (int)right),
        Opcode.I32ShrU => left >> (int)right,
        Opcode.I32Rotl => BitOperations.RotateLeft(left, (int)right),
        Opcode.I32Rotr => BitOperations.RotateRight(left, (int)right),
        _ => null,
    };

    private static ulong? Binary64(Opcode op, ulong left, ulong right) => op switch
    {
        Opcode.I64Add => left + right,
        Opcode.I64Sub => left - right,
        Opcode.I64Mul => left * right,
        Opcode.I64DivU => right == 0 ? null : left / right,
        Opcode.I64RemU => right == 0 ? null : left % right,
        Opcode.I64DivS => right is 0 or ulong.MaxValue ? null : (ulong)((long)left / (long)right),
        Opcode.I64RemS => right is 0 or ulong.MaxValue ? null : (ulong)((long)left % (long)right),
        Opcode.I64And => left & right,
        Opcode.I64Or => left | right,
        Opcode.I64Xor => left ^ right,
        Opcode.I64Shl => left << (int)right,
        Opcode.I64ShrS => (ulong)((long)left >> (int)right),
        Opcode.I64ShrU => left >> (int)right,
        Opcode.I64Rotl => BitOperations.RotateLeft(left, (int)right),
        Opcode.I64Rotr => BitOperations.RotateRight(left, (int)right),
        _ => null,
    };
}
