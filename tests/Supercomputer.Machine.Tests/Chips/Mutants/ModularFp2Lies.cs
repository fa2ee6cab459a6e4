using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Lies of the ModularFp2 chips.</summary>
internal sealed class ModularFp2Lies(Chip chip, IEnumerable<HonestRow> rows) : AcceleratorLies(chip, rows)
{
    private const int Offset = 256;

    protected override IEnumerable<HonestRow> All() =>
        Borrowed().Concat(Results()).Concat(Carries(0)).Concat(Carries(1)).Concat(LastCarries()).Concat(Cases()).Concat(Orders(Ordered(0))).Concat(Orders(Ordered(1)));

    /// <summary>Numbers with 256 in place of a byte: what the others are makes the equations hold.</summary>
    private IEnumerable<HonestRow> Borrowed()
    {
        for (int pair = 0; pair < Bytes; pair++)
        {
            BigInteger value = (BigInteger)256 << (16 * (pair % Limbs));
            int coordinate = pair / Limbs;
            (string, BigInteger)[] Changes(string name, int at) => [($"{name}[{2 * at}]", 256), ($"{name}[{2 * at + 1}]", -1)];
            yield return Row(new() { A = Pair(coordinate, value), C = (1, 0), R = (1, 0) }, Changes("a", pair));
            yield return Row(new() { B = Pair(coordinate, value), C = (1, 0), R = (1, 0) }, Changes("b", pair));
            yield return Row(
                new() { A = (value, 0), B = Pair(coordinate, Least), Q = Pair(coordinate, value) }, Changes($"q{coordinate}", pair % Limbs));
            if (coordinate == 0 && pair < Limbs - 1) yield return Row(new() { M = Least + value }, Changes("m", pair));
        }

        // The highest byte becomes zero, so the row has to trap.
        yield return Row(new() { M = Least }, ($"m[{Bytes - 2}]", 256), ($"m[{Bytes - 1}]", -1), ("traps", 1), ("inverse", -1));
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
                    new() { C = Pair(coordinate, value), R = Pair(coordinate, value), M = Least * 2 }, ($"r[{at}]", 65536), ($"r[{at + 1}]", -1));
            }

            // 0 = m - m, where the result is less than zero.
            yield return Row(new() { Q = Pair(coordinate, 1) }, ($"r[{coordinate * Limbs + Limbs - 1}]", -256));
            // The last digit is 1/2 more: its product with the highest byte, which is 2, is the carry.
            BigInteger half = 16 * Least;
            yield return Row(
                new() { A = (half, 0), B = Pair(coordinate, half), M = 2 * Least }, ($"q{coordinate}_last", (KoalaBear.Modulus + 1) / 2));
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

        yield return Row(new() { Q = Pair(coordinate, BigInteger.One << (8 * (Bytes - 3))) }, ($"q{coordinate}_last", 127));
        yield return Row(new() { Q = Pair(coordinate, BigInteger.One << (8 * (Bytes - 2))) }, ($"q{coordinate}_last", 32512));
    }

    private IEnumerable<HonestRow> LastCarries()
    {
        // 2^15 65024 = p - 1 and 2^15 65025 = p + 32767.
        yield return Row(new() { A = (0, Least), B = (0, Least), M = 128 * Least }, ("q0_last", 65024));
        yield return Row(
            new() { A = (255 * Least, 127 * Least), B = (Least, 128 * Least), M = 128 * Least, Q = (-16001 * (Least / 128), 0) },
            ("q1_last", 65025));
    }

    private IEnumerable<HonestRow> Cases()
    {
        yield return Row(new(), ("inverse", 6));
        yield return Row(new(), ("traps", 1), ("inverse", -1));
        yield return Row(new() { M = 5 }, ("inverse", 7));
        HonestRow twice = Row(
            new() { C = (Least + 3, Least + 3), R = (Least + 3, Least + 3), M = Least + 5 }, ("is_real", 1), ("q0_last", Offset),
            Mark(0, Limbs - 1, -1), Mark(0, 0), Mark(0, 1), Mark(1, Limbs - 1, -1), Mark(1, 0), Mark(1, 1), ("inverse", 1));
        yield return twice;
    }

    private static (string, BigInteger) Mark(int coordinate, int limb, int value = 1) => ($"r{coordinate}_differs_first_at[{limb}]", value);

    private Func<BigInteger, BigInteger, (int Limb, int Value)[], HonestRow> Ordered(int coordinate) => (modulus, result, marks) => Row(
        new() { C = Pair(coordinate, Least + result), R = Pair(coordinate, Least + result), M = Least + modulus },
        [Mark(coordinate, Limbs - 1, -1), .. marks.Select(mark => Mark(coordinate, mark.Limb, mark.Value))]);

    private static (BigInteger, BigInteger) Pair(int coordinate, BigInteger value) => coordinate == 0 ? (value, 0) : (0, value);

    /// <summary>The honest row with other numbers, and then some cells changed by a difference.</summary>
    private HonestRow Row(Call call, params (string Name, BigInteger Value)[] changes)
    {
        AcceleratorRow row = NewRow();
        BigInteger modulus = call.M ?? Least;
        void Both(string name, (BigInteger First, BigInteger Second) numbers, int count, int bits)
        {
            row.Digits(name, numbers.First, count, bits);
            row.Digits(name, numbers.Second, count, bits, from: count);
        }

        Both("a", call.A, Bytes, 8);
        Both("b", call.B, Bytes, 8);
        Both("c", call.C, Limbs, 16);
        Both("r", call.R, Limbs, 16);
        row.Digits("m", modulus, Bytes, 8);
        row.Digits("q0", call.Q.First, Bytes, 8);
        row.Digits("q1", call.Q.Second, Bytes, 8);
        row.Set("q0_last", (call.Q.First >> (8 * Bytes)) + Offset);
        row.Set("q1_last", call.Q.Second >> (8 * Bytes));
        row.Set("traps", modulus < Least ? 1 : 0);
        row["inverse"] = AcceleratorRow.Inverse(row[$"m[{Bytes - 1}]"]);
        for (int coordinate = 0; coordinate < 2; coordinate++) row.Marks($"r{coordinate}_differs_first_at", Limbs, [(Limbs - 1, 1)]);
        return row.With(changes);
    }

    /// <summary>The numbers of a row, whose results differ from the modulus in the highest limb.</summary>
    private sealed record Call
    {
        internal (BigInteger First, BigInteger Second) A { get; init; }

        internal (BigInteger First, BigInteger Second) B { get; init; }

        internal (BigInteger First, BigInteger Second) C { get; init; }

        internal (BigInteger First, BigInteger Second) Q { get; init; }

        internal (BigInteger First, BigInteger Second) R { get; init; }

        /// <summary>The modulus; null for the least one.</summary>
        internal BigInteger? M { get; init; }
    }
}
