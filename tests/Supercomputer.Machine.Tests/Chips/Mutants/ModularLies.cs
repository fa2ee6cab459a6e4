using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Rows of the Modular chips that are refused for one reason: what a random walk does not find, because a whole equation must hold.</summary>
internal sealed class ModularLies
{
    private readonly HonestRow honest;
    private readonly Dictionary<string, int> columns;
    private readonly int bytes;

    private ModularLies(Chip chip, HonestRow honest)
    {
        this.honest = honest;
        columns = chip.Columns.Select((name, index) => (name, index)).ToDictionary(column => column.name, column => column.index);
        bytes = chip.Columns.Count(name => name.StartsWith("a[", StringComparison.Ordinal));
    }

    private int Limbs => bytes / 2;

    private BigInteger Top => (BigInteger.One << (8 * bytes)) - 1;

    /// <summary>The lies of a chip from one of its real rows; none for another chip.</summary>
    internal static IEnumerable<HonestRow> Of(Chip chip, IEnumerable<HonestRow> rows)
    {
        if (chip.Name is not ("Modular256" or "Modular384")) return [];
        int isReal = chip.Columns.ToList().IndexOf("is_real");
        return new ModularLies(chip, rows.First(row => row.Columns[isReal] == KoalaBear.One)).All();
    }

    private IEnumerable<HonestRow> All()
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
        for (int position = 0; position <= 2 * bytes - 4; position++)
        {
            BigInteger sum = (BigInteger)KoalaBear.Modulus << (8 * position);
            yield return Row(0, 0, 0, 0, sum >> (8 * bytes), sum & Top);
        }

        yield return Row(0, 0, 0, 0, BigInteger.One << (8 * bytes - 8), 0);
        foreach (HonestRow row in Cases().Concat(Orders())) yield return row;
    }

    private HonestRow Borrowed(string number, int pair)
    {
        // The number is 256 at this pair; what the others are makes the equation hold.
        BigInteger value = (BigInteger)256 << (16 * pair), two = 2;
        (string, long)[] changes = [($"{number}[{2 * pair}]", 256), ($"{number}[{2 * pair + 1}]", -1)];
        return number switch
        {
            "a" => Row(value, 0, 1, two, 0, 1, [.. changes, Mark(0)]),
            "b" => Row(0, value, 1, two, 0, 1, [.. changes, Mark(0)]),
            "m" => Row(0, 0, 0, value, 0, 0, [.. changes, Mark(pair)]),
            _ => Row(value, 2, 0, two, value, 0, [.. changes, Mark(0)]),
        };
    }

    private static (string, long) Mark(int limb) => ($"differs_first_at[{limb}]", 1);

    private IEnumerable<HonestRow> Cases()
    {
        yield return Row(0, 0, 3, 5, 0, 3, Mark(0), ("inverse", 7));
        yield return Filled(0, 0, 0, 5 + ((BigInteger)5 << (8 * bytes - 16)), 0, 0, [("is_zero", 1, false), ("inverse", 0, true)]);
        yield return Row(0, 0, 0, 0, 0, 0, ("inverse", 7));
        HonestRow twice = Row(0, 0, 3, 5, 0, 3, Mark(0), Mark(1), ("is_real", 1));
        twice.Columns[columns["inverse"]] += twice.Columns[columns["inverse"]];
        yield return twice;
    }

    private IEnumerable<HonestRow> Orders()
    {
        for (int limb = 1; limb < Limbs; limb++)
        {
            BigInteger lie = (BigInteger.One << (16 * limb)) + 3;
            yield return Row(0, 0, lie, 5, 0, lie, Mark(0));
        }

        yield return Row(0, 0, 3, 5, 0, 3, Mark(0), Mark(1));
        yield return Row(0, 0, 5, 5, 0, 5, Mark(0));
        yield return Row(0, 0, 3, 5, 0, 3, Mark(0), ("traps", 1));
        for (int limb = 2; limb < Limbs; limb++) yield return Row(0, 0, 3, 5, 0, 3, Mark(0), Mark(1), ($"differs_first_at[{limb}]", -1));
        yield return Row(0, 0, 3, 5, 0, 3, Mark(0), Mark(2), ("differs_first_at[1]", -1));
        yield return Row(0, 0, 5, 3, 0, 5, Mark(1), Mark(2), ("differs_first_at[0]", -1));
    }

    private HonestRow Row(BigInteger a, BigInteger b, BigInteger c, BigInteger m, BigInteger q, BigInteger r, params (string Name, long Value)[] changes) =>
        Filled(a, b, c, m, q, r, [.. changes.Select(change => (change.Name, change.Value, false))]);

    /// <summary>The honest row with other numbers, and then some cells changed by a difference, or set.</summary>
    private HonestRow Filled(
        BigInteger a, BigInteger b, BigInteger c, BigInteger m, BigInteger q, BigInteger r, params (string Name, long Value, bool Sets)[] changes)
    {
        HonestRow row = honest with { Columns = [.. honest.Columns] };
        void Set(string name, KoalaBear value) => row.Columns[columns[name]] = value;
        foreach ((string name, BigInteger number) in new[] { ("a", a), ("b", b), ("m", m), ("q", q) })
            for (int index = 0; index < bytes; index++) Set($"{name}[{index}]", KoalaBear.FromCanonical((uint)(number >> (8 * index) & 0xFF)));
        foreach ((string name, BigInteger number) in new[] { ("c", c), ("r", r), ("differs_first_at", 0) })
            for (int limb = 0; limb < Limbs; limb++) Set($"{name}[{limb}]", KoalaBear.FromCanonical((uint)(number >> (16 * limb) & 0xFFFF)));
        uint sum = (uint)Enumerable.Range(0, Limbs).Sum(limb => (int)(m >> (16 * limb) & 0xFFFF));
        Set("is_zero", m.IsZero ? KoalaBear.One : KoalaBear.Zero);
        Set("traps", KoalaBear.Zero);
        Set("inverse", m.IsZero ? KoalaBear.Zero : KoalaBear.FromCanonical(sum).Inverse());
        foreach ((string name, long value, bool sets) in changes)
        {
            KoalaBear change = value < 0 ? -KoalaBear.FromCanonical((uint)-value) : KoalaBear.FromCanonical((uint)value);
            Set(name, sets ? change : row.Columns[columns[name]] + change);
        }

        return row;
    }
}
