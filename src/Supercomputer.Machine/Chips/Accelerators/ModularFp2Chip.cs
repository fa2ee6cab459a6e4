using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using static Supercomputer.Machine.Chips.Accelerators.ByteNumbers;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>Multiply-add in Fp[u]/(u^2 + 1), p = m of 256 or 384 bits, a row a call: reads a, b, c and m, writes r = a b + c.</summary>
/// <remarks>
/// Statement: r0 = a0 b0 - a1 b1 + c0 - q0 M and r1 = a0 b1 + a1 b0 + c1 - q1 M, 0 &lt;= r0, r1 &lt; M, with M = m where the highest byte of m is
/// not zero, else M = m + 2^255 (2^383), and the row goes on at the trap of an integer overflow. All numbers but q are below 2^256 (2^384); there is
/// always one result: see <see cref="ScalarFp2"/>.
/// Soundness: a, b, m and the low 32 (48) digits of q0 and q1 are bytes by lookup, c and r limbs of 16 bits; the last digit of a quotient is looked up as
/// 16 bits, less 256 for q0. The highest byte of M is that of m plus 128 traps, a byte, because traps says that the byte of m is zero. At byte
/// position d the products of digits i + j = d, with c and r at even positions, sum to v(d): two products of bytes of one sign and one of the other,
/// at most 48 terms each, and one term with the last digit, below 2^24: |v(d)| &lt; 2^24.7. The carry k(d) = (v(d) + k(d - 1)) / 2^8, plus
/// 2^15, is looked up as 16 bits, so both sides of 2^8 k(d) = v(d) + k(d - 1) are below 2^25, far from p: every position is an equality of integers;
/// nothing is carried out of the last, and so the whole is one. Honest carries are below (2 * 48 * 255^2 + 2^16 + 2^9 255) / 255 &lt; 2^15.
/// r &lt; M by the order of limbs, for each coordinate. Quotient and rest of a
/// division are unique, and so are the digits of a quotient, as only the last is not a byte.
/// traps is 0 or is_real by its two equations with the highest byte of m, so it needs no constraint of its own.
/// Cost: 450 columns and 513 interactions for 256 bits, 662 and 757 for 384.
/// </remarks>
internal sealed unsafe class ModularFp2Chip : InstructionChip
{
    private readonly int words;
    private readonly int count;
    private readonly Cell isReal;
    private readonly Cell traps;
    private readonly Cell inverse;
    private readonly Cell[] a;
    private readonly Cell[] b;
    private readonly Cell[] m;
    private readonly Cell[][] q;
    private readonly Cell[] c;
    private readonly Cell[] r;
    private readonly Cell[] old;
    private readonly LimbOrder[] orders;
    private readonly AcceleratorOperands operands;

    /// <summary>Declares the chip.</summary>
    /// <param name="operation">Of which width.</param>
    internal ModularFp2Chip(Operation operation)
        : base(operation == Operation.MultiplyAddFp2Of256 ? "ModularFp2Of256" : "ModularFp2Of384")
    {
        AcceleratorCall call = AcceleratorCall.Of(operation)!;
        words = call.Operands[3].Words;
        count = 4 * words;
        isReal = Air.Boolean("is_real");
        traps = Air.Column("traps");
        inverse = Air.Column("inverse");
        operands = new(Air, State, isReal, call, operation);
        Cell[] Bytes(string name, int count) => Air.ByteColumns(isReal, name, count);
        (a, b, m) = (Bytes("a", 2 * count), Bytes("b", 2 * count), Bytes("m", count));
        q = [[.. Bytes("q0", count), Air.Column("q0_last")], [.. Bytes("q1", count), Air.Column("q1_last")]];
        (c, r, old) = (Air.Columns("c", count), Air.Columns("r", count), Air.Columns("old", count));
        foreach (Cell limb in r) Air.Range16(isReal, limb);
        Air.AssertEqual("m's highest byte is zero unless it has an inverse", m[^1] * inverse, isReal - traps);
        Air.AssertZero("zero is zero", traps * m[^1]);
        Air.AssertZero("the inverse of zero is zero", traps * inverse);
        Expression[] limbs = Limbs.FromBytes(m), bound = [.. limbs[..^1], limbs[^1] + 32768 * traps], results = Limbs.Expressions(r);
        orders = new LimbOrder[2];
        for (int coordinate = 0; coordinate < 2; coordinate++)
        {
            Air.Range16(isReal, q[coordinate][count]);
            AssertProduct(coordinate);
            orders[coordinate] = new(Air, $"r{coordinate}", isReal, results[(coordinate * limbs.Length)..((coordinate + 1) * limbs.Length)], bound);
        }

        State.Step(isReal, State.ProgramCounter + 1 + traps * ((long)Outcome.IntegerOverflow - 1 - State.ProgramCounter));
        Expression[][] inputs = [Limbs.FromBytes(a), Limbs.FromBytes(b), Limbs.Expressions(c), limbs];
        for (int operand = 0; operand < inputs.Length; operand++) operands.Access(operand, inputs[operand], inputs[operand]);
        operands.Access(inputs.Length, Limbs.Expressions(old), results);
    }

    /// <summary>The positions whose carries are looked up: all but the last.</summary>
    private int Looked => 2 * count - 1;

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> accesses, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[isReal.Index] = 1;
        operands.Fill(step, instruction, accesses, row, counts);
        accesses = accesses[(step.FirstWord + 4)..];
        int quotientWords = ScalarFp2.QuotientWords(words);
        uint* inputs = stackalloc uint[7 * ScalarModular.MaximumWords], quotients = stackalloc uint[2 * quotientWords];
        uint* result = stackalloc uint[2 * ScalarModular.MaximumWords], modulus = inputs + 6 * words;
        for (int word = 0; word < 7 * words; word++) inputs[word] = (uint)accesses[word].Old;
        bool fits = ScalarFp2.MultiplyAdd(words, inputs, quotients, result);
        FillBytes(a, inputs, row, counts);
        FillBytes(b, inputs + 2 * words, row, counts);
        FillBytes(m, modulus, row, counts);
        for (int word = 0; word < 2 * words; word++)
        {
            FillLimbs(c, word, inputs[4 * words + word], row);
            FillLimbs(r, word, result[word], row);
            FillLimbs(old, word, accesses[7 * words + word].Old, row);
            counts.Range16(result[word] & 0xFFFF);
            counts.Range16(result[word] >> 16);
        }

        row[traps.Index] = fits ? 0 : 1u;
        row[inverse.Index] = fits ? KoalaBear.FromCanonical(row[m[^1].Index]).Inverse().ToCanonical() : 0;
        if (!fits) modulus[words - 1] |= ScalarFp2.Lift;
        for (int coordinate = 0; coordinate < 2; coordinate++)
        {
            uint* quotient = quotients + coordinate * quotientWords;
            FillBytes(q[coordinate][..count], quotient, row, counts);
            row[q[coordinate][count].Index] = quotient[words];
            counts.Range16(quotient[words]);
            CountCarries(coordinate, row, counts);
            orders[coordinate].Fill(result + coordinate * words, modulus, row, counts);
        }
    }

    private void AssertProduct(int coordinate)
    {
        Cell[] low = q[coordinate][..count];
        Expression last = q[coordinate][count] - (coordinate == 0 ? ScalarFp2.Offset * isReal : Expression.Zero);
        AssertEquation(Air, isReal, $"nothing is carried out of coordinate {coordinate}", 2 * count, Looked, Middle, position =>
        {
            Expression sum = Products(coordinate, position) - ByteProduct.Diagonal(low, m, position);
            if (position >= count - 1 && position < 2 * count - 1) sum -= 128 * traps * low[position - count + 1];
            if (position >= count) sum -= last * (position == 2 * count - 1 ? m[^1] + 128 * traps : m[position - count]);
            else if ((position & 1) == 0) sum += c[(coordinate * count + position) / 2] - r[(coordinate * count + position) / 2];
            return sum;
        });
    }

    private Expression Products(int coordinate, int position)
    {
        Expression one = ByteProduct.Diagonal(a[..count], Second(coordinate), position);
        Expression other = ByteProduct.Diagonal(a[count..], Second(1 - coordinate), position);
        return coordinate == 0 ? one - other : one + other;
    }

    /// <summary>A coordinate of b.</summary>
    private Cell[] Second(int coordinate) => b[(coordinate * count)..((coordinate + 1) * count)];

    /// <summary>The carries as <see cref="AssertProduct"/> declares them, from the cells.</summary>
    private void CountCarries(int coordinate, Span<uint> row, LookupCounts counts)
    {
        long* sums = stackalloc long[2 * count];
        new Span<long>(sums, 2 * count).Clear();
        Cell[] quotient = q[coordinate];
        AddProducts(sums, row, a.AsSpan(0, count), b.AsSpan(coordinate * count, count), 1);
        AddProducts(sums, row, a.AsSpan(count), b.AsSpan((1 - coordinate) * count, count), coordinate == 0 ? -1 : 1);
        AddProducts(sums, row, quotient.AsSpan(0, count), m, -1);
        long last = (long)row[quotient[count].Index] - (coordinate == 0 ? ScalarFp2.Offset : 0), lift = 128 * row[traps.Index];
        for (int i = 0; i < count; i++)
        {
            sums[count + i] -= last * row[m[i].Index];
            sums[count - 1 + i] -= lift * row[quotient[i].Index];
        }

        for (int limb = 0; limb < count / 2; limb++)
            sums[2 * limb] += (long)row[c[coordinate * count / 2 + limb].Index] - row[r[coordinate * count / 2 + limb].Index];
        ByteNumbers.CountCarries(sums, Looked, Middle, counts);
    }
}
