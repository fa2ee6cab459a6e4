using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>A polynomial in the columns of one row, as data: the prover, the verifier and the checkers evaluate the same graph.</summary>
/// <remarks>Range: constants are canonical, below p. Rows are local: there is no access to a neighbouring row, state passes over buses.</remarks>
public sealed class Expression
{
    private Expression(ExpressionKind kind, uint value, Expression? left, Expression? right, int degree)
    {
        Kind = kind;
        Value = value;
        Left = left;
        Right = right;
        Degree = degree;
    }

    /// <summary>The zero constant.</summary>
    public static Expression Zero { get; } = Constant(0);

    /// <summary>The one constant.</summary>
    public static Expression One { get; } = Constant(1);

    /// <summary>What this node is.</summary>
    public ExpressionKind Kind { get; }

    /// <summary>The constant (canonical), or the index of the column.</summary>
    public uint Value { get; }

    /// <summary>The left operand of an operation.</summary>
    public Expression? Left { get; }

    /// <summary>The right operand of an operation.</summary>
    public Expression? Right { get; }

    /// <summary>The total degree in the columns.</summary>
    public int Degree { get; }

    /// <summary>A constant, reduced modulo p; negative values are allowed.</summary>
    /// <param name="value">Any integer.</param>
    public static Expression Constant(long value)
    {
        long reduced = value % KoalaBear.Modulus;
        return new(ExpressionKind.Constant, (uint)(reduced < 0 ? reduced + KoalaBear.Modulus : reduced), null, null, 0);
    }

    /// <summary>A committed column.</summary>
    /// <param name="index">Its index in the chip.</param>
    public static Expression Column(int index) => new(ExpressionKind.Column, (uint)index, null, null, 1);

    /// <summary>A preprocessed column.</summary>
    /// <param name="index">Its index among the chip's preprocessed columns.</param>
    public static Expression Preprocessed(int index) => new(ExpressionKind.Preprocessed, (uint)index, null, null, 1);

    /// <summary>A constant, reduced modulo p.</summary>
    /// <param name="value">Any integer.</param>
    public static implicit operator Expression(long value) => Constant(value);

    /// <summary>The sum; zeros vanish.</summary>
    /// <param name="left">The first term.</param>
    /// <param name="right">The second term.</param>
    public static Expression operator +(Expression left, Expression right)
    {
        if (IsConstant(left, 0)) return right;
        if (IsConstant(right, 0)) return left;
        if (left.Kind == ExpressionKind.Constant && right.Kind == ExpressionKind.Constant)
            return Constant((long)left.Value + right.Value);
        return new(ExpressionKind.Add, 0, left, right, Math.Max(left.Degree, right.Degree));
    }

    /// <summary>The difference; zeros vanish.</summary>
    /// <param name="left">What is subtracted from.</param>
    /// <param name="right">What is subtracted.</param>
    public static Expression operator -(Expression left, Expression right)
    {
        if (IsConstant(right, 0)) return left;
        if (left.Kind == ExpressionKind.Constant && right.Kind == ExpressionKind.Constant)
            return Constant((long)left.Value - right.Value);
        return new(ExpressionKind.Subtract, 0, left, right, Math.Max(left.Degree, right.Degree));
    }

    /// <summary>The negation.</summary>
    /// <param name="value">The expression to negate.</param>
    public static Expression operator -(Expression value) => Zero - value;

    /// <summary>The product; factors zero and one vanish.</summary>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    public static Expression operator *(Expression left, Expression right)
    {
        if (IsConstant(left, 0) || IsConstant(right, 0)) return Zero;
        if (IsConstant(left, 1)) return right;
        if (IsConstant(right, 1)) return left;
        if (left.Kind == ExpressionKind.Constant && right.Kind == ExpressionKind.Constant)
            return Constant((long)((ulong)left.Value * right.Value % KoalaBear.Modulus));
        return new(ExpressionKind.Multiply, 0, left, right, left.Degree + right.Degree);
    }

    private static bool IsConstant(Expression expression, uint value) =>
        expression.Kind == ExpressionKind.Constant && expression.Value == value;
}
