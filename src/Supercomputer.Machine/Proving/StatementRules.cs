using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Proving;

/// <summary>What a verifier checks of the claimed end and of the heights before it reads the argument.</summary>
internal static class StatementRules
{
    /// <summary>Steps of all rows stay below this, so that clocks stay below 2^29.</summary>
    private const long MaximumRows = 1L << 27;

    /// <summary>Fuel: it ran out exactly when all of it was spent.</summary>
    public static VerificationError? CheckEnd(Statement statement, ulong fuel)
    {
        if (statement.Outcome > Outcome.OutOfFuel)
            return new("outcome", $"at most {(byte)Outcome.OutOfFuel}", $"{(byte)statement.Outcome}");
        if (statement.Outcome == Outcome.OutOfFuel && statement.Steps != fuel)
            return new("fuel", $"{fuel} steps when fuel ran out", $"{statement.Steps}");
        if (statement.Outcome != Outcome.OutOfFuel && statement.Steps >= fuel)
            return new("fuel", $"fewer than {fuel} steps unless fuel ran out", $"{statement.Steps}");
        return null;
    }

    /// <summary>A run in one proof: its clock and its count are field elements.</summary>
    public static VerificationError? CheckOne(Statement statement, uint greatestCost) =>
        statement.Steps >= (ulong)MaximumRows
            ? new("steps", $"below {MaximumRows}", $"{statement.Steps}")
            : CheckCount("", statement.Steps, statement.InstructionCount, greatestCost);

    /// <summary>The count of instructions, a field element, cannot have wrapped around p.</summary>
    /// <param name="prefix">What the error's name begins with.</param>
    /// <param name="steps">The steps, below 2^27.</param>
    /// <param name="instructionCount">The count.</param>
    /// <param name="greatestCost">The most that one step of the program adds to it.</param>
    /// <remarks>Soundness: a number of p or more would name the same element as another below it.</remarks>
    public static VerificationError? CheckCount(string prefix, ulong steps, ulong instructionCount, uint greatestCost)
    {
        if (instructionCount >= KoalaBear.Modulus)
            return new($"{prefix}instruction count", $"below {KoalaBear.Modulus}", $"{instructionCount}");
        return steps * greatestCost >= KoalaBear.Modulus
            ? new($"{prefix}steps", $"fewer than {KoalaBear.Modulus / greatestCost} of up to {greatestCost} instructions", $"{steps}")
            : null;
    }

    /// <summary>The most WebAssembly instructions that one step of a program counts for, at least 1.</summary>
    public static uint GreatestCost(LoweredProgram program) => Math.Max(1, program.Instructions.Max(instruction => (uint)instruction.Cost));

    /// <summary>The steps of all rows that the heights have room for stay below 2^27: then the clock cannot wrap, and no cycle of rows
    /// balances. A row of a path counts as many steps as it is long.</summary>
    public static VerificationError? CheckShapes(MachineChips chips, IReadOnlyList<ChipShape> shapes)
    {
        long rows = shapes.Sum(shape => (long)chips.StepsOfRow(shape.Chip) << shape.LogHeight);
        return rows > MaximumRows ? new("rows of instruction chips", $"at most {MaximumRows} steps", $"{rows}") : null;
    }
}
