using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Rows of the Inverse chips that are refused for one reason: what a random walk does not find, because a whole equation must hold.</summary>
internal sealed class InverseLies
{
    private readonly HonestRow honest;
    private readonly Dictionary<string, int> columns;
    private readonly int bytes;

    private InverseLies(Chip chip, HonestRow honest)
    {
        this.honest = honest;
        columns = AcceleratorRow.ColumnsOf(chip);
        bytes = chip.Columns.Count(name => name.StartsWith("a[", StringComparison.Ordinal));
    }

    private int Limbs => bytes / 2;

    private BigInteger Top => (BigInteger.One << (8 * bytes)) - 1;

    /// <summary>The lies of a chip from one of its real rows; none for another chip.</summary>
    internal static IEnumerable<HonestRow> Of(Chip chip, IEnumerable<HonestRow> rows)
    {
        if (!chip.Name.StartsWith("Inverse", StringComparison.Ordinal)) return [];
        int isReal = chip.Columns.ToList().IndexOf("is_real");
        return new InverseLies(chip, rows.First(row => row.Columns[isReal] == KoalaBear.One)).All();
    }

    private IEnumerable<HonestRow> All() => Borrowed().Concat(Cases()).Concat(Carries()).Concat(Orders());

    /// <summary>256 in place of 0 in a byte and 1 less in the next: the numbers are what they were.</summary>
    private IEnumerable<HonestRow> Borrowed()
    {
        (BigInteger a, BigInteger z, BigInteger m, BigInteger q) = Dense();
        foreach (string name in new[] { "a", "z", "m", "q" })
            for (int pair = 0; pair < Limbs; pair++)
                yield return Row(a, z, m, q, 1, ($"{name}[{2 * pair}]", 256), ($"{name}[{2 * pair + 1}]", -1));
    }

    /// <summary>An honest call of which no odd byte is zero.</summary>
    private (BigInteger A, BigInteger Z, BigInteger M, BigInteger Q) Dense()
    {
        BigInteger m = (Top / 3 * 2) + 1;
        for (BigInteger a = Top; ; a--)
        {
            if (AcceleratorProgram.Inverse(a, m) is not { } z) continue;
            BigInteger q = ((z * a) - 1) / m;
            if (!HasZero(a) && !HasZero(z) && !HasZero(q)) return (a, z, m, q);
        }
    }

    private bool HasZero(BigInteger number) => Enumerable.Range(0, Limbs).Any(pair => (number >> (16 * pair + 8) & 0xFF).IsZero);

    private IEnumerable<HonestRow> Cases()
    {
        yield return Row(0, 1, 5, 0, 0, ("sum_inverse", 6));
        yield return Row(0, 0, 1, 0, 0, ("sum_inverse", 7));
        yield return Row(0, 1, 65536, 0, 0, ("is_trivial", 1), ("z_differs_first_at[1]", -1));
        yield return Row(0, 1, 256 + (BigInteger.One << (8 * bytes - 8)), 0, 0, ("is_trivial", 1), ($"z_differs_first_at[{Limbs - 1}]", -1));
        yield return Row(0, 1, 5, 0, 0, ("is_trivial", 1), ("z_differs_first_at[0]", -1));
        yield return Row(1, 1, 1, 0, 1);
        yield return Row(1, 2, 7, 0, 2);
        yield return Row(2, 3, 5, 1, 1, ("is_real", 1), ("z_differs_first_at[1]", 1));
        BigInteger high = BigInteger.One << (8 * bytes - 8);
        yield return Row(high, high, Top, 0, 0);
    }

    /// <summary>Equal modulo p, not as numbers: a product is p 2^(8 position) where it should be zero.</summary>
    private IEnumerable<HonestRow> Carries()
    {
        BigInteger p = KoalaBear.Modulus, one = BigInteger.One;
        for (int position = 0; position <= 2 * bytes - 5; position++)
        {
            int shift = Math.Min(position, bytes - 4);
            yield return Row(one << (8 * (position - shift)), p << (8 * shift), Top, 0, 0);
        }

        yield return Row(one << (8 * bytes - 1), p << (8 * bytes - 31), Top, 0, 0);
    }

    private IEnumerable<HonestRow> Orders()
    {
        HonestRow Ordered(BigInteger modulus, BigInteger value, params (int Limb, int Value)[] marks)
        {
            AcceleratorRow row = new(Row(0, value, modulus, 0, 0), columns);
            for (int limb = 0; limb < Limbs; limb++) row.Set($"z_differs_first_at[{limb}]", 0);
            foreach ((int limb, int mark) in marks) row.Set($"z_differs_first_at[{limb}]", mark);
            return row.Row;
        }

        for (int limb = 1; limb < Limbs; limb++) yield return Ordered(5, (BigInteger.One << (16 * limb)) + 3, (0, 1));
        yield return Ordered(5, 3, (0, 1), (1, 1));
        yield return Ordered(5, 5, (0, 1));
        for (int limb = 2; limb < Limbs; limb++) yield return Ordered(5, 3, (0, 1), (1, 1), (limb, -1));
        yield return Ordered(5, 3, (0, 1), (2, 1), (1, -1));
        yield return Ordered(3, 5, (1, 1), (2, 1), (0, -1));
    }

    private HonestRow Row(BigInteger a, BigInteger z, BigInteger m, BigInteger q, int f, params (string Name, long Value)[] changes)
    {
        AcceleratorRow row = new(honest, columns);
        foreach ((string name, BigInteger number) in new[] { ("a", a), ("z", z), ("m", m), ("q", q) }) row.Digits(name, number, bytes, 8);
        row.Set("has_inverse", f);
        row.Set("is_trivial", m <= 1 ? 1 : 0);
        row.Mark("z", z, m, Limbs, m > 1);
        foreach ((string name, long value) in changes)
            if (name != "sum_inverse") row.Add(name, value);
        row["sum_inverse"] = (row["is_real"] - row["is_trivial"]) * AcceleratorRow.Inverse(row.Sum("z", bytes));
        foreach ((string name, long value) in changes)
            if (name == "sum_inverse") row.Add(name, value);
        return row.Row;
    }
}
