using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Execution;

/// <summary>What the operations that only compute give: the scalar reference of the arithmetic chips.</summary>
/// <remarks>Range: 32-bit operands and results are zero-extended; <c>b</c> is register B or the immediate.</remarks>
public static class Arithmetic
{
    /// <summary>The value that the operation writes to its destination.</summary>
    [SuppressMessage("Design", "MA0051", Justification = "a decode switch: one line an operation")]
    [SuppressMessage("Maintainability", "CA1502", Justification = "a decode switch")]
    public static ulong Evaluate(Operation operation, ulong a, ulong b) => operation switch
    {
        Operation.Move32 or Operation.Move64 => a,
        Operation.Const32 or Operation.Const64 => b,
        Operation.Wrap or Operation.ExtendU => (uint)a,
        Operation.ExtendS or Operation.Extend32S64 => (ulong)(int)a,
        Operation.Extend8S32 => (uint)(sbyte)a,
        Operation.Extend16S32 => (uint)(short)a,
        Operation.Extend8S64 => (ulong)(sbyte)a,
        Operation.Extend16S64 => (ulong)(short)a,
        Operation.Add32 or Operation.Add32Imm => (uint)(a + b),
        Operation.Sub32 => (uint)(a - b),
        Operation.And32 or Operation.And32Imm => a & b,
        Operation.Or32 or Operation.Or32Imm => a | b,
        Operation.Xor32 or Operation.Xor32Imm => a ^ b,
        Operation.Mul32 or Operation.Mul32Imm => (uint)((uint)a * (uint)b),
        Operation.DivU32 or Operation.DivU32Imm => (uint)a / (uint)b,
        Operation.RemU32 or Operation.RemU32Imm => (uint)a % (uint)b,
        Operation.Shl32 or Operation.Shl32Imm => (uint)a << (int)b,
        Operation.ShrU32 or Operation.ShrU32Imm => (uint)a >> (int)b,
        Operation.ShrS32 or Operation.ShrS32Imm => (uint)((int)a >> (int)b),
        Operation.Rotl32 or Operation.Rotl32Imm => BitOperations.RotateLeft((uint)a, (int)b),
        Operation.Rotr32 or Operation.Rotr32Imm => BitOperations.RotateRight((uint)a, (int)b),
        Operation.Add64 or Operation.Add64Imm => a + b,
        Operation.Sub64 => a - b,
        Operation.And64 or Operation.And64Imm => a & b,
        Operation.Or64 or Operation.Or64Imm => a | b,
        Operation.Xor64 or Operation.Xor64Imm => a ^ b,
        Operation.Mul64 or Operation.Mul64Imm => a * b,
        Operation.DivU64 or Operation.DivU64Imm => a / b,
        Operation.RemU64 or Operation.RemU64Imm => a % b,
        Operation.Shl64 or Operation.Shl64Imm => a << (int)b,
        Operation.ShrU64 or Operation.ShrU64Imm => a >> (int)b,
        Operation.ShrS64 or Operation.ShrS64Imm => (ulong)((long)a >> (int)b),
        Operation.Rotl64 or Operation.Rotl64Imm => BitOperations.RotateLeft(a, (int)b),
        Operation.Rotr64 or Operation.Rotr64Imm => BitOperations.RotateRight(a, (int)b),
        _ => Holds(operation, a, b) ? 1UL : 0,
    };

    /// <summary>Whether the comparison of a <c>Set</c> or <c>Br</c> operation holds.</summary>
    public static bool Holds(Operation operation, ulong a, ulong b) => operation switch
    {
        Operation.SetEq32 or Operation.SetEq32Imm or Operation.SetEq64 or Operation.SetEq64Imm
            or Operation.BrEq32 or Operation.BrEq32Imm or Operation.BrEq64 or Operation.BrEq64Imm => a == b,
        Operation.SetNe32 or Operation.SetNe32Imm or Operation.SetNe64 or Operation.SetNe64Imm
            or Operation.BrNe32 or Operation.BrNe32Imm or Operation.BrNe64 or Operation.BrNe64Imm => a != b,
        Operation.SetLtS32 or Operation.SetLtS32Imm or Operation.BrLtS32 or Operation.BrLtS32Imm
            => (int)a < (int)b,
        Operation.SetLtS64 or Operation.SetLtS64Imm or Operation.BrLtS64 or Operation.BrLtS64Imm
            => (long)a < (long)b,
        Operation.SetLtU32 or Operation.SetLtU32Imm or Operation.SetLtU64 or Operation.SetLtU64Imm
            or Operation.BrLtU32 or Operation.BrLtU32Imm or Operation.BrLtU64 or Operation.BrLtU64Imm => a < b,
        Operation.SetGeS32 or Operation.SetGeS32Imm or Operation.BrGeS32 or Operation.BrGeS32Imm
            => (int)a >= (int)b,
        Operation.SetGeS64 or Operation.SetGeS64Imm or Operation.BrGeS64 or Operation.BrGeS64Imm
            => (long)a >= (long)b,
        Operation.SetGeU32 or Operation.SetGeU32Imm or Operation.SetGeU64 or Operation.SetGeU64Imm
            or Operation.BrGeU32 or Operation.BrGeU32Imm or Operation.BrGeU64 or Operation.BrGeU64Imm => a >= b,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "the operation does not compute"),
    };
}
