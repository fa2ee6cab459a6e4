using Supercomputer.Machine.Chips;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>Declares a chip of the machine: columns as cells, and lookups in the 2^16-row table by name.</summary>
/// <param name="name">The chip's name.</param>
internal sealed class AirBuilder(string name)
{
    /// <summary>2^-16 in the field: turns a multiple of 2^16 into the carry it is.</summary>
    internal const long InverseOf65536 = -32512;

    private readonly ChipBuilder chip = new(name);

    internal Cell Column(string column) => new(chip.Column(column));

    internal Cell[] Columns(string column, int count) =>
        [.. chip.Columns(column, count).Select(expression => new Cell(expression))];

    internal Cell Boolean(string column) => new(chip.Boolean(column));

    internal Cell[] Booleans(string column, int count) =>
        [.. Enumerable.Range(0, count).Select(index => Boolean($"{column}[{index}]"))];

    internal void AssertZero(string constraint, Expression expression) => chip.AssertZero(constraint, expression);

    internal void AssertEqual(string constraint, Expression left, Expression right) =>
        chip.AssertEqual(constraint, left, right);

    internal void AssertBoolean(string constraint, Expression expression) => chip.AssertBoolean(constraint, expression);

    internal void Send(Bus bus, Expression multiplicity, params Expression[] values) => chip.Send(bus, multiplicity, values);

    internal void Receive(Bus bus, Expression multiplicity, params Expression[] values) =>
        chip.Receive(bus, multiplicity, values);

    internal void Provide(Bus bus, Expression multiplicity, params Expression[] values) =>
        chip.Provide(bus, multiplicity, values);

    internal Expression Preprocessed(int logHeight, PreprocessedColumn column) => chip.Preprocessed(logHeight, column);

    /// <summary>The value lies in [0, 2^16).</summary>
    internal void Range16(Expression multiplicity, Expression value) => chip.Send(Buses.Range16, multiplicity, value);

    /// <summary>Both values lie in [0, 2^8).</summary>
    internal void Bytes(Expression multiplicity, Expression low, Expression high) =>
        chip.Send(Buses.Bytes, multiplicity, low, high);

    /// <summary>Both values are bytes, and the third is their bitwise and.</summary>
    internal void And(Expression multiplicity, Expression left, Expression right, Expression and) =>
        chip.Send(Buses.And, multiplicity, left, right, and);

    /// <summary>The sum of flags, constrained to be 0 or 1: whether the row is real.</summary>
    internal Expression OneOf(params ReadOnlySpan<Cell> flags)
    {
        Expression sum = Expression.Zero;
        foreach (Cell flag in flags) sum += flag;
        if (flags.Length > 1) AssertBoolean("is_real", sum);
        return sum;
    }

    internal Chip Build() => chip.Build();
}
