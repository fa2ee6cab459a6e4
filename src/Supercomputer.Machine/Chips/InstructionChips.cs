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
        new(OperationClass.Modular, () => new ModularChip(Operation.MultiplyAdd256), operation => operation == Operation.MultiplyAdd256),
        new(OperationClass.Modular, () => new ModularChip(Operation.MultiplyAdd384), operation => operation == Operation.MultiplyAdd384),
        new(OperationClass.Auxiliary, () => new AuxiliaryChip()),
        new(OperationClass.Move32, () => new MoveChip(false)),
        new(OperationClass.Move64, () => new MoveChip(true)),
        new(OperationClass.Convert, () => new ConvertChip()),
        new(OperationClass.Add32, () => new AddChip(false, OperandForm.Register), operation => !HasImmediate(operation)),
        new(OperationClass.Add32, () => new AddChip(false, OperandForm.Immediate), HasImmediate),
        new(OperationClass.Add64, () => new AddChip(true)),
        new(OperationClass.Bitwise32, () => new BitwiseChip(false, OperandForm.Register), operation => !HasImmediate(operation)),
        new(OperationClass.Bitwise32, () => new BitwiseChip(false, OperandForm.Immediate), HasImmediate),
        new(OperationClass.Bitwise64, () => new BitwiseChip(true)),
        new(OperationClass.Multiply32, () => new MultiplyChip(false)),
        new(OperationClass.Multiply64, () => new MultiplyChip(true)),
        new(OperationClass.Divide32, () => new DivideChip(false)),
        new(OperationClass.Divide64, () => new DivideChip(true)),
        new(OperationClass.Shift32, () => new ShiftChip(false, OperandForm.Register), operation => !HasImmediate(operation)),
        new(OperationClass.Shift32, () => new ShiftChip(false, OperandForm.Immediate), HasImmediate),
        new(OperationClass.Shift64, () => new ShiftChip(true)),
        new(OperationClass.Set32, () => new SetChip(false)),
        new(OperationClass.Set64, () => new SetChip(true)),
        new(OperationClass.Branch32, () => new BranchChip(false), IsSignedBranch),
        new(OperationClass.Branch32, () => new BranchChip(false, false, OperandForm.Register),
            operation => !IsSignedBranch(operation) && !HasImmediate(operation)),
        new(OperationClass.Branch32, () => new BranchChip(false, false, OperandForm.Immediate),
            operation => !IsSignedBranch(operation) && HasImmediate(operation)),
        new(OperationClass.Branch64, () => new BranchChip(true)),
        new(OperationClass.MemoryWord, () => new MemoryWordChip(), IsWholeWord),
        new(OperationClass.MemoryWord, () => new LoadPartChip(), operation => !IsWholeWord(operation) && !operation.IsStore()),
        new(OperationClass.MemoryWord, () => new StorePartChip(), operation => !IsWholeWord(operation) && operation.IsStore()),
        new(OperationClass.MemoryAny, () => new LoadAnyChip(), operation => !operation.IsStore()),
        new(OperationClass.MemoryAny, () => new StoreAnyChip(), operation => operation.IsStore()),
    ];

    /// <summary>The chips that a program can need, each with the steps that it proves.</summary>
    /// <param name="program">The program.</param>
    internal static IReadOnlyList<Route> For(LoweredProgram program)
    {
        bool[] present = new bool[Operations.Count];
        foreach (Instruction instruction in program.Instructions) present[(int)instruction.Operation] = true;
        CallChip? call = s_call;
        if (call?.StackLimit != program.Limits.StackLimit) s_call = call = new(program.Limits.StackLimit);
        Route[] all = [.. s_routes, new(OperationClass.Call, () => call)];
        Operation[] operations = [.. Enum.GetValues<Operation>().Where(operation => present[(int)operation])];
        foreach (Operation operation in operations)
            if (operation != Operation.Halt && !all.Any(route => route.MayProve(operation)))
                throw new NotSupportedException($"no chip for the operation {operation}");
        return [.. all.Where(route => operations.Any(route.MayProve))];
    }

    private static bool HasImmediate(Operation operation) => (operation.Forms() & OperandForms.Value) != 0;

    private static bool IsSignedBranch(Operation operation) =>
        operation is Operation.BrLtS32 or Operation.BrLtS32Imm or Operation.BrGeS32 or Operation.BrGeS32Imm;

    private static bool IsWholeWord(Operation operation) => operation is Operation.Load32 or Operation.Store32;

    /// <summary>A chip and the steps that it proves: those of a class, of the operations it takes.</summary>
    internal sealed class Route(OperationClass operationClass, Func<InstructionChip> declare, Func<Operation, bool>? takes = null)
    {
        private readonly Lazy<InstructionChip> chip = new(declare);

        internal OperationClass Class => operationClass;

        internal InstructionChip Chip => chip.Value;

        /// <summary>Whether the chip takes only some of the steps of the class.</summary>
        internal bool IsPartial => takes is not null;

        internal bool Takes(Operation operation) => takes is null || takes(operation);

        // The executor moves a memory access to a 32-bit register from MemoryAny to MemoryWord when it lies inside one word.
        internal bool MayProve(Operation operation) =>
            Takes(operation) && (operation.Class() == operationClass
                || (operationClass == OperationClass.MemoryWord && operation.Class() == OperationClass.MemoryAny
                    && (operation.Forms() & (OperandForms.B64 | OperandForms.D64)) == 0));
    }
}
