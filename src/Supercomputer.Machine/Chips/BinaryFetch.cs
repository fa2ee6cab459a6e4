using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>Fetches r[a] and r[b] (or an immediate), and writes the result to r[d]: what most operations have in common.</summary>
/// <remarks>
/// Statement: the instruction at pc is (operation + is_immediate, d, a, b, immediate limbs); an immediate operand's limbs are those
/// of the instruction, any other operand is the register's. The code of an immediate form is that of the register form and one.
/// Cost: 6 columns and one for each old limb; 12 interactions with the state's.
/// </remarks>
internal sealed class BinaryFetch
{
    private readonly StateColumns state;
    private readonly Cell isImmediate;
    private readonly RegisterRead a;
    private readonly RegisterRead b;
    private readonly RegisterWrite d;

    /// <summary>Declares the fetch.</summary>
    /// <param name="air">The chip.</param>
    /// <param name="state">Its state.</param>
    /// <param name="isReal">Whether the row is real.</param>
    /// <param name="operation">The code of the register form.</param>
    /// <param name="withoutImmediate">Whether the row's operation has no immediate form; null if all have one.</param>
    /// <param name="left">The limbs of operand A.</param>
    /// <param name="right">The limbs of operand B.</param>
    /// <param name="result">The limbs written: two for r32, four for r64.</param>
    internal BinaryFetch(
        AirBuilder air, StateColumns state, Expression isReal, Expression operation, Expression? withoutImmediate,
        Expression[] left, Expression[] right, Expression[] result)
    {
        this.state = state;
        isImmediate = air.Boolean("is_immediate");
        air.AssertZero("an immediate needs an operation that has one", isImmediate * (1 - isReal + (withoutImmediate ?? 0)));
        int space = left.Length / 2;
        a = new(air, state, "a", isReal, space, left, 0);
        b = new(air, state, "b", isReal - isImmediate, space, right, 1);
        d = new(air, state, isReal, result.Length / 2, result);
        state.Step(isReal, state.ProgramCounter + 1);
        state.Instruction(
            isReal, operation + isImmediate, d.Index, a.Index, b.Index, [.. right.Select(limb => isImmediate * limb)]);
    }

    internal void Fill(in Step step, in Instruction instruction, Span<uint> row, LookupCounts counts)
    {
        state.Fill(step, instruction, row);
        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        if ((instruction.Operation.Forms() & OperandForms.Value) != 0) row[isImmediate.Index] = 1;
        else b.Fill(instruction.B, step.BTime, step.Clock, row, counts);
        d.Fill(instruction.D, step.OldD, step.DTime, step.Clock, row, counts);
    }
}
