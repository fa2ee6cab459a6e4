using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>What a row sends follows from what it receives and its instruction: no change of one or two cells gives a valid row with the
/// same inputs and another result. Lookups of other values that the table holds are allowed to the prover.</summary>
public sealed class DeterminismTests(ITestOutputHelper output)
{
    private static readonly uint[] s_values = [0, 1, 2, 255, 256, 65535, 65536, KoalaBear.Modulus - 1, KoalaBear.Modulus - 65536];
    private static readonly uint[] s_changes =
        [1, KoalaBear.Modulus - 1, 256, KoalaBear.Modulus - 256, 65536, KoalaBear.Modulus - 65536, 32512, KoalaBear.Modulus - 32512];

    [Fact]
    public void Results_of_arithmetic_follow_from_operands()
    {
        foreach (TheoryDataRow<string, Operation, Operation> group in ArithmeticChipTests.Groups)
        {
            (string chip, Operation first, Operation last) = group.Data;
            (ulong, ulong)[] pairs = [.. Operands.Pairs(ArithmeticChipTests.IsWide(chip), 4, 5).TakeLast(2)];
            using MachineRun run = new(ArithmeticChipTests.Program(chip, first, last, pairs));
            foreach (Trace trace in run.Traces)
                if (trace.Chip.Name.StartsWith(chip, StringComparison.Ordinal))
                    AssertDeterministic(trace, 2);
        }
    }

    [Fact]
    public void Results_of_conversions_memory_and_control_follow_from_operands()
    {
        using MachineRun convert = new(ConvertChipTests.Program());
        using MachineRun memory = new(MemoryChipTests.Accesses(MemoryChipTests.LoadsAndStores, 5));
        using MachineRun control = new(ControlChipTests.Everything(), ControlChipTests.s_inputs);
        AssertDeterministic(convert.Trace("Convert"), 4);
        foreach (string chip in new[] { "MemoryWord", "LoadPart", "StorePart", "LoadAny", "StoreAny" })
            AssertDeterministic(memory.Trace(chip), 2);
        foreach (string chip in new[] { "Jump", "Return", "MemorySize", "Output", "Call", "Move32", "Move64" })
            AssertDeterministic(control.Trace(chip), 4);
    }

    private void AssertDeterministic(Trace trace, int rows)
    {
        RowOracle oracle = new(trace);
        int real = Enumerable.Range(0, trace.Height).Count(oracle.IsActive);
        long tried = 0;
        for (int index = 0; index < Math.Min(rows, real); index++)
        {
            int row = index * (real - 1) / Math.Max(1, rows - 1);
            KoalaBear[] honest = oracle.Snapshot(row);
            for (int first = 0; first < trace.Chip.Width; first++)
            {
                KoalaBear saved = trace.Column(first)[row];
                foreach (KoalaBear one in Changes(saved))
                {
                    trace.MutableColumn(first)[row] = one;
                    for (int second = first; second < trace.Chip.Width; second++)
                    {
                        KoalaBear other = trace.Column(second)[row];
                        foreach (KoalaBear two in Changes(other))
                        {
                            trace.MutableColumn(second)[row] = two;
                            Assert.False(
                                oracle.Forges(row, honest),
                                $"{trace.Chip.Name}, row {row}: {trace.Chip.Columns[first]} = {one}, {trace.Chip.Columns[second]} = {two}");
                            tried++;
                        }

                        trace.MutableColumn(second)[row] = other;
                    }
                }

                trace.MutableColumn(first)[row] = saved;
            }
        }

        output.WriteLine($"{trace.Chip.Name}: pairs of changes tried {tried}, accepted 0");
    }

    private static IEnumerable<KoalaBear> Changes(KoalaBear value)
    {
        if (value == KoalaBear.Zero || value == KoalaBear.One) yield return KoalaBear.One - value;
        yield return value + KoalaBear.FromCanonical(s_changes[value.Raw % (uint)s_changes.Length]);
        yield return value - KoalaBear.One;
        yield return KoalaBear.FromCanonical(s_values[value.Raw % (uint)s_values.Length]);
    }
}
