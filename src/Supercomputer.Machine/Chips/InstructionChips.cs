using Supercomputer.Machine.Chips.Arithmetic;
using Supercomputer.Machine.Chips.Control;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Chips;

/// <summary>The chip of each class of operations, declared once and kept: chips are immutable.</summary>
internal static class InstructionChips
{
    private static readonly Lazy<InstructionChip>?[] s_chips =
        [.. Enumerable.Range(0, Operations.ClassCount).Select(index => Declare((OperationClass)index))];

    private static CallChip? s_call;

    /// <summary>The chip that proves the steps of a class; null for the classes that have none.</summary>
    /// <param name="operationClass">The class.</param>
    /// <param name="stackLimit">The program's stack limit.</param>
    internal static InstructionChip? Of(OperationClass operationClass, uint stackLimit)
    {
        if (operationClass != OperationClass.Call) return s_chips[(int)operationClass]?.Value;
        CallChip? call = s_call;
        if (call?.StackLimit != stackLimit) s_call = call = new(stackLimit);
        return call;
    }

    private static Lazy<InstructionChip>? Declare(OperationClass operationClass) => operationClass switch
    {
        OperationClass.Jump => new(() => new JumpChip()),
        OperationClass.Return => new(() => new ReturnChip()),
        OperationClass.Move32 => new(() => new MoveChip(false)),
        OperationClass.Move64 => new(() => new MoveChip(true)),
        OperationClass.Add32 => new(() => new AddChip(false)),
        OperationClass.Add64 => new(() => new AddChip(true)),
        OperationClass.Divide32 => new(() => new DivideChip(false)),
        OperationClass.Divide64 => new(() => new DivideChip(true)),
        OperationClass.Set32 => new(() => new SetChip(false)),
        OperationClass.Set64 => new(() => new SetChip(true)),
        OperationClass.Branch32 => new(() => new BranchChip(false)),
        OperationClass.Branch64 => new(() => new BranchChip(true)),
        _ => null,
    };
}
