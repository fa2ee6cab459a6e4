using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>A committed column of a chip: an expression where the chip is declared, a place in the row where it is filled.</summary>
internal readonly struct Cell
{
    private readonly Expression expression;

    internal Cell(Expression expression)
    {
        this.expression = expression;
        Index = (int)expression.Value;
    }

    /// <summary>The column's index in its chip.</summary>
    internal int Index { get; }

    public static implicit operator Expression(Cell cell) => cell.expression;

    public static Expression operator +(Cell left, Expression right) => left.expression + right;

    public static Expression operator -(Cell left, Expression right) => left.expression - right;

    public static Expression operator *(Cell left, Expression right) => left.expression * right;

    public static Expression operator +(long left, Cell right) => Expression.Constant(left) + right.expression;

    public static Expression operator -(long left, Cell right) => Expression.Constant(left) - right.expression;

    public static Expression operator *(long left, Cell right) => Expression.Constant(left) * right.expression;
}
