using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Rows of Sha256Round in which one bit of one word is wrong and all that follows from it is right: refused for that one reason.
/// A random walk does not find them, because sixteen rounds have to follow from the bit.</summary>
internal sealed class Sha256Lies
{
    private const int Rounds = 16, Kept = 3;

    private readonly HonestRow honest;
    private readonly Dictionary<string, int> columns;
    private readonly int number;

    private Sha256Lies(HonestRow honest, Dictionary<string, int> columns, int number)
    {
        this.honest = honest;
        this.columns = columns;
        this.number = number;
    }

    /// <summary>The lies of the chip from its rows; none for another chip.</summary>
    internal static IEnumerable<HonestRow> Of(Chip chip, IEnumerable<HonestRow> rows)
    {
        if (chip.Name != "Sha256Round") return [];
        Dictionary<string, int> columns = AcceleratorRow.ColumnsOf(chip);
        int NumberOf(HonestRow row) => Enumerable.Range(0, 4).FirstOrDefault(step => row.Columns[columns[$"step[{step}]"]] == KoalaBear.One, -1);
        return rows.GroupBy(NumberOf).Where(same => same.Key >= 0).SelectMany(same => new Sha256Lies(same.First(), columns, same.Key).All());
    }

    private IEnumerable<HonestRow> All()
    {
        foreach (string word in new[] { "w", "e", "a" })
            for (int round = 0; round < Rounds; round++)
                foreach (int bit in new[] { 0, 16 })
                    yield return Lie(word, round, 1u << bit);
    }

    private HonestRow Lie(string word, int lyingRound, uint change)
    {
        KoalaBear[] row = [.. honest.Columns];
        uint[] a = new uint[Kept + Rounds + 1], e = new uint[Kept + Rounds + 1], w = new uint[Rounds];
        (a[0], e[0]) = (Known("d", 0), Known("h", 0));
        for (int index = 0; index < Kept; index++) (a[index + 1], e[index + 1]) = (Word("a", index), Word("e", index));
        for (int t = 0; t < Rounds; t++)
        {
            w[t] = Schedule(w, t) ^ Change("w", t);
            uint x = e[t + 3], y = a[t + 3];
            uint sum = e[t] + Sigma(x, 6, 11, 25) + ((x & e[t + 2]) ^ (~x & e[t + 1])) + ScalarSha256.Constant((Rounds * number) + t) + w[t];
            e[t + 4] = (a[t] + sum) ^ Change("e", t);
            a[t + 4] = (e[t + 4] - a[t] + Sigma(y, 2, 13, 22) + ((y & a[t + 2]) ^ (y & a[t + 1]) ^ (a[t + 2] & a[t + 1]))) ^ Change("a", t);
        }

        for (int t = 0; t < Rounds; t++)
        {
            Write(row, "w", t, w[t]);
            Write(row, "a", Kept + t, a[t + 4]);
            Write(row, "e", Kept + t, e[t + 4]);
        }

        return honest with { Columns = row };

        uint Change(string which, int t) => which == word && t == lyingRound ? change : 0;
    }

    /// <summary>The word of a round, from what the row knows of it and its earlier words.</summary>
    private uint Schedule(uint[] w, int t)
    {
        uint value = Known("known", 2 * t);
        if (number == 0) return value;
        if (t >= 2) value += BitOperations.RotateRight(w[t - 2], 17) ^ BitOperations.RotateRight(w[t - 2], 19) ^ (w[t - 2] >> 10);
        if (t >= 7) value += w[t - 7];
        if (t == 15) value += BitOperations.RotateRight(w[0], 7) ^ BitOperations.RotateRight(w[0], 18) ^ (w[0] >> 3);
        return value;
    }

    private uint Known(string name, int first) => Canonical($"{name}[{first}]") + (Canonical($"{name}[{first + 1}]") << 16);

    private uint Word(string name, int index) =>
        Enumerable.Range(0, 32).Aggregate(0u, (value, bit) => value | (Canonical($"{name}[{index}][{bit}]") << bit));

    private uint Canonical(string column) => honest.Columns[columns[column]].ToCanonical();

    private void Write(KoalaBear[] row, string name, int index, uint value)
    {
        for (int bit = 0; bit < 32; bit++) row[columns[$"{name}[{index}][{bit}]"]] = KoalaBear.FromCanonical((value >> bit) & 1);
    }

    private static uint Sigma(uint x, int i, int j, int k) =>
        BitOperations.RotateRight(x, i) ^ BitOperations.RotateRight(x, j) ^ BitOperations.RotateRight(x, k);
}
