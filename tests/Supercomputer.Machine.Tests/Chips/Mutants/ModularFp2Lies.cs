using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Rows of the ModularFp2 chip that are refused for one reason: what a random walk does not find, because two equations must hold.</summary>
internal sealed class ModularFp2Lies
{
    private const int Bytes = ModularFp2Tests.Bytes, Limbs = Bytes / 2, Offset = 256;

    private static readonly BigInteger s_least = BigInteger.One << 376;

    private readonly HonestRow honest;
    private readonly Dictionary<string, int> columns;

    private ModularFp2Lies(Chip chip, HonestRow honest)
    {
        this.honest = honest;
        columns = chip.Columns.Select((name, index) => (name, index)).ToDictionary(column => column.name, column => column.index);
    }

    /// <summary>The lies of the chip from one of its real rows; none for another chip.</summary>
    internal static IEnumerable<HonestRow> Of(Chip chip, IEnumerable<HonestRow> rows)
    {
        if (chip.Name != "ModularFp2") return [];
        int isReal = chip.Columns.ToList().IndexOf("is_real");
        return new ModularFp2Lies(chip, rows.First(row => row.Columns[isReal] == KoalaBear.One)).All();
    }

    private IEnumerable<HonestRow> All() =>
        Borrowed().Concat(Results()).Concat(Carries(0)).Concat(Carries(1)).Concat(LastCarries()).Concat(Cases()).Concat(Orders(0)).Concat(Orders(1));

    /// <summary>Numbers with 256 in place of a byte: what the others are makes the equations hold.</summary>
    private IEnumerable<HonestRow> Borrowed()
    {
        for (int pair = 0; pair < Bytes; pair++)
        {
            BigInteger value = (BigInteger)256 << (16 * (pair % Limbs));
            int coordinate = pair / Limbs;
            (string, long)[] Changes(string name, int at) => [($"{name}[{2 * at}]", 256), ($"{name}[{2 * at + 1}]", -1)];
            yield return Row(new() { A = Pair(coordinate, value), C = (1, 0), R = (1, 0) }, Changes("a", pair));
            yield return Row(new() { B = Pair(coordinate, value), C = (1, 0), R = (1, 0) }, Changes("b", pair));
            yield return Row(
                new() { A = (value, 0), B = Pair(coordinate, s_least), Q = Pair(coordinate, value) }, Changes($"q{coordinate}", pair % Limbs));
            if (coordinate == 0 && pair < Limbs - 1) yield return Row(new() { M = s_least + value }, Changes("m", pair));
        }

        // The highest byte becomes zero, so the row has to trap.
        yield return Row(new() { M = s_least }, ("m[46]", 256), ("m[47]", -1), ("traps", 1), ("inverse", -1));
    }

    private IEnumerable<HonestRow> Results()
    {
        for (int coordinate = 0; coordinate < 2; coordinate++)
        {
            for (int limb = 0; limb < Limbs - 1; limb++)
            {
                BigInteger value = BigInteger.One << (16 * limb + 16);
                int at = coordinate * Limbs + limb;
                yield return Row(
                    new() { C = Pair(coordinate, value), R = Pair(coordinate, value), M = s_least * 2 }, ($"r[{at}]", 65536), ($"r[{at + 1}]", -1));
            }

            // 0 = m - m, where the result is less than zero.
            yield return Row(new() { Q = Pair(coordinate, 1) }, ($"r[{coordinate * Limbs + Limbs - 1}]", -256));
            // The last digit is 1/2 more: its product with the highest byte, which is 2, is the carry.
            BigInteger half = BigInteger.One << 380;
            yield return Row(
                new() { A = (half, 0), B = Pair(coordinate, half), M = 2 * s_least }, ($"q{coordinate}_last", (KoalaBear.Modulus + 1) / 2));
            yield return Row(new(), ($"q{coordinate}_last", 1));
        }
    }

    /// <summary>Equal modulo p, not as numbers: a product is p 2^(8 position) where it should be zero.</summary>
    private IEnumerable<HonestRow> Carries(int coordinate)
    {
        for (int position = 0; position <= 2 * Bytes - 5; position++)
        {
            int shift = Math.Min(position, Bytes - 4);
            yield return Row(
                new() { A = ((BigInteger)KoalaBear.Modulus << (8 * shift), 0), B = Pair(coordinate, BigInteger.One << (8 * (position - shift))) });
        }

        yield return Row(new() { Q = Pair(coordinate, BigInteger.One << (8 * 45)) }, ($"q{coordinate}_last", 127));
        yield return Row(new() { Q = Pair(coordinate, BigInteger.One << (8 * 46)) }, ($"q{coordinate}_last", 32512));
    }

    private IEnumerable<HonestRow> LastCarries()
    {
        // 2^15 65024 = p - 1 and 2^15 65025 = p + 32767.
        yield return Row(new() { A = (0, s_least), B = (0, s_least), M = 128 * s_least }, ("q0_last", 65024));
        yield return Row(
            new() { A = (255 * s_least, 127 * s_least), B = (s_least, 128 * s_least), M = 128 * s_least, Q = (-16001 * (BigInteger.One << 369), 0) },
            ("q1_last", 65025));
    }

    private IEnumerable<HonestRow> Cases()
    {
        yield return Row(new(), ("inverse", 6));
        yield return Row(new(), ("traps", 1), ("inverse", -1));
        yield return Row(new() { M = 5 }, ("inverse", 7));
        HonestRow twice = Row(
            new() { C = (s_least + 3, s_least + 3), R = (s_least + 3, s_least + 3), M = s_least + 5 }, ("is_real", 1), ("q0_last", Offset),
            Mark(0, 23, -1), Mark(0, 0), Mark(0, 1), Mark(1, 23, -1), Mark(1, 0), Mark(1, 1), ("inverse", 1));
        yield return twice;
    }

    private static (string, long) Mark(int coordinate, int limb, int value = 1) => ($"r{coordinate}_differs_first_at[{limb}]", value);

    private IEnumerable<HonestRow> Orders(int coordinate)
    {
        HonestRow Ordered(BigInteger modulus, BigInteger result, params (int Limb, int Value)[] marks) => Row(
            new() { C = Pair(coordinate, s_least + result), R = Pair(coordinate, s_least + result), M = s_least + modulus },
            [Mark(coordinate, Limbs - 1, -1), .. marks.Select(mark => Mark(coordinate, mark.Limb, mark.Value))]);
        for (int limb = 1; limb < Limbs; limb++) yield return Ordered(5, (BigInteger.One << (16 * limb)) + 3, (0, 1));
        yield return Ordered(5, 3, (0, 1), (1, 1));
        yield return Ordered(5, 5, (0, 1));
        for (int limb = 2; limb < Limbs; limb++) yield return Ordered(5, 3, (0, 1), (1, 1), (limb, -1));
        yield return Ordered(5, 3, (0, 1), (2, 1), (1, -1));
        yield return Ordered(3, 5, (1, 1), (2, 1), (0, -1));
    }

    private static (BigInteger, BigInteger) Pair(int coordinate, BigInteger value) => coordinate == 0 ? (value, 0) : (0, value);

    /// <summary>The honest row with other numbers, and then some cells changed by a difference.</summary>
    private HonestRow Row(Call call, params (string Name, long Value)[] changes)
    {
        HonestRow row = honest with { Columns = [.. honest.Columns] };
        void Set(string name, uint value) => row.Columns[columns[name]] = KoalaBear.FromCanonical(value);
        void Digits(string name, BigInteger number, int at, int count, int bits)
        {
            for (int digit = 0; digit < count; digit++) Set($"{name}[{at + digit}]", (uint)(number >> (bits * digit) & ((1 << bits) - 1)));
        }

        foreach ((string name, (BigInteger first, BigInteger second)) in new[] { ("a", call.A), ("b", call.B) })
        {
            Digits(name, first, 0, Bytes, 8);
            Digits(name, second, Bytes, Bytes, 8);
        }

        foreach ((string name, (BigInteger first, BigInteger second)) in new[] { ("c", call.C), ("r", call.R) })
        {
            Digits(name, first, 0, Limbs, 16);
            Digits(name, second, Limbs, Limbs, 16);
        }

        Digits("m", call.M, 0, Bytes, 8);
        Digits("q0", call.Q.First, 0, Bytes, 8);
        Digits("q1", call.Q.Second, 0, Bytes, 8);
        Set("q0_last", (uint)((call.Q.First >> (8 * Bytes)) + Offset));
        Set("q1_last", (uint)(call.Q.Second >> (8 * Bytes)));
        bool traps = call.M < s_least;
        Set("traps", traps ? 1u : 0);
        row.Columns[columns["inverse"]] = traps ? KoalaBear.Zero : KoalaBear.FromCanonical((uint)(call.M >> 376)).Inverse();
        for (int coordinate = 0; coordinate < 2; coordinate++)
        {
            Digits($"r{coordinate}_differs_first_at", 0, 0, Limbs, 16);
            Set($"r{coordinate}_differs_first_at[{Limbs - 1}]", 1);
        }

        foreach ((string name, long value) in changes)
            row.Columns[columns[name]] += value < 0 ? -KoalaBear.FromCanonical((uint)-value) : KoalaBear.FromCanonical((uint)value);
        return row;
    }

    /// <summary>The numbers of a row, whose results differ from the modulus in the highest limb.</summary>
    private sealed record Call
    {
        internal (BigInteger First, BigInteger Second) A { get; init; }

        internal (BigInteger First, BigInteger Second) B { get; init; }

        internal (BigInteger First, BigInteger Second) C { get; init; }

        internal (BigInteger First, BigInteger Second) Q { get; init; }

        internal (BigInteger First, BigInteger Second) R { get; init; }

        internal BigInteger M { get; init; } = s_least;
    }
}
