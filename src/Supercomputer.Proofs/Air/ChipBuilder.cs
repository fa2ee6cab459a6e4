namespace Supercomputer.Proofs.Air;

/// <summary>Declares a chip: columns first, then constraints and interactions on them.</summary>
/// <param name="name">The chip's name, unique in its chip set.</param>
public sealed class ChipBuilder(string name)
{
    private readonly List<string> columns = [];
    private readonly List<PreprocessedColumn> preprocessed = [];
    private readonly List<Constraint> constraints = [];
    private readonly List<Interaction> interactions = [];
    private int? fixedLogHeight;

    /// <summary>Adds a committed column.</summary>
    /// <param name="column">Its name.</param>
    public Expression Column(string column)
    {
        columns.Add(column);
        return Expression.Column(columns.Count - 1);
    }

    /// <summary>Adds several committed columns, named by the common name and an index.</summary>
    /// <param name="column">The common name.</param>
    /// <param name="count">How many.</param>
    public Expression[] Columns(string column, int count) =>
        [.. Enumerable.Range(0, count).Select(index => Column($"{column}[{index}]"))];

    /// <summary>Adds a committed column that is 0 or 1 in every row.</summary>
    /// <param name="column">Its name.</param>
    public Expression Boolean(string column)
    {
        Expression value = Column(column);
        AssertBoolean(column, value);
        return value;
    }

    /// <summary>Adds a preprocessed column; the first one fixes the height of the chip.</summary>
    /// <param name="logHeight">The log height, the same for all preprocessed columns of a chip.</param>
    /// <param name="column">The column.</param>
    public Expression Preprocessed(int logHeight, PreprocessedColumn column)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(logHeight, Chip.MinLogHeight);
        if (fixedLogHeight is { } height && height != logHeight)
            throw new ArgumentException($"{name}.{column.Name}: log height {logHeight}, but the chip has {height}", nameof(logHeight));
        fixedLogHeight = logHeight;
        preprocessed.Add(column);
        return Expression.Preprocessed(preprocessed.Count - 1);
    }

    /// <summary>Requires an expression to be zero in every row.</summary>
    /// <param name="constraint">What it says.</param>
    /// <param name="expression">The expression, of degree at most 3.</param>
    public void AssertZero(string constraint, Expression expression)
    {
        RequireDegree(constraint, expression);
        if (expression.Kind == ExpressionKind.Constant && expression.Value == 0) return;
        constraints.Add(new(constraint, expression));
    }

    /// <summary>Requires two expressions to be equal in every row.</summary>
    /// <param name="constraint">What it says.</param>
    /// <param name="left">The one side.</param>
    /// <param name="right">The other side.</param>
    public void AssertEqual(string constraint, Expression left, Expression right) => AssertZero(constraint, left - right);

    /// <summary>Requires an expression to be 0 or 1 in every row.</summary>
    /// <param name="constraint">What it is.</param>
    /// <param name="expression">The expression, of degree 1.</param>
    public void AssertBoolean(string constraint, Expression expression) =>
        AssertZero($"{constraint} is boolean", expression * (expression - 1));

    /// <summary>Sends a tuple in every row, <paramref name="multiplicity"/> times; the chip's constraints keep that boolean.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="multiplicity">0 or 1 in every row.</param>
    /// <param name="values">The tuple.</param>
    public void Send(Bus bus, Expression multiplicity, params Expression[] values) => Add(bus, true, multiplicity, values, false);

    /// <summary>Receives a tuple in every row, <paramref name="multiplicity"/> times; the chip's constraints keep that boolean.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="multiplicity">0 or 1 in every row.</param>
    /// <param name="values">The tuple.</param>
    public void Receive(Bus bus, Expression multiplicity, params Expression[] values) => Add(bus, false, multiplicity, values, false);

    /// <summary>The table side of a lookup: receives a preprocessed tuple as often as a free multiplicity column says.</summary>
    /// <remarks>Soundness: a free multiplicity can only absorb tuples that the table holds, so the tuple must be fixed by preprocessed columns.</remarks>
    /// <param name="bus">The bus.</param>
    /// <param name="multiplicity">The free count.</param>
    /// <param name="values">The tuple.</param>
    public void Provide(Bus bus, Expression multiplicity, params Expression[] values) => Add(bus, false, multiplicity, values, true);

    /// <summary>Finishes the chip.</summary>
    public Chip Build() => new(name, columns, preprocessed, constraints, interactions, fixedLogHeight);

    private void Add(Bus bus, bool isSend, Expression multiplicity, Expression[] values, bool isTable)
    {
        if (values.Length != bus.Arity)
            throw new ArgumentException($"{name}: bus {bus.Name} takes {bus.Arity} values, not {values.Length}", nameof(values));
        RequireDegree($"multiplicity on {bus.Name}", multiplicity);
        foreach (Expression value in values) RequireDegree($"value on {bus.Name}", value);
        interactions.Add(new(bus, isSend, multiplicity, values, isTable));
    }

    private void RequireDegree(string what, Expression expression)
    {
        if (expression.Degree > Chip.MaxDegree)
            throw new ArgumentException($"{name}: {what} has degree {expression.Degree}; at most {Chip.MaxDegree} is allowed", nameof(expression));
    }
}
