using F = Supercomputer.Machine.Lowering.OperandForms;

namespace Supercomputer.Machine.Lowering;

/// <summary>Facts about every <see cref="Operation"/>.</summary>
public static class Operations
{
    /// <summary>The number of operation codes, <see cref="Operation.None"/> included.</summary>
    public const int Count = (int)Operation.MultiplyAddFp2Of256 + 1;

    /// <summary>The number of operation classes.</summary>
    public const int ClassCount = (int)OperationClass.Poseidon2 + 1;

    private static readonly F[] s_forms = BuildForms();
    private static readonly OperationClass[] s_classes = BuildClasses();
    private static readonly byte[] s_widths = BuildWidths();

    /// <summary>The operands that the operation reads and writes.</summary>
    public static F Forms(this Operation operation) => s_forms[(int)operation];

    /// <summary>The class of the operation; a memory access that fits the narrow chip is moved by the executor to
    /// <see cref="OperationClass.MemoryWord"/>, here it is <see cref="OperationClass.MemoryAny"/>.</summary>
    public static OperationClass Class(this Operation operation) => s_classes[(int)operation];

    /// <summary>Whether the immediate is one whole number, not 16-bit limbs.</summary>
    public static bool HasWholeImmediate(this Operation operation) => (s_forms[(int)operation] & F.Whole) != 0;

    /// <summary>Whether it shifts 32 bits by an immediate that the program table gives as a <see cref="FixedShift"/>.</summary>
    public static bool IsFixedShift(this Operation operation) =>
        operation is Operation.Shl32Imm or Operation.ShrU32Imm or Operation.Rotl32Imm;

    /// <summary>The bytes that a memory access touches; 0 for other operations.</summary>
    public static int AccessBytes(this Operation operation) => s_widths[(int)operation];

    /// <summary>Whether the operation stores to linear memory.</summary>
    public static bool IsStore(this Operation operation) => operation is >= Operation.Store8 and <= Operation.Store64;

    /// <summary>Whether the run may end as trapped inside the operation, or in what it calls.</summary>
    internal static bool MayTrap(this Operation operation) =>
        operation is Operation.Call or Operation.CallIndirect or Operation.Input or (>= Operation.Load8S and <= Operation.Store64);

    /// <summary>Whether the operation compares and branches.</summary>
    public static bool IsBranch(this Operation operation) =>
        operation is >= Operation.BrEq32 and <= Operation.BrGeU64Imm;

    private static F[] BuildForms()
    {
        F[] forms = new F[Count];
        foreach (Operation operation in Enum.GetValues<Operation>()) forms[(int)operation] = FormsOf(operation);
        return forms;
    }

    private static F FormsOf(Operation operation) => operation switch
    {
        Operation.None or Operation.Return => F.None,
        Operation.Halt or Operation.KeccakF => F.Whole,
        Operation.Jump => F.Target,
        Operation.Call => F.Target | F.Whole,
        Operation.JumpIndirect or Operation.CallIndirect => F.A32 | F.Whole,
        Operation.MemorySize => F.D32,
        Operation.MemoryGrow or Operation.Input or Operation.AuxLoadIndexed => F.A32 | F.D32 | F.Whole,
        Operation.Output => F.A32 | F.B32,
        Operation.AuxLoad => F.D32 | F.Whole,
        Operation.AuxStore => F.B32 | F.Whole,
        Operation.AuxStoreIndexed => F.A32 | F.B32 | F.Whole,
        Operation.Move32 or Operation.Extend8S32 or Operation.Extend16S32 => F.A32 | F.D32,
        Operation.Move64 or Operation.Extend8S64 or Operation.Extend16S64 or Operation.Extend32S64 => F.A64 | F.D64,
        Operation.Const32 => F.D32 | F.Value,
        Operation.Const64 => F.D64 | F.Value,
        Operation.Wrap => F.A64 | F.D32,
        Operation.ExtendU or Operation.ExtendS => F.A32 | F.D64,
        <= Operation.Rotr32Imm => F.A32 | F.D32 | Second(operation, F.B32),
        <= Operation.Rotr64Imm => F.A64 | F.D64 | Second(operation, F.B64),
        <= Operation.SetGeU32Imm => F.A32 | F.D32 | Second(operation, F.B32),
        <= Operation.SetGeU64Imm => F.A64 | F.D32 | Second(operation, F.B64),
        <= Operation.BrGeU32Imm => F.A32 | F.Target | Second(operation, F.B32),
        <= Operation.BrGeU64Imm => F.A64 | F.Target | Second(operation, F.B64),
        <= Operation.Load32 => F.A32 | F.D32 | F.Offset | F.Memory,
        <= Operation.Load64 => F.A32 | F.D64 | F.Offset | F.Memory,
        <= Operation.Store32 => F.A32 | F.B32 | F.Offset | F.Memory,
        >= Operation.Sha256 => F.A32 | F.Value,
        _ => F.A32 | F.B64 | F.Offset | F.Memory,
    };

    private static F Second(Operation operation, F register) =>
        operation.ToString().EndsWith("Imm", StringComparison.Ordinal) ? F.Value : register;

    private static OperationClass[] BuildClasses()
    {
        OperationClass[] classes = new OperationClass[Count];
        foreach (Operation operation in Enum.GetValues<Operation>()) classes[(int)operation] = ClassOf(operation);
        return classes;
    }

    private static OperationClass ClassOf(Operation operation) => operation switch
    {
        <= Operation.Halt => OperationClass.Halt,
        <= Operation.JumpIndirect => OperationClass.Jump,
        <= Operation.CallIndirect => OperationClass.Call,
        Operation.Return => OperationClass.Return,
        <= Operation.MemoryGrow => OperationClass.MemorySize,
        Operation.Input => OperationClass.Input,
        Operation.Output => OperationClass.Output,
        Operation.KeccakF => OperationClass.Keccak,
        <= Operation.AuxStoreIndexed => OperationClass.Auxiliary,
        Operation.Move32 or Operation.Const32 => OperationClass.Move32,
        Operation.Move64 or Operation.Const64 => OperationClass.Move64,
        <= Operation.Extend32S64 => OperationClass.Convert,
        <= Operation.Sub32 => OperationClass.Add32,
        <= Operation.Xor32Imm => OperationClass.Bitwise32,
        <= Operation.Mul32Imm => OperationClass.Multiply32,
        <= Operation.RemU32Imm => OperationClass.Divide32,
        <= Operation.Rotr32Imm => OperationClass.Shift32,
        <= Operation.Sub64 => OperationClass.Add64,
        <= Operation.Xor64Imm => OperationClass.Bitwise64,
        <= Operation.Mul64Imm => OperationClass.Multiply64,
        <= Operation.RemU64Imm => OperationClass.Divide64,
        <= Operation.Rotr64Imm => OperationClass.Shift64,
        <= Operation.SetGeU32Imm => OperationClass.Set32,
        <= Operation.SetGeU64Imm => OperationClass.Set64,
        <= Operation.BrGeU32Imm => OperationClass.Branch32,
        <= Operation.BrGeU64Imm => OperationClass.Branch64,
        Operation.Sha256 => OperationClass.Sha256,
        >= Operation.MultiplyAdd256 and <= Operation.Inverse384 or Operation.MultiplyAddFp2Of256 => OperationClass.Modular,
        Operation.Poseidon2Of16 or Operation.Poseidon2Of24 => OperationClass.Poseidon2,
        _ => OperationClass.MemoryAny,
    };

    private static byte[] BuildWidths()
    {
        byte[] widths = new byte[Count];
        foreach (Operation operation in Enum.GetValues<Operation>())
        {
            if ((FormsOf(operation) & F.Memory) == 0) continue;
            string name = operation.ToString().Replace("From64", "", StringComparison.Ordinal);
            name = name.StartsWith("Load", StringComparison.Ordinal) ? name[4..] : name[5..];
            widths[(int)operation] = name[0] switch { '8' => 1, '1' => 2, '3' => 4, _ => 8 };
        }
        return widths;
    }
}
