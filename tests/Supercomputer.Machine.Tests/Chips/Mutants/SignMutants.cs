using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Constraints with their outermost sign turned: a sum for a difference, a difference for a sum.</summary>
internal static class SignMutants
{
    /// <summary>The chip with the turned constraints after its own, each named as the one it comes from.</summary>
    internal static Chip AddTo(Chip chip)
    {
        List<Constraint> constraints = [.. chip.Constraints];
        foreach (Constraint constraint in chip.Constraints)
            if (Turn(constraint.Expression) is { } turned)
                constraints.Add(constraint with { Expression = turned });
        return new(chip.Name, chip.Columns, chip.Preprocessed, constraints, chip.Interactions, chip.FixedLogHeight);
    }

    /// <summary>The constraint that each turned one comes from, by its index in the chip that <see cref="AddTo"/> gives.</summary>
    internal static IEnumerable<(int Original, int Turned)> Pairs(Chip chip)
    {
        int turned = chip.Constraints.Count;
        for (int index = 0; index < chip.Constraints.Count; index++)
            if (Turn(chip.Constraints[index].Expression) is not null)
                yield return (index, turned++);
    }

    // The sign nearest to the root; a product has the first one of its factors. 0 - x turned is the same constraint.
    private static Expression? Turn(Expression expression)
    {
        Expression? left = expression.Left, right = expression.Right;
        switch (expression.Kind)
        {
            case ExpressionKind.Add:
                return left! - right!;
            case ExpressionKind.Subtract when left!.Kind == ExpressionKind.Constant && left.Value == 0:
                return Turn(right!) is { } turned ? Expression.Zero - turned : null;
            case ExpressionKind.Subtract:
                return left! + right!;
            case ExpressionKind.Multiply:
                return Turn(left!) is { } first ? first * right! : Turn(right!) is { } second ? left! * second : null;
            default:
                return null;
        }
    }
}
