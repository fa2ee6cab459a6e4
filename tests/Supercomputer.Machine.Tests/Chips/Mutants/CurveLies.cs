using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Lies of the Curve chips.</summary>
internal sealed class CurveLies(Chip chip, IEnumerable<HonestRow> rows) : AcceleratorLies(chip, rows)
{
    private readonly bool doubles = chip.Name.StartsWith("CurveDouble", StringComparison.Ordinal);

    private string[] ByteNumbers => ["x1", doubles ? "y1" : "x2", "x3", "m", "i", "s", "q0", "q1", "q2", "q3"];

    protected override IEnumerable<HonestRow> All() =>
        Borrowed().Concat(LastDigits()).Concat(Cases()).Concat(LowCarries()).Concat(HighCarries()).Concat(new[] { "i", "x3", "y3" }.SelectMany(OrdersOf));

    /// <summary>256 in place of 0 in a byte, or 65536 in a limb, and 1 less in the next: the numbers are what they were.</summary>
    private IEnumerable<HonestRow> Borrowed()
    {
        CurveCall call = Dense();
        foreach (string name in ByteNumbers)
            for (int pair = 0; pair < Limbs; pair++)
                yield return Row(call, ($"{name}[{2 * pair}]", 256), ($"{name}[{2 * pair + 1}]", -1));
        for (int limb = 0; limb < Limbs - 1; limb++) yield return Row(call, ($"y3[{limb}]", 65536), ($"y3[{limb + 1}]", -1));
        // y3 - m is below m too.
        CurveCall least = Honest(call with { M = Least + 1 });
        yield return Row(least with { Q3 = least.Q3 + (doubles ? 2 : 1) }, ("y3[0]", -1), ($"y3[{Limbs - 1}]", -256));
    }

    /// <summary>An honest call of which no byte or limb is zero.</summary>
    private CurveCall Dense()
    {
        for (int seed = 0; ; seed++)
        {
            Random random = new(seed);
            BigInteger Number()
            {
                byte[] number = new byte[Bytes];
                random.NextBytes(number);
                return new BigInteger(number, isUnsigned: true);
            }

            CurveCall call = Honest(new() { M = Number() | 1 | Least, X1 = Number(), Y1 = Number(), X2 = Number(), Y2 = Number() });
            if (!call.HasSlope) continue;
            AcceleratorRow row = Filled(call);
            bool isDense = ByteNumbers.All(name => Enumerable.Range(0, Limbs).All(pair => row[$"{name}[{2 * pair + 1}]"] != KoalaBear.Zero))
                && Enumerable.Range(0, Limbs).All(limb => row[$"y3[{limb}]"] != KoalaBear.Zero);
            if (isDense) return call;
        }
    }

    private IEnumerable<HonestRow> LastDigits()
    {
        BigInteger top = 255 * Least, most = 181 * Least;
        yield return Row(new() { M = Least, S = top, Q2 = top * top / Least });
        yield return Row(new() { M = Least, S = most, X1 = top, X2 = top, Q2 = most * most / Least, Q3 = most * top / Least });
        // The last digit is 1/2 more: its product with the highest byte, which is 2, is the carry.
        BigInteger half = 16 * Least;
        yield return Row(
            new() { M = 2 * Least, S = half, Y1 = half, Q0 = 16, Q2 = half * half / (2 * Least) }, ("q1_last", (KoalaBear.Modulus + 1) / 2));
        for (int equation = 0; equation < 4; equation++) yield return Row(new() { M = Least }, ($"q{equation}_last", 1));
    }

    private IEnumerable<HonestRow> Cases()
    {
        CurveCall none = new() { M = Least };
        yield return Row(none, ("highest_inverse", 6));
        yield return Row(none, ("sum_inverse", 6));
        yield return Row(none, ("is_small", 1), ($"i_differs_first_at[{Limbs - 1}]", -1));
        CurveCall small = new() { M = 5, I = 0 };
        yield return Row(small, ("highest_inverse", 7));
        yield return Row(small, ("sum_inverse", 7));
        yield return Row(Honest(new() { M = 7, X1 = 1, Y1 = 3, X2 = 3, Y2 = 2 }, anyModulus: true));
        yield return Row(none with { X3 = Least, Q2 = doubles ? -4 : -1 });
        // A row twice: its last digits are -1 less than twice the offset.
        BigInteger m = Least + 1, middle = (m - 1) / 2;
        yield return Row(
            new() { M = m, HasSlope = true, X1 = middle + 1, X2 = middle, Y1 = m, Y2 = 2 * m, I = m - 1, Q0 = -1, Q1 = -1, Q2 = -1, Q3 = -1 },
            [("is_real", BigInteger.One), .. Enumerable.Range(0, 4).Select(equation => ($"q{equation}_last", (BigInteger)128)), ("i_differs_first_at[1]", BigInteger.One)]);
    }

    /// <summary>Equal modulo p, not as numbers: p 2^(8 position) beside the equation, by a number that stands in it alone.</summary>
    private IEnumerable<HonestRow> LowCarries()
    {
        // With a great modulus there is room for the highest ones; a double's a needs a small x1, of which the square is added.
        BigInteger great = (255 * Least) + 1;
        foreach (CurveCall call in new[] { Flat(Least + 1, Least / 2 + 1, Least / 2 + 1), Flat(great, 4, 6), Flat(great, great - 2, 6) })
            for (int position = 0; position < Bytes - 1; position++)
                foreach (int sign in new[] { 1, -1 })
                    foreach (HonestRow lie in LowCarry(call, position, sign)) yield return lie;
    }

    private IEnumerable<HonestRow> LowCarry(CurveCall call, int position, int sign)
    {
        BigInteger target = sign * ((BigInteger)KoalaBear.Modulus << (8 * position));
        foreach (HonestRow lie in FirstEquation(position, sign)) yield return lie;
        foreach (BigInteger b in new BigInteger[] { 0, 1, 3, -1, -3, sign * (127 << 8), sign * (127 << 16) })
        {
            BigInteger rest = target - (b * call.M);
            BigInteger? Changed(BigInteger number, int factor, BigInteger most) =>
                rest % factor == 0 && number + (rest / factor) is { Sign: >= 0 } changed && changed < most ? changed : null;
            if (Changed(call.Y2, 1, BigInteger.One << (8 * Bytes)) is { } y2) yield return Row(call with { Y2 = y2, Q1 = call.Q1 + b });
            if (Changed(call.X3, doubles ? 4 : 1, call.M) is { } x3) yield return Row(call with { X3 = x3, Q2 = call.Q2 + b });
            if (Changed(call.Y3, doubles ? 2 : 1, call.M) is { } y3) yield return Row(call with { Y3 = y3, Q3 = call.Q3 + b });
        }
    }

    private IEnumerable<HonestRow> FirstEquation(int position, int sign)
    {
        BigInteger p = KoalaBear.Modulus;
        int shift = Math.Min(position, Bytes - 4);
        if (!doubles)
        {
            BigInteger d = p << (8 * shift);
            yield return Row(new() { M = Least, I = BigInteger.One << (8 * (position - shift)), X1 = sign < 0 ? d : 0, X2 = sign < 0 ? 0 : d });
            yield break;
        }

        // i 2 y1 is q0 m but for the modulus' low byte.
        int power = (8 * (shift + Bytes - 1)) - 1, high = Math.Min(power, 8 * Bytes - 32);
        yield return Row(new()
        {
            M = Least + (BigInteger.One << (8 * (position - shift))),
            Q0 = p << (8 * shift),
            Y1 = p << high,
            I = BigInteger.One << (power - high),
        });
    }

    /// <summary>The same by a quotient, whose product with the highest byte should be zero.</summary>
    private IEnumerable<HonestRow> HighCarries()
    {
        BigInteger p = KoalaBear.Modulus, one = BigInteger.One;
        for (int equation = 0; equation < 4; equation++)
        {
            foreach (int sign in new[] { 1, -1 })
            {
                for (int shift = 0; shift <= Bytes - 4; shift++) yield return Quotient(equation, Least, sign * (p << (8 * shift)));
                yield return Quotient(equation, Least, sign * ((one << (8 * (Bytes - 3))) + (127 * (one << (8 * Bytes)))));
            }

            BigInteger m = p << (8 * Bytes - 31);
            yield return Quotient(equation, m, -(one << (8 * Bytes + 7)));
            yield return Quotient(equation, m, one << (8 * Bytes + 15));
        }
    }

    private HonestRow Quotient(int equation, BigInteger m, BigInteger quotient)
    {
        CurveCall call = new() { M = m };
        return Row(equation switch
        {
            0 => call with { Q0 = quotient },
            1 => call with { Q1 = quotient },
            2 => call with { Q2 = quotient },
            _ => call with { Q3 = quotient },
        });
    }

    private IEnumerable<HonestRow> OrdersOf(string name)
    {
        HonestRow Ordered(BigInteger modulus, BigInteger value, (int Limb, int Value)[] marks)
        {
            (BigInteger m, BigInteger number) = (Least + modulus, Least + value);
            AcceleratorRow row = Filled(name switch
            {
                "i" => new() { M = m, I = number },
                "x3" => Flat(m, number, 1),
                _ => Flat(m, 1, number),
            });
            row.Marks($"{name}_differs_first_at", Limbs, marks);
            return row.With([]);
        }

        foreach (HonestRow row in Orders(Ordered)) yield return row;
        for (int limb = 1; limb < Limbs; limb++) yield return Ordered(15, (BigInteger.One << (16 * limb)) + 3, [(0, 1)]);
        yield return Ordered(5, 6, [(0, 1)]);
        yield return Ordered(3, 6, [(1, 1), (2, 1), (0, -1)]);
    }

    /// <summary>A call with slope zero, whose results are any numbers: the first point is what makes them right.</summary>
    private CurveCall Flat(BigInteger m, BigInteger x3, BigInteger y3)
    {
        int least = m < 4 * Least ? 2 : 1;
        int times = ((least * m) - x3 - (doubles ? 0 : 1)).IsEven ? least : least + 1;
        BigInteger y1 = (least * m) - y3;
        if (!doubles)
        {
            BigInteger x1 = ((times * m) - x3 - 1) / 2;
            return new() { M = m, HasSlope = true, X1 = x1, X2 = x1 + 1, Y1 = y1, Y2 = y1, X3 = x3, Y3 = y3, Q2 = -times, Q3 = -least };
        }
        else
        {
            BigInteger x1 = ((times * m) - x3) / 2, a = AcceleratorProgram.Modulo(-3 * x1 * x1, m);
            BigInteger i = AcceleratorProgram.Inverse(2 * y1, m) ?? 1;
            return new()
            {
                M = m,
                HasSlope = true,
                X1 = x1,
                Y1 = y1,
                Y2 = a,
                X3 = x3,
                Y3 = y3,
                I = i,
                Q0 = ((2 * i * y1) - 1) / m,
                Q1 = -((3 * x1 * x1) + a) / m,
                Q2 = -4 * times,
                Q3 = -2 * least,
            };
        }
    }

    /// <summary>The rest of a call from its points and modulus.</summary>
    private CurveCall Honest(CurveCall call, bool anyModulus = false)
    {
        (BigInteger x1, BigInteger y1, BigInteger x2, BigInteger m) = (call.X1, call.Y1, doubles ? call.X1 : call.X2, call.M);
        BigInteger d = doubles ? 2 * y1 : x2 - x1, e = doubles ? (3 * x1 * x1) + call.Y2 : call.Y2 - y1;
        if (AcceleratorProgram.Inverse(d, m) is not { } i || (!anyModulus && m < Least)) return call;
        BigInteger slope = AcceleratorProgram.Modulo(i * e, m), x3 = AcceleratorProgram.Modulo((slope * slope) - x1 - x2, m);
        BigInteger y3 = AcceleratorProgram.Modulo((slope * (x1 - x3)) - y1, m), s = doubles ? 2 * slope % m : slope;
        return call with
        {
            HasSlope = true,
            I = i,
            S = s,
            X3 = x3,
            Y3 = y3,
            Q0 = ((i * d) - 1) / m,
            Q1 = doubles ? ((s * y1) - e) / m : ((s * d) - e) / m,
            Q2 = doubles ? ((s * s) - (8 * x1) - (4 * x3)) / m : ((s * s) - x1 - x2 - x3) / m,
            Q3 = doubles ? ((s * (x1 - x3)) - (2 * y1) - (2 * y3)) / m : ((s * (x1 - x3)) - y1 - y3) / m,
        };
    }

    private HonestRow Row(CurveCall call, params (string Name, BigInteger Value)[] changes)
    {
        AcceleratorRow row = Filled(call);
        row.With(changes.Where(change => !IsInverse(change.Name)));
        KoalaBear times = row["is_real"] - row["is_small"];
        row["highest_inverse"] = times * AcceleratorRow.Inverse(row[$"m[{Bytes - 1}]"]);
        row["sum_inverse"] = times * AcceleratorRow.Inverse(row.Sum("i", Bytes));
        return row.With(changes.Where(change => IsInverse(change.Name)));
    }

    private static bool IsInverse(string name) => name.EndsWith("_inverse", StringComparison.Ordinal);

    private AcceleratorRow Filled(CurveCall call)
    {
        AcceleratorRow row = NewRow();
        bool isSmall = call.M < Least;
        foreach ((string name, BigInteger number) in new[] { ("x1", call.X1), ("x3", call.X3), ("m", call.M), ("i", call.I), ("s", call.S) })
            row.Digits(name, number, Bytes, 8);
        row.Digits("y1", call.Y1, doubles ? Bytes : Limbs, doubles ? 8 : 16);
        if (!doubles) row.Digits("x2", call.X2, Bytes, 8);
        row.Digits(doubles ? "a" : "y2", call.Y2, Limbs, 16);
        row.Digits("y3", call.Y3, Limbs, 16);
        BigInteger[] quotients = [call.Q0, call.Q1, call.Q2, call.Q3];
        for (int equation = 0; equation < 4; equation++)
        {
            row.Digits($"q{equation}", quotients[equation], Bytes, 8);
            row.Set($"q{equation}_last", (quotients[equation] >> (8 * Bytes)) + (doubles && equation == 1 ? 1024 : 128));
        }

        row.Set("has_slope", call.HasSlope ? 1 : 0);
        row.Set("is_small", isSmall ? 1 : 0);
        row["highest_inverse"] = AcceleratorRow.Inverse(row[$"m[{Bytes - 1}]"]);
        row["sum_inverse"] = isSmall ? KoalaBear.Zero : AcceleratorRow.Inverse(row.Sum("i", Bytes));
        row.Mark("i", call.I, call.M, Limbs, !isSmall);
        row.Mark("x3", call.X3, call.M, Limbs, call.HasSlope);
        row.Mark("y3", call.Y3, call.M, Limbs, call.HasSlope);
        return row;
    }

    /// <summary>The numbers of a row; Y2 is a in a double.</summary>
    private sealed record CurveCall
    {
        internal bool HasSlope { get; init; }

        internal BigInteger X1 { get; init; }

        internal BigInteger Y1 { get; init; }

        internal BigInteger X2 { get; init; }

        internal BigInteger Y2 { get; init; }

        internal BigInteger X3 { get; init; }

        internal BigInteger Y3 { get; init; }

        internal BigInteger M { get; init; }

        internal BigInteger I { get; init; } = 1;

        internal BigInteger S { get; init; }

        internal BigInteger Q0 { get; init; }

        internal BigInteger Q1 { get; init; }

        internal BigInteger Q2 { get; init; }

        internal BigInteger Q3 { get; init; }
    }
}
