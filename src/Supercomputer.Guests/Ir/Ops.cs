using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Guests.Ir;

/// <summary>The operations of the intermediate form: WebAssembly's own, and those below, which have codes it does not use.</summary>
internal static class Ops
{
    /// <summary>A parameter; the bits are its index.</summary>
    public const Opcode Param = (Opcode)0xE000;

    /// <summary>One operand for each predecessor of the block.</summary>
    public const Opcode Phi = (Opcode)0xE001;

    /// <summary>The address of a piece of the frame; the bits are its size, <see cref="Node.Data"/> its alignment.</summary>
    public const Opcode Alloca = (Opcode)0xE002;

    /// <summary>A result of the call that is its operand; the bits are its index.</summary>
    public const Opcode Result = (Opcode)0xE003;

    /// <summary>Ends the run where the operand is not zero.</summary>
    public const Opcode TrapIf = (Opcode)0xE004;

    /// <summary>The length of an array, which never changes.</summary>
    public const Opcode Length = (Opcode)0xE005;

    /// <summary>The address of so many bytes of the stack that the operand says, until the function returns.</summary>
    public const Opcode StackAlloc = (Opcode)0xE006;

    /// <summary>No value: a node that was removed.</summary>
    public const ValType None = 0;

    public static bool IsLoad(this Opcode op) => op is >= Opcode.I32Load and <= Opcode.I64Load32U;

    public static bool IsStore(this Opcode op) => op is >= Opcode.I32Store and <= Opcode.I64Store32;

    public static bool IsConst(this Opcode op) => op is >= Opcode.I32Const and <= Opcode.F64Const;

    public static bool IsCompare(this Opcode op) => op is >= Opcode.I32Eqz and <= Opcode.F64Ge;

    public static bool IsDivision(this Opcode op) =>
        op is (>= Opcode.I32DivS and <= Opcode.I32RemU) or (>= Opcode.I64DivS and <= Opcode.I64RemU);

    public static bool IsFloat(this ValType type) => type is ValType.F32 or ValType.F64;

    public static bool IsCommutative(this Opcode op) => op is Opcode.I32Add or Opcode.I32Mul or Opcode.I32And or Opcode.I32Or or Opcode.I32Xor
        or Opcode.I64Add or Opcode.I64Mul or Opcode.I64And or Opcode.I64Or or Opcode.I64Xor or Opcode.I32Eq or Opcode.I32Ne or Opcode.I64Eq
        or Opcode.I64Ne;

    /// <summary>The result of an operation whose type depends on the code alone.</summary>
    public static ValType ResultOf(Opcode op) => OperatorSignatures.Of(op)?.Result ?? None;

    /// <summary>The bytes that a load or store touches.</summary>
    public static int AccessSize(this Opcode op) => 1 << (int)OperatorSignatures.Of(op)!.AccessSizeLog!.Value;
}
