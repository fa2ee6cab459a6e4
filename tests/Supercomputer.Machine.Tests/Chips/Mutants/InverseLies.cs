using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Lies of the Inverse chips.</summary>
internal sealed class InverseLies(Chip chip, IEnumerable<HonestRow> rows) : AcceleratorLies(chip, rows)
{
    protected override IEnumerable<HonestRow> All() => Borrowed().Concat(Cases()).Concat(Carries()).Concat(Orders(Ordered));

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
        yield return Row(0, 1, 256 + (BigInteger.One << (8 * Bytes - 8)), 0, 0, ("is_trivial", 1), ($"z_differs_first_at[{Limbs - 1}]", -1));
        yield return Row(0, 1, 5, 0, 0, ("is_trivial", 1), ("z_differs_first_at[0]", -1));
        yield return Row(1, 1, 1, 0, 1);
        yield return Row(1, 2, 7, 0, 2);
        yield return Row(2, 3, 5, 1, 1, ("is_real", 1), ("z_differs_first_at[1]", 1));
        BigInteger high = BigInteger.One << (8 * Bytes - 8);
        yield return Row(high, high, Top, 0, 0);
    }

    /// <summary>Equal modulo p, not as numbers: a product is p 2^(8 position) where it should be zero.</summary>
    private IEnumerable<HonestRow> Carries()
    {
        BigInteger p = KoalaBear.Modulus, one = BigInteger.One;
        for (int position = 0; position <= 2 * Bytes - 5; position++)
        {
            int shift = Math.Min(position, Bytes - 4);
            yield return Row(one << (8 * (position - shift)), p << (8 * shift), Top, 0, 0);
        }

        yield return Row(one << (8 * Bytes - 1), p << (8 * Bytes - 31), Top, 0, 0);
    }

    private HonestRow Ordered(BigInteger modulus, BigInteger value, (int Limb, int Value)[] marks)
    {
        AcceleratorRow row = Filled(0, value, modulus, 0, 0);
        row.Marks("z_differs_first_at", Limbs, marks);
        return row.With([]);
    }

    private AcceleratorRow Filled(BigInteger a, BigInteger z, BigInteger m, BigInteger q, int f)
    {
        AcceleratorRow row = NewRow();
        foreach ((string name, BigInteger number) in new[] { ("a", a), ("z", z), ("m", m), ("q", q) }) row.Digits(name, number, Bytes, 8);
        row.Set("has_inverse", f);
        row.Set("is_trivial", m <= 1 ? 1 : 0);
        row.Mark("z", z, m, Limbs, m > 1);
        SetInverse(row);
        return row;
    }

    private void SetInverse(AcceleratorRow row) =>
        row["sum_inverse"] = (row["is_real"] - row["is_trivial"]) * AcceleratorRow.Inverse(row.Sum("z", Bytes));

    private HonestRow Row(BigInteger a, BigInteger z, BigInteger m, BigInteger q, int f, params (string Name, BigInteger Value)[] changes)
    {
        AcceleratorRow row = Filled(a, z, m, q, f);
        row.With(changes.Where(change => change.Name != "sum_inverse"));
        SetInverse(row);
        return row.With(changes.Where(change => change.Name == "sum_inverse"));
    }
}
