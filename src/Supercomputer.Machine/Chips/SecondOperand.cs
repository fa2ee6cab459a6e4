using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>The second operand: the register b, or the instruction's immediate.</summary>
/// <remarks>
/// Statement: an immediate operand's limbs are those of the instruction; any other operand is the register's value. The code of an immediate
/// form is that of the register form and one. Cost: 3 columns and 3 interactions; without the flag where the form is fixed, and nothing at
/// all where it is an immediate.
/// </remarks>
internal sealed class SecondOperand
{
    private readonly Cell? flag;
    private readonly RegisterRead? register;

    /// <summary>Declares the operand.</summary>
    /// <param name="air">The chip.</param>
    /// <param name="state">Its state.</param>
    /// <param name="form">What the operand may be.</param>
    /// <param name="isReal">Whether the row is real.</param>
    /// <param name="withoutImmediate">Whether the row's operation has no immediate form; null if all have one.</param>
    /// <param name="limbs">The operand's limbs.</param>
    internal SecondOperand(
        AirBuilder air, StateColumns state, OperandForm form, Expression isReal, Expression? withoutImmediate, Expression[] limbs)
    {
        IsImmediate = form == OperandForm.Immediate ? isReal : Expression.Zero;
        if (form == OperandForm.Either)
        {
            flag = air.Boolean("is_immediate");
            IsImmediate = flag.Value;
            air.AssertZero("an immediate needs an operation that has one", IsImmediate * (1 - isReal + (withoutImmediate ?? 0)));
        }

        if (form != OperandForm.Immediate)
            register = new(air, state, "b", isReal - IsImmediate, limbs.Length / 2, limbs, 1);
        Immediates = form switch
        {
            OperandForm.Register => [],
            OperandForm.Immediate => limbs,
            _ => [.. limbs.Select(limb => IsImmediate * limb)],
        };
    }

    /// <summary>Whether the operand is an immediate.</summary>
    internal Expression IsImmediate { get; }

    /// <summary>The index of the register, 0 for an immediate.</summary>
    internal Expression Index => register is null ? Expression.Zero : register.Index;

    /// <summary>The immediate fields of the instruction.</summary>
    internal Expression[] Immediates { get; }

    internal void Fill(in Step step, in Instruction instruction, Span<uint> row, LookupCounts counts)
    {
        if ((instruction.Operation.Forms() & OperandForms.Value) == 0)
            register!.Fill(instruction.B, step.BTime, step.Clock, row, counts);
        else if (flag is { } cell)
            row[cell.Index] = 1;
    }
}
