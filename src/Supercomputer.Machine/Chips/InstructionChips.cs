using Supercomputer.Machine.Chips.Accelerators;
using Supercomputer.Machine.Chips.Arithmetic;
using Supercomputer.Machine.Chips.Control;
using Supercomputer.Machine.Chips.Memory;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Chips;

/// <summary>Which chip proves which steps. Chips are declared once and kept: they are immutable.</summary>
internal static class InstructionChips
{
    private static CallChip? s_call;

    /// <summary>All routes, in the order of chips in a machine.</summary>
    private static readonly Route[] s_routes =
    [
        new(OperationClass.Jump, () => new JumpChip()),
        new(OperationClass.Return, () => new ReturnChip()),
        new(OperationClass.MemorySize, () => new MemorySizeChip()),
        new(OperationClass.Input, () => new InputChip()),
        new(OperationClass.Output, () => new OutputChip()),
        new(OperationClass.Keccak, () => new KeccakChip()),
        new(OperationClass.Sha256, () => new Sha256Chip()),
        Accelerator(Operation.MultiplyAdd256, operation => new ModularChip(operation)),
        Accelerator(Operation.MultiplyAdd384, operation => new ModularChip(operation)),
        Accelerator(Operation.MultiplyAddFp2Of256, operation => new ModularFp2Chip(operation)),
        Accelerator(Operation.MultiplyAddFp2Of384, operation => new ModularFp2Chip(operation)),
        Accelerator(Operation.CurveAdd256, operation => new CurveChip(operation)),
        Accelerator(Operation.CurveAdd384, operation => new CurveChip(operation)),
        Accelerator(Operation.CurveDouble256, operation => new CurveChip(operation)),
        Accelerator(Operation.CurveDouble384, operation => new CurveChip(operation)),
        Accelerator(Operation.Inverse256, operation => new InverseChip(operation)),
        Accelerator(Operation.Inverse384, operation => new InverseChip(operation)),
        Accelerator(Operation.Poseidon2Of16, operation => new Poseidon2Chip(operation)),
        Accelerator(Operation.Poseidon2Of24, operation => new Poseidon2Chip(operation)),
        new(OperationClass.Auxiliary, () => new AuxiliaryChip()),
        new(OperationClass.Move32, () => new MoveChip(false)),
        new(OperationClass.Move64, () => new MoveChip(true)),
        new(OperationClass.Convert, () => new ConvertChip()),
        new(OperationClass.Add32, () => new AddChip(false, OperandForm.Register), instruction => !HasImmediate(instruction) && !instruction.IsInPlace),
        new(OperationClass.Add32, () => new AddChip(false, OperandForm.Immediate), instruction => HasImmediate(instruction) && !instruction.IsInPlace),
        new(OperationClass.Add32, () => new AddChip(false, OperandForm.Register, inPlace: true), instruction => !HasImmediate(instruction) && instruction.IsInPlace),
        new(OperationClass.Add32, () => new AddChip(false, OperandForm.Immediate, inPlace: true), instruction => HasImmediate(instruction) && instruction.IsInPlace),
        new(OperationClass.Add64, () => new AddChip(true)),
        new(OperationClass.Bitwise32, () => new BitwiseChip(false, OperandForm.Register), instruction => !HasImmediate(instruction) && !instruction.IsInPlace),
        new(OperationClass.Bitwise32, () => new BitwiseChip(false, OperandForm.Immediate), instruction => HasImmediate(instruction) && !instruction.IsInPlace),
        new(OperationClass.Bitwise32, () => new BitwiseChip(false, OperandForm.Register, inPlace: true), instruction => !HasImmediate(instruction) && instruction.IsInPlace),
        new(OperationClass.Bitwise32, () => new BitwiseChip(false, OperandForm.Immediate, inPlace: true), instruction => HasImmediate(instruction) && instruction.IsInPlace),
        new(OperationClass.Bitwise64, () => new BitwiseChip(true)),
        new(OperationClass.Multiply32, () => new MultiplyChip(false)),
        new(OperationClass.Multiply64, () => new MultiplyChip(true)),
        new(OperationClass.Divide32, () => new DivideChip(false)),
        new(OperationClass.Divide64, () => new DivideChip(true)),
        new(OperationClass.Shift32, () => new ShiftChip(false, OperandForm.Register), instruction => !HasImmediate(instruction)),
        new(OperationClass.Shift32, () => new ShiftChip(false, OperandForm.Immediate), instruction => HasImmediate(instruction) && !instruction.Operation.IsFixedShift()),
        new(OperationClass.Shift32, () => new FixedShiftChip(), instruction => instruction.Operation.IsFixedShift()),
        new(OperationClass.Shift64, () => new ShiftChip(true)),
        new(OperationClass.Set32, () => new SetChip(false)),
        new(OperationClass.Set64, () => new SetChip(true)),
        new(OperationClass.Branch32, () => new BranchChip(false), IsSignedBranch),
        new(OperationClass.Branch32, () => new BranchChip(false, false, OperandForm.Register), instruction => IsUnsignedBranch(instruction) && !HasImmediate(instruction)),
        new(OperationClass.Branch32, () => new BranchChip(false, false, OperandForm.Immediate), instruction => IsUnsignedBranch(instruction) && HasImmediate(instruction)),
        new(OperationClass.Branch32, () => new BranchEqualChip(OperandForm.Register), instruction => IsEqualityBranch(instruction) && !HasImmediate(instruction)),
        new(OperationClass.Branch32, () => new BranchEqualChip(OperandForm.Immediate), instruction => IsEqualityBranch(instruction) && HasImmediate(instruction)),
        new(OperationClass.Branch64, () => new BranchChip(true)),
        new(OperationClass.MemoryWord, () => new MemoryWordChip(), IsWholeWord),
        new(OperationClass.MemoryWord, () => new LoadPartChip(), instruction => !IsWholeWord(instruction) && !instruction.Operation.IsStore()),
        new(OperationClass.MemoryWord, () => new StorePartChip(), instruction => !IsWholeWord(instruction) && instruction.Operation.IsStore()),
        new(OperationClass.MemoryAny, () => new LoadAnyChip(), instruction => !instruction.Operation.IsStore()),
        new(OperationClass.MemoryAny, () => new StoreAnyChip(), instruction => instruction.Operation.IsStore()),
    ];

    /// <summary>The chips that a program can need, each with the steps that it proves.</summary>
    /// <param name="program">The program.</param>
    internal static IReadOnlyList<Route> For(LoweredProgram program)
    {
        CallChip? call = s_call;
        if (call?.StackLimit != program.Limits.StackLimit) s_call = call = new(program.Limits.StackLimit);
        Route[] all = [.. s_routes, new(OperationClass.Call, () => call)];
        foreach (Instruction instruction in program.Instructions)
            if (instruction.Operation != Operation.Halt && !all.Any(route => route.MayProve(instruction)))
                throw new NotSupportedException($"no chip for the operation {instruction.Operation}");
        return [.. all.Where(route => program.Instructions.Any(route.MayProve))];
    }

    private static Route Accelerator(Operation operation, Func<Operation, InstructionChip> declare) =>
        new(operation.Class(), () => declare(operation), instruction => instruction.Operation == operation);

    private static bool HasImmediate(Instruction instruction) => (instruction.Operation.Forms() & OperandForms.Value) != 0;

    private static bool IsSignedBranch(Instruction instruction) =>
        instruction.Operation is Operation.BrLtS32 or Operation.BrLtS32Imm or Operation.BrGeS32 or Operation.BrGeS32Imm;

    private static bool IsEqualityBranch(Instruction instruction) =>
        instruction.Operation is Operation.BrEq32 or Operation.BrEq32Imm or Operation.BrNe32 or Operation.BrNe32Imm;

    private static bool IsUnsignedBranch(Instruction instruction) => !IsSignedBranch(instruction) && !IsEqualityBranch(instruction);

    private static bool IsWholeWord(Instruction instruction) => instruction.Operation is Operation.Load32 or Operation.Store32;

    /// <summary>A chip and the steps that it proves: those of a class, of the instructions it takes.</summary>
    internal sealed class Route(OperationClass operationClass, Func<InstructionChip> declare, Func<Instruction, bool>? takes = null)
    {
        private readonly Lazy<InstructionChip> chip = new(declare);

        internal OperationClass Class => operationClass;

        internal InstructionChip Chip => chip.Value;

        /// <summary>Whether the chip takes only some of the steps of the class.</summary>
        internal bool IsPartial => takes is not null;

        internal bool Takes(Instruction instruction) => takes is null || takes(instruction);

        // The executor moves a memory access to a 32-bit register from MemoryAny to MemoryWord when it lies inside one word.
        internal bool MayProve(Instruction instruction) =>
            Takes(instruction) && (instruction.Operation.Class() == operationClass
                || (operationClass == OperationClass.MemoryWord && instruction.Operation.Class() == OperationClass.MemoryAny
                    && (instruction.Operation.Forms() & (OperandForms.B64 | OperandForms.D64)) == 0));
    }
}
