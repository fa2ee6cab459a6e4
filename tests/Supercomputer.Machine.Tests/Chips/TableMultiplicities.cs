using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>Sets the tables' multiplicities to what the rows look up, as a malicious prover would.</summary>
internal static class TableMultiplicities
{
    /// <summary>Counts the lookups of all rows into the Byte table, the program and the input table.</summary>
    internal static void Adapt(IReadOnlyList<Trace> traces)
    {
        Trace bytes = traces.Single(trace => trace.Chip.Name == "ByteTable"), program = traces.Single(trace => trace.Chip.Name == "Program");
        Trace? input = traces.SingleOrDefault(trace => trace.Chip.Name == "InputTable");
        for (int column = 0; column < 3; column++) bytes.MutableColumn(column).Clear();
        program.MutableColumn(0).Clear();
        input?.MutableColumn(0).Clear();
        Dictionary<string, int> entries = input is null ? [] : Entries(input);
        foreach (Trace trace in traces)
            if (trace != bytes && trace != program && trace != input)
                ForEachMessage(trace, (bus, values, multiplicity) => Count(bus, values, multiplicity, bytes, program, input, entries));
    }

    private static void Count(
        string bus, ReadOnlySpan<uint> values, KoalaBear multiplicity, Trace bytes, Trace program, Trace? input, Dictionary<string, int> entries)
    {
        uint first = values[0], second = values.Length > 1 ? values[1] : 0;
        switch (bus)
        {
            case "Range16" when first < 1 << 16:
                bytes.MutableColumn(0)[(int)first] += multiplicity;
                break;
            case "Bytes" when first < 256 && second < 256:
                bytes.MutableColumn(1)[(int)(first + 256 * second)] += multiplicity;
                break;
            case "And" when first < 256 && second < 256:
                bytes.MutableColumn(2)[(int)(first + 256 * second)] += multiplicity;
                break;
            case "Program" when first < program.Height:
                program.MutableColumn(0)[(int)first] += multiplicity;
                break;
            case "Input" when input is not null && entries.TryGetValue(Name(values), out int entry):
                input.MutableColumn(0)[entry] += multiplicity;
                break;
        }
    }

    private static Dictionary<string, int> Entries(Trace input)
    {
        Dictionary<string, int> entries = new(StringComparer.Ordinal);
        int row = 0;
        ForEachMessage(input, (_, values, _) => entries.TryAdd(Name(values), row++));
        return entries;
    }

    private static string Name(ReadOnlySpan<uint> values) => string.Join(' ', values.ToArray());

    private static void ForEachMessage(Trace trace, Message message)
    {
        ExpressionProgram program = trace.Chip.Program;
        KoalaBear[] columns = new KoalaBear[trace.Chip.Width];
        KoalaBear[] preprocessed = new KoalaBear[trace.Chip.Preprocessed.Count];
        KoalaBear[] slots = new KoalaBear[program.Nodes.Length];
        Span<uint> values = stackalloc uint[128];
        for (int row = 0; row < trace.Height; row++)
        {
            trace.CopyRow(row, columns, preprocessed);
            program.Evaluate<KoalaBear>(columns, preprocessed, slots);
            for (int index = 0; index < program.Interactions.Length; index++)
            {
                ExpressionProgram.InteractionSlots interaction = program.Interactions[index];
                for (int at = 0; at < interaction.Values.Length; at++) values[at] = slots[interaction.Values[at]].ToCanonical();
                message(trace.Chip.Interactions[index].Bus.Name, values[..interaction.Values.Length], slots[interaction.Multiplicity]);
            }
        }
    }

    private delegate void Message(string bus, ReadOnlySpan<uint> values, KoalaBear multiplicity);
}
