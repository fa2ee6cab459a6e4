using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips.Accelerators;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Rows of the Poseidon2 chips that are refused for one reason: one S-box, one limb or one flag lies, and all that follows from it is right.</summary>
internal sealed class Poseidon2Lies
{
    private const uint P = KoalaBear.Modulus, HighLimb = P >> 16;

    private readonly HonestRow honest;
    private readonly Dictionary<string, int> columns;
    private readonly int width;

    private Poseidon2Lies(Chip chip, HonestRow honest)
    {
        this.honest = honest;
        columns = AcceleratorRow.ColumnsOf(chip);
        width = chip.Name == "Poseidon2Of16" ? 16 : 24;
    }

    /// <summary>The lies of the chip from one of its rows that does not trap; none for another chip.</summary>
    internal static IEnumerable<HonestRow> Of(Chip chip, IEnumerable<HonestRow> rows)
    {
        if (!chip.Name.StartsWith("Poseidon2", StringComparison.Ordinal)) return [];
        int isReal = chip.Columns.ToList().IndexOf("is_real"), traps = chip.Columns.ToList().IndexOf("traps");
        return new Poseidon2Lies(chip, rows.First(row => row.Columns[isReal] == KoalaBear.One && row.Columns[traps] == KoalaBear.Zero)).All();
    }

    private IEnumerable<HonestRow> All()
    {
        uint[] state = [.. Enumerable.Range(0, width).Select(index => (uint)(0x12345678 + (index * 0x01010101)))];
        for (int cube = 0; cube < Poseidon2Rounds.Cubes(width); cube++) yield return Row(state, lyingCube: cube);
        // Twice at once: round constants count with is_real.
        yield return Row(state, real: 2);
        for (int word = 0; word < width; word++)
        {
            foreach (HonestRow row in Results(state, word)) yield return row;
            foreach (HonestRow row in Words(state, word)) yield return row;
        }
    }

    private IEnumerable<HonestRow> Results(uint[] state, int word)
    {
        HonestRow row = Row(state);
        uint value = row.Columns[columns[$"result[{2 * word}]"]].ToCanonical() + (row.Columns[columns[$"result[{2 * word + 1}]"]].ToCanonical() << 16);
        int low = (int)(value & 0xFFFF), high = (int)(value >> 16);

        // Another number; the number plus p; a low limb with a bit of the high one; a high limb below zero.
        yield return WithLimbs(row, "result", word, (int)((P - value) & 0xFFFF), (int)((P - value) >> 16));
        yield return WithLimbs(row, "result", word, (int)((value + P) & 0xFFFF), (int)((value + P) >> 16));
        yield return WithLimbs(row, "result", word, low + 65536, high - 1);
        yield return WithLimbs(row, "result", word, (int)((value - 1) & 0xFFFF), (int)((value - 1) >> 16) - (int)HighLimb);
    }

    private IEnumerable<HonestRow> Words(uint[] state, int word)
    {
        // A word above p that does not exceed, and one below that does.
        uint[] above = [.. state];
        above[word] = P + 5;
        yield return WithFlags(Row(above), word, KoalaBear.Zero);
        yield return WithFlags(Row(state), word, KoalaBear.One);

        // It exceeds, and the row does not trap.
        HonestRow hidden = WithFlags(Row(above), word, KoalaBear.One);
        hidden.Columns[columns["traps"]] = hidden.Columns[columns["inverse_of_count"]] = KoalaBear.Zero;
        yield return hidden;

        // room - e (2 room + 1) = 7 for an e that is no flag.
        int room = (int)HighLimb - (int)(state[word] >> 16) - 1;
        KoalaBear flag = Of(room - 7) * Of((2 * room) + 1).Inverse();
        yield return WithFlags(Row(state), word, flag);
    }

    private static KoalaBear Of(int value) => value < 0 ? -KoalaBear.FromCanonical((uint)-value) : KoalaBear.FromCanonical((uint)value);

    private HonestRow WithFlags(HonestRow row, int word, KoalaBear flag)
    {
        row.Columns[columns[$"exceeds[{word}]"]] = flag;
        row.Columns[columns["traps"]] = flag == KoalaBear.Zero ? KoalaBear.Zero : KoalaBear.One;
        row.Columns[columns["inverse_of_count"]] = flag == KoalaBear.Zero ? KoalaBear.Zero : flag.Inverse();
        return row;
    }

    private HonestRow WithLimbs(HonestRow row, string name, int word, int low, int high)
    {
        HonestRow changed = row with { Columns = [.. row.Columns] };
        changed.Columns[columns[$"{name}[{2 * word}]"]] = Of(low);
        changed.Columns[columns[$"{name}[{2 * word + 1}]"]] = Of(high);
        string inverse = name == "word" ? "inverse" : "result_inverse";
        changed.Columns[columns[$"{inverse}[{word}]"]] = low == 0 ? KoalaBear.Zero : Of(low).Inverse();
        return changed;
    }

    /// <summary>The row of a state that no word of exceeds, where one S-box gives the negative of its cube.</summary>
    private HonestRow Row(uint[] state, int lyingCube = -1, int real = 1)
    {
        HonestRow row = honest with { Columns = [.. honest.Columns] };
        row.Columns[columns["is_real"]] = Of(real);
        KoalaBear[] last = Poseidon2Rounds.Walk(
            [.. state.Select(word => KoalaBear.Reduce(word))],
            (value, factor) => value * factor,
            (left, right) => left + right,
            (value, constant, cube) =>
            {
                KoalaBear sum = value + constant * Of(real), cubed = sum * sum * sum;
                if (cube == lyingCube) cubed = -cubed;
                if (columns.TryGetValue($"cube[{cube}]", out int column)) row.Columns[column] = cubed;
                return cubed;
            });
        for (int word = 0; word < width; word++)
        {
            uint result = last[word].ToCanonical();
            row = WithLimbs(row, "word", word, (int)(state[word] & 0xFFFF), (int)(state[word] >> 16));
            row = WithLimbs(row, "result", word, (int)(result & 0xFFFF), (int)(result >> 16));
        }

        return row;
    }
}
