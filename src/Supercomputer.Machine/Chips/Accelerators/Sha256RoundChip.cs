using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>The rounds of SHA-256: sixteen a row, four rows a compression.</summary>
/// <remarks>
/// Statement: a row receives (clock, j, working variables, P) and sends (clock, j + 1, working variables after rounds 16 j to 16 j + 15,
/// P'), 0 &lt;= j &lt; 4. P are limb by limb the parts of the words W of these rounds that earlier rows know (in row 0 the words
/// themselves), P' those of the next row; the last row sends zeros in place of P'.
/// Committed are the bits of W, and of a and e after every round and of the three before, in time: round t makes
/// e(t) = a(t - 4) + T1 and a(t) = T1 + T2 = e(t) - a(t - 4) + T2 modulo 2^32.
/// Soundness: sigmas, choice and majority are polynomials of degree 3 in bits, summed to 16-bit limbs. Of each sum the carry, (sum - limb) /
/// 2^16, is looked up as a byte (plus 2 where terms are subtracted): sums are below 2^19, so this is an equality of integers, and of limbs
/// made of bits there is one. W is P in row 0 by constraint, elsewhere by such carries. Sent limbs are made of bits.
/// The row number is one-hot by flags, 0 in padding rows, which send and receive nothing.
/// Cost: 1,769 columns and 51 interactions for each of 4 rows.
/// </remarks>
internal sealed unsafe class Sha256RoundChip
{
    internal const int RowsOfCall = 4;

    private const int Rounds = ScalarSha256.Rounds / RowsOfCall;
    private const int Kept = 3;

    /// <summary>-1/2 in the field.</summary>
    private const long MinusHalf = ((long)KoalaBear.Modulus - 1) / 2;

    /// <summary>Added to the carries of a(t), which lie from -2 to 3.</summary>
    private const int Offset = 2;

    private readonly Cell clock;
    private readonly Cell[] step;
    private readonly Word[] a;
    private readonly Word[] e;
    private readonly Cell[] lastA;
    private readonly Cell[] lastE;
    private readonly Word[] w;
    private readonly Cell[] known;

    private Sha256RoundChip()
    {
        AirBuilder air = new("Sha256Round");
        clock = air.Column("clock");
        step = air.Booleans("step", RowsOfCall);
        lastA = air.Columns("d", 2);
        lastE = air.Columns("h", 2);
        a = Words(air, "a", Kept + Rounds);
        e = Words(air, "e", Kept + Rounds);
        w = Words(air, "w", Rounds);
        known = air.Columns("known", 2 * Rounds);

        Expression isReal = air.OneOf(step), number = step[1] + 2 * step[2] + 3 * step[3];
        Expression[] zeros = [.. Enumerable.Repeat(Expression.Zero, 2 * Rounds)];
        for (int round = 0; round < Rounds; round++)
        {
            AssertWord(air, isReal, round);
            AssertRound(air, isReal, round);
        }

        air.Receive(
            Buses.Sha256, isReal,
            [clock, number, .. Three(a, 2), .. Limbs.Expressions(lastA), .. Three(e, 2), .. Limbs.Expressions(lastE), .. Limbs.Expressions(known)]);
        Expression[] after =
            [.. Three(a, Kept + Rounds - 1), .. a[Rounds - 1].Limbs, .. Three(e, Kept + Rounds - 1), .. e[Rounds - 1].Limbs];
        air.Send(Buses.Sha256, isReal - step[^1], [clock, number + 1, .. after, .. KnownOfNext()]);
        air.Send(Buses.Sha256, step[^1], [clock, RowsOfCall, .. after, .. zeros]);
        Chip = air.Build();
    }

    /// <summary>The only instance: it depends on nothing.</summary>
    internal static Lazy<Sha256RoundChip> Instance { get; } = new(() => new());

    internal Chip Chip { get; }

    /// <summary>Fills one of the four rows of a call.</summary>
    /// <param name="callClock">The call's clock.</param>
    /// <param name="words">The call's words: 8 of the state, 16 of the block.</param>
    /// <param name="number">Which row.</param>
    /// <param name="row">The row.</param>
    /// <param name="counts">Receives the lookups.</param>
    internal void FillRow(uint callClock, ReadOnlySpan<uint> words, int number, Span<uint> row, LookupCounts counts)
    {
        uint* before = stackalloc uint[68], beside = stackalloc uint[68], schedule = stackalloc uint[64];
        fixed (uint* inputs = words) ScalarSha256.Expand(inputs, inputs + 8, before, beside, schedule);
        int first = Rounds * number;
        row[clock.Index] = callClock;
        row[step[number].Index] = 1;
        Limbs.Write(row, lastA, before[first]);
        Limbs.Write(row, lastE, beside[first]);
        for (int index = 0; index < Kept + Rounds; index++)
        {
            a[index].Fill(before[first + 1 + index], row);
            e[index].Fill(beside[first + 1 + index], row);
        }

        for (int round = 0; round < Rounds; round++)
        {
            w[round].Fill(schedule[first + round], row);
            FillKnown(schedule, number, round, row, counts);
            CountRound(before + first + round, beside + first + round, schedule[first + round], first + round, counts);
        }
    }

    private static Word[] Words(AirBuilder air, string name, int count) =>
        [.. Enumerable.Range(0, count).Select(index => new Word(air.Booleans($"{name}[{index}]", 32)))];

    /// <summary>The limbs of three words, the latest first.</summary>
    private static IEnumerable<Expression> Three(Word[] words, int latest) =>
        Enumerable.Range(0, 3).SelectMany(back => words[latest - back].Limbs);

    private static Expression Limb(Func<int, Expression> bit, int half)
    {
        Expression value = bit(16 * half + 15);
        for (int place = 14; place >= 0; place--) value = value + value + bit(16 * half + place);
        return value;
    }

    /// <summary>A limb of the exclusive or of a word rotated by i, by j, and rotated or shifted by k. Bits less one half multiply to it.</summary>
    private static Expression Sigma(Word word, int half, int i, int j, int k, bool shifts) =>
        4 * Limb(
            z => word.Centred[(z + i) & 31] * word.Centred[(z + j) & 31]
                * (shifts && z + k > 31 ? MinusHalf : word.Centred[(z + k) & 31]),
            half) - MinusHalf * 65535;

    private static Expression Small0(Word word, int half) => Sigma(word, half, 7, 18, 3, true);

    private static Expression Small1(Word word, int half) => Sigma(word, half, 17, 19, 10, true);

    private static Expression Choice(Word x, Word y, Word z, int half) =>
        Limb(bit => z.Bits[bit] + x.Bits[bit] * (y.Bits[bit] - z.Bits[bit]), half);

    private static Expression Majority(Word x, Word y, Word z, int half) => Limb(
        bit =>
        {
            Expression both = y.Bits[bit] * z.Bits[bit];
            return both + x.Bits[bit] * (y.Bits[bit] + z.Bits[bit] - both - both);
        },
        half);

    private static Expression Constant(Cell[] flags, int round, int half)
    {
        Expression sum = Expression.Zero;
        for (int number = 0; number < flags.Length; number++)
            sum += (long)Limbs.Of(ScalarSha256.Constant(Rounds * number + round), half) * flags[number];
        return sum;
    }

    /// <summary>Looks up the carries of a sum of limbs, each plus an offset.</summary>
    private static void AssertSum(AirBuilder air, Expression isReal, int offset, Func<int, Expression> sum, Word result)
    {
        Expression low = AirBuilder.InverseOf65536 * (sum(0) - result.Limbs[0]);
        Expression high = AirBuilder.InverseOf65536 * (sum(1) + low - result.Limbs[1]);
        air.Bytes(isReal, offset == 0 ? low : low + offset, offset == 0 ? high : high + offset);
    }

    private void AssertWord(AirBuilder air, Expression isReal, int round)
    {
        for (int half = 0; half < 2; half++)
            air.AssertZero($"w[{round}] limb {half} of the block", step[0] * (w[round].Limbs[half] - known[2 * round + half]));
        AssertSum(
            air, isReal - step[0], 0,
            half =>
            {
                Expression sum = known[2 * round + half];
                if (round >= 2) sum += Small1(w[round - 2], half);
                if (round >= 7) sum += w[round - 7].Limbs[half];
                return round < 15 ? sum : sum + Small0(w[0], half);
            },
            w[round]);
    }

    /// <summary>e and a before the round are at index round + 2, those made at round + 3.</summary>
    private void AssertRound(AirBuilder air, Expression isReal, int round)
    {
        int at = round + Kept - 1;
        Expression Fourth(Word[] words, Cell[] last, int half) => round == 0 ? last[half] : words[round - 1].Limbs[half];
        AssertSum(
            air, isReal, 0,
            half => Fourth(e, lastE, half) + Fourth(a, lastA, half) + Sigma(e[at], half, 6, 11, 25, false)
                + Choice(e[at], e[at - 1], e[at - 2], half) + Constant(step, round, half) + w[round].Limbs[half],
            e[at + 1]);
        AssertSum(
            air, isReal, Offset,
            half => e[at + 1].Limbs[half] - Fourth(a, lastA, half) + Sigma(a[at], half, 2, 13, 22, false)
                + Majority(a[at], a[at - 1], a[at - 2], half),
            a[at + 1]);
    }

    private IEnumerable<Expression> KnownOfNext()
    {
        for (int round = 0; round < Rounds; round++)
            for (int half = 0; half < 2; half++)
            {
                Expression sum = w[round].Limbs[half];
                if (round < 15) sum += Small0(w[round + 1], half);
                if (round < 7) sum += w[round + 9].Limbs[half];
                if (round < 2) sum += Small1(w[round + 14], half);
                yield return sum;
            }
    }

    private void FillKnown(uint* schedule, int number, int round, Span<uint> row, LookupCounts counts)
    {
        int t = Rounds * number + round;
        if (number == 0)
        {
            row[known[2 * round].Index] = Limbs.Of(schedule[t], 0);
            row[known[2 * round + 1].Index] = Limbs.Of(schedule[t], 1);
            return;
        }

        Span<uint> carries = stackalloc uint[2];
        uint small0 = BitOperations.RotateRight(schedule[t - 15], 7) ^ BitOperations.RotateRight(schedule[t - 15], 18) ^ (schedule[t - 15] >> 3);
        uint small1 = BitOperations.RotateRight(schedule[t - 2], 17) ^ BitOperations.RotateRight(schedule[t - 2], 19) ^ (schedule[t - 2] >> 10);
        for (int half = 0; half < 2; half++)
        {
            uint early = Limbs.Of(schedule[t - 16], half), late = half == 0 ? 0 : carries[0];
            if (round < 15) early += Limbs.Of(small0, half);
            else late += Limbs.Of(small0, half);
            if (round < 7) early += Limbs.Of(schedule[t - 7], half);
            else late += Limbs.Of(schedule[t - 7], half);
            if (round < 2) early += Limbs.Of(small1, half);
            else late += Limbs.Of(small1, half);
            row[known[2 * round + half].Index] = early;
            carries[half] = (early + late) >> 16;
        }

        counts.Bytes(carries[0], carries[1]);
    }

    /// <summary>Counts the carries of a round; the variables four rounds back are at index 0, those made at index 4.</summary>
    private static void CountRound(uint* a, uint* e, uint word, int round, LookupCounts counts)
    {
        uint x = e[3], y = a[3];
        uint sigma1 = BitOperations.RotateRight(x, 6) ^ BitOperations.RotateRight(x, 11) ^ BitOperations.RotateRight(x, 25);
        uint sigma0 = BitOperations.RotateRight(y, 2) ^ BitOperations.RotateRight(y, 13) ^ BitOperations.RotateRight(y, 22);
        uint choice = (x & e[2]) ^ (~x & e[1]), majority = (y & a[2]) ^ (y & a[1]) ^ (a[2] & a[1]);
        ReadOnlySpan<uint> terms = [e[0], a[0], sigma1, choice, ScalarSha256.Constant(round), word];
        Span<int> first = stackalloc int[2], second = stackalloc int[2];
        for (int half = 0; half < 2; half++)
        {
            int sum = half == 0 ? 0 : first[0];
            foreach (uint term in terms) sum += (int)Limbs.Of(term, half);
            first[half] = (sum - (int)Limbs.Of(e[4], half)) >> 16;
            sum = half == 0 ? 0 : second[0];
            sum += (int)(Limbs.Of(e[4], half) + Limbs.Of(sigma0, half) + Limbs.Of(majority, half)) - (int)(Limbs.Of(a[0], half) + Limbs.Of(a[4], half));
            second[half] = sum >> 16;
        }

        counts.Bytes((uint)first[0], (uint)first[1]);
        counts.Bytes((uint)(second[0] + Offset), (uint)(second[1] + Offset));
    }

    /// <summary>A word as committed bits.</summary>
    private sealed class Word(Cell[] bits)
    {
        internal Expression[] Bits { get; } = Machine.Gadgets.Limbs.Expressions(bits);

        /// <summary>The bits less one half: the exclusive or of a and b has -2 a' b', of three 4 a' b' c'.</summary>
        internal Expression[] Centred { get; } = [.. bits.Select(bit => bit + MinusHalf)];

        internal Expression[] Limbs { get; } = [Limb(z => bits[z], 0), Limb(z => bits[z], 1)];

        internal void Fill(uint value, Span<uint> row)
        {
            for (int bit = 0; bit < bits.Length; bit++) row[bits[bit].Index] = value >> bit & 1;
        }
    }
}
