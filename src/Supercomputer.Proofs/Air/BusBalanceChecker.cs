using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>Counts every tuple on every bus over all chips and public terms: slow, exact, and names what does not balance.</summary>
public static class BusBalanceChecker
{
    /// <summary>The first tuples, at most <paramref name="limit"/>, whose sends and receives differ.</summary>
    /// <param name="traces">The traces of all present chips.</param>
    /// <param name="publicTerms">What the statement sends and receives.</param>
    /// <param name="limit">How many failures to collect.</param>
    public static IReadOnlyList<CheckFailure> Check(
        IReadOnlyList<Trace> traces, IReadOnlyList<PublicTerm> publicTerms, int limit = 8)
    {
        Dictionary<Message, Balance> balances = [];
        foreach (Trace trace in traces) AddTrace(trace, balances);
        foreach (PublicTerm term in publicTerms)
            AddMessage(balances, new(term.Bus, [.. term.Values]), term.IsSend ? KoalaBear.One : -KoalaBear.One, "public", 0);
        return
        [
            .. balances.Where(pair => pair.Value.Sum != KoalaBear.Zero).Take(limit).Select(pair => new CheckFailure(
                pair.Value.Chip, pair.Value.Row, $"bus {pair.Key.Bus.Name}",
                $"({string.Join(", ", pair.Key.Values)}): sends less receives expected 0, actual {Signed(pair.Value.Sum)}")),
        ];
    }

    private static long Signed(KoalaBear value)
    {
        uint canonical = value.ToCanonical();
        return canonical > KoalaBear.Modulus / 2 ? canonical - (long)KoalaBear.Modulus : canonical;
    }

    private static void AddTrace(Trace trace, Dictionary<Message, Balance> balances)
    {
        Chip chip = trace.Chip;
        ExpressionProgram program = chip.Program;
        KoalaBear[] columns = new KoalaBear[chip.Width];
        KoalaBear[] preprocessed = new KoalaBear[chip.Preprocessed.Count];
        KoalaBear[] slots = new KoalaBear[program.Nodes.Length];
        for (int row = 0; row < trace.Height; row++)
        {
            trace.CopyRow(row, columns, preprocessed);
            program.Evaluate<KoalaBear>(columns, preprocessed, slots);
            for (int index = 0; index < chip.Interactions.Count; index++)
            {
                KoalaBear multiplicity = slots[program.Interactions[index].Multiplicity];
                if (multiplicity == KoalaBear.Zero) continue;
                uint[] values = [.. program.Interactions[index].Values.Select(slot => slots[slot].ToCanonical())];
                Interaction interaction = chip.Interactions[index];
                AddMessage(
                    balances, new(interaction.Bus, values), interaction.IsSend ? multiplicity : -multiplicity, chip.Name, row);
            }
        }
    }

    private static void AddMessage(
        Dictionary<Message, Balance> balances, Message message, KoalaBear signedMultiplicity, string chip, int row)
    {
        ref Balance balance = ref CollectionsMarshal.GetValueRefOrAddDefault(balances, message, out bool exists);
        if (!exists) (balance.Chip, balance.Row) = (chip, row);
        balance.Sum += signedMultiplicity;
    }

    private struct Balance
    {
        public KoalaBear Sum;
        public string Chip;
        public int Row;
    }

    private readonly record struct Message(Bus Bus, uint[] Values)
    {
        public bool Equals(Message other) => Bus.Id == other.Bus.Id && Values.AsSpan().SequenceEqual(other.Values);

        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.Add(Bus.Id);
            foreach (uint value in Values) hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
