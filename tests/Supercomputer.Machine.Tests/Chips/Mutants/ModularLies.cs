using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Lies of the Modular chips.</summary>
internal sealed class ModularLies(Chip chip, IEnumerable<HonestRow> rows) : AcceleratorLies(chip, rows)
{
    protected override IEnumerable<HonestRow> All()
    {
        foreach (string number in new[] { "a", "b", "m", "q" })
            for (int pair = 0; pair < Limbs; pair++)
                yield return Borrowed(number, pair);
        for (int limb = 0; limb < Limbs - 1; limb++)
        {
            BigInteger value = BigInteger.One << (16 * limb + 16);
            yield return Row(0, 0, value, 0, 0, value, ($"r[{limb}]", 65536), ($"r[{limb + 1}]", -1));
        }

        yield return Row(Top, Top, Top, 0, Top - 1, 0, ($"r[{Limbs - 1}]", 65536));
        // Equal modulo p, not as numbers: the sum of q 2^(8 n) + r is p 2^(8 position) where it should be zero.
        for (int position = 0; position <= 2 * Bytes - 4; position++)
        {
            BigInteger sum = (BigInteger)KoalaBear.Modulus << (8 * position);
            yield return Row(0, 0, 0, 0, sum >> (8 * Bytes), sum & Top);
        }

        yield return Row(0, 0, 0, 0, BigInteger.One << (8 * Bytes - 8), 0);
        foreach (HonestRow row in Cases().Concat(Orders(Ordered))) yield return row;
    }

    private HonestRow Borrowed(string number, int pair)
    {
        // The number is 256 at this pair; what the others are makes the equation hold.
        BigInteger value = (BigInteger)256 << (16 * pair), two = 2;
        (string, BigInteger)[] changes = [($"{number}[{2 * pair}]", 256), ($"{number}[{2 * pair + 1}]", -1)];
        return number switch
        {
            "a" => Row(value, 0, 1, two, 0, 1, [.. changes, Mark(0)]),
            "b" => Row(0, value, 1, two, 0, 1, [.. changes, Mark(0)]),
            "m" => Row(0, 0, 0, value, 0, 0, [.. changes, Mark(pair)]),
            _ => Row(value, 2, 0, two, value, 0, [.. changes, Mark(0)]),
        };
    }

    private static (string, BigInteger) Mark(int limb, int value = 1) => ($"differs_first_at[{limb}]", value);

    private IEnumerable<HonestRow> Cases()
    {
        yield return Row(0, 0, 3, 5, 0, 3, Mark(0), ("inverse", 7));
        AcceleratorRow zero = Filled(0, 0, 0, 5 + ((BigInteger)5 << (8 * Bytes - 16)), 0, 0);
        zero.Set("inverse", 0);
        yield return zero.With([("is_zero", 1)]);
        yield return Row(0, 0, 0, 0, 0, 0, ("inverse", 7));
        AcceleratorRow twice = Filled(0, 0, 3, 5, 0, 3);
        twice["inverse"] += twice["inverse"];
        yield return twice.With([Mark(0), Mark(1), ("is_real", 1)]);
        yield return Row(0, 0, 3, 5, 0, 3, Mark(0), ("traps", 1));
    }

    private HonestRow Ordered(BigInteger modulus, BigInteger value, (int Limb, int Value)[] marks) =>
        Row(0, 0, value, modulus, 0, value, [.. marks.Select(mark => Mark(mark.Limb, mark.Value))]);

    private HonestRow Row(BigInteger a, BigInteger b, BigInteger c, BigInteger m, BigInteger q, BigInteger r, params (string Name, BigInteger Value)[] changes) =>
        Filled(a, b, c, m, q, r).With(changes);

    /// <summary>The honest row with other numbers, and no limb marked.</summary>
    private AcceleratorRow Filled(BigInteger a, BigInteger b, BigInteger c, BigInteger m, BigInteger q, BigInteger r)
    {
        AcceleratorRow row = NewRow();
        foreach ((string name, BigInteger number) in new[] { ("a", a), ("b", b), ("m", m), ("q", q) }) row.Digits(name, number, Bytes, 8);
        foreach ((string name, BigInteger number) in new[] { ("c", c), ("r", r), ("differs_first_at", 0) }) row.Digits(name, number, Limbs, 16);
        row.Set("is_zero", m.IsZero ? 1 : 0);
        row.Set("traps", 0);
        row.Set("inverse", Enumerable.Range(0, Limbs).Select(limb => m >> (16 * limb) & 0xFFFF).Aggregate(BigInteger.Zero, BigInteger.Add));
        row["inverse"] = AcceleratorRow.Inverse(row["inverse"]);
        return row;
    }
}
