using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
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
    public static VerificationError? CheckOne(Statement statement)
    {
        if (statement.Steps >= (ulong)MaximumRows) return new("steps", $"below {MaximumRows}", $"{statement.Steps}");
        return statement.InstructionCount >= KoalaBear.Modulus
            ? new("instruction count", $"below {KoalaBear.Modulus}", $"{statement.InstructionCount}")
            : null;
    }

    /// <summary>The steps of all rows that the heights have room for stay below 2^27: then the clock cannot wrap, and no cycle of rows
    /// balances. A row of a path counts as many steps as it is long.</summary>
    public static VerificationError? CheckShapes(MachineChips chips, IReadOnlyList<ChipShape> shapes)
    {
        long rows = shapes.Sum(shape => (long)chips.StepsOfRow(shape.Chip) << shape.LogHeight);
        return rows > MaximumRows ? new("rows of instruction chips", $"at most {MaximumRows} steps", $"{rows}") : null;
    }
}
