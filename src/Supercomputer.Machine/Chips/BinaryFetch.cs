using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>Fetches r[a] and r[b] (or an immediate), and writes the result to r[d]: what most operations have in common.</summary>
/// <remarks>
/// Statement: the instruction at pc is (operation + is_immediate, d, a, b, immediate limbs), with <see cref="SecondOperand"/>.
/// Cost: 5 columns and one for each old limb, and the second operand's; 12 interactions with the state's, 9 for an immediate;
/// in place 2 columns, 2 limbs and 3 interactions less.
/// </remarks>
internal sealed class BinaryFetch
{
    private readonly StateColumns state;
    private readonly RegisterRead? a;
    private readonly SecondOperand b;
    private readonly RegisterWrite d;

    /// <summary>Declares the fetch.</summary>
    /// <param name="air">The chip.</param>
    /// <param name="state">Its state.</param>
    /// <param name="form">What operand B may be.</param>
    /// <param name="isReal">Whether the row is real.</param>
    /// <param name="operation">The code of the register form.</param>
    /// <param name="withoutImmediate">Whether the row's operation has no immediate form; null if all have one.</param>
    /// <param name="left">The limbs of operand A.</param>
    /// <param name="right">The limbs of operand B.</param>
    /// <param name="result">The limbs written: two for r32, four for r64.</param>
    /// <param name="inPlace">Whether d = a: one access at clock + 3 takes operand A and leaves the result.</param>
    internal BinaryFetch(
        AirBuilder air, StateColumns state, OperandForm form, Expression isReal, Expression operation,
        Expression? withoutImmediate, Expression[] left, Expression[] right, Expression[] result, bool inPlace = false)
    {
        this.state = state;
        if (!inPlace) a = new(air, state, "a", isReal, left.Length / 2, left, 0);
        b = new(air, state, form, isReal, withoutImmediate, right);
        d = new(air, state, isReal, result.Length / 2, result, inPlace ? left : null);
        state.Step(isReal, state.ProgramCounter + 1);
        state.Instruction(isReal, operation + b.IsImmediate, d.Index, a is null ? d.Index : a.Index, b.Index, b.Immediates);
    }

    internal void Fill(in Step step, in Instruction instruction, Span<uint> row, LookupCounts counts)
    {
        state.Fill(step, row);
        a?.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        b.Fill(step, instruction, row, counts);
        d.Fill(instruction.D, step.OldD, step.DTime, step.Clock, row, counts);
    }
}
