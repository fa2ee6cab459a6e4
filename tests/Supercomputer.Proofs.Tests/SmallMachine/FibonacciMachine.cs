using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Proofs.Tests.SmallMachine;

/// <summary>The least machine with everything in it: a Fibonacci chip whose state passes over a bus, a range table, a memory of eight cells.</summary>
internal sealed class FibonacciMachine : IDisposable
{
    public static readonly Bus State = new("State", 1, 3);
    public static readonly Bus Range = new("Range8", 2, 1);
    public static readonly Bus Memory = new("Memory", 3, 3);
    private const int Cells = 8;

    public static readonly Chip Fibonacci = BuildFibonacci();
    public static readonly Chip Table = BuildTable();
    public static readonly ChipSet Chips = new([Fibonacci, Table]);

    /// <summary>Runs <paramref name="steps"/> steps from (0, 1): a row sends (i+1, b, a+b) and writes b into cell i mod 8.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="parts">The rows of each part of the Fibonacci chip's table but the last; none for one table.</param>
    public FibonacciMachine(int steps, params int[] parts)
    {
        TraceBuilder[] builders = [.. parts.Append(steps - parts.Sum()).Select(count => new TraceBuilder(Fibonacci, count))];
        int part = 0, start = 0;
        using TraceBuilder table = new(Table, 1 << 8);
        uint a = 0, b = 1;
        uint[] value = new uint[Cells], time = new uint[Cells];
        for (uint i = 0; i < steps; i++)
        {
            uint cell = i % Cells, now = i + 1;
            if (part < parts.Length && i == start + parts[part]) start += parts[part++];
            builders[part].SetRow((int)i - start, [1, i, a, b, cell, value[cell], time[cell]]);
            table.Column(0)[(int)(now - time[cell] - 1)]++;
            (value[cell], time[cell]) = (b, now);
            (a, b) = (b, (uint)(((ulong)a + b) % KoalaBear.Modulus));
        }

        Traces = [.. builders.Select(rows => rows.Seal()), table.Seal()];
        PublicTerms =
        [
            new(State, true, [0, 0, 1]),
            new(State, false, [(uint)steps, a, b]),
            .. Enumerable.Range(0, Cells).Select(cell => new PublicTerm(Memory, true, [(uint)cell, 0, 0])),
            .. Enumerable.Range(0, Cells).Select(cell => new PublicTerm(Memory, false, [(uint)cell, value[cell], time[cell]])),
        ];
    }

    public IReadOnlyList<Trace> Traces { get; }

    public IReadOnlyList<PublicTerm> PublicTerms { get; }

    public void Dispose()
    {
        foreach (Trace trace in Traces) trace.Dispose();
    }

    private static Chip BuildFibonacci()
    {
        ChipBuilder builder = new("Fibonacci");
        Expression real = builder.Boolean("is_real"), i = builder.Column("i"), a = builder.Column("a"), b = builder.Column("b");
        Expression cell = builder.Column("cell"), old = builder.Column("old"), oldTime = builder.Column("old_time");
        builder.Receive(State, real, i, a, b);
        builder.Send(State, real, i + 1, b, a + b);
        builder.Receive(Memory, real, cell, old, oldTime);
        builder.Send(Memory, real, cell, b, i + 1);
        builder.Send(Range, real, i - oldTime);
        foreach ((string name, Expression column) in new[] { ("i", i), ("a", a), ("b", b), ("cell", cell), ("old", old), ("old_time", oldTime) })
            builder.AssertZero($"{name} is zero in padding", (1 - real) * column);
        return builder.Build();
    }

    private static Chip BuildTable()
    {
        ChipBuilder builder = new("Range table");
        Expression multiplicity = builder.Column("multiplicity");
        builder.Provide(Range, multiplicity, builder.Preprocessed(8, new IndexBitsColumn(0, 8) { Name = "index" }));
        return builder.Build();
    }
}
