using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>Multiply-add in Fp[u]/(u^2 + 1), p = m of 384 bits, a row a call: reads a, b, c and m, writes r = a b + c.</summary>
/// <remarks>
/// Statement: r0 = a0 b0 - a1 b1 + c0 - q0 M and r1 = a0 b1 + a1 b0 + c1 - q1 M, 0 &lt;= r0, r1 &lt; M, with M = m where the highest byte of m is
/// not zero, else M = m + 2^383, and the row goes on at the trap of an integer overflow. All numbers but q are below 2^384; there is always
/// one result: see <see cref="ScalarFp2"/>.
/// Soundness: a, b, m and the low 48 digits of q0 and q1 are bytes by lookup, c and r limbs of 16 bits; the last digit of a quotient is looked up as
/// 16 bits, less 256 for q0. The highest byte of M is that of m plus 128 traps, a byte, because traps says that the byte of m is zero. At byte
/// position d the products of digits i + j = d, with c and r at even positions, sum to v(d): two products of bytes of one sign and one of the other,
/// at most 48 terms each, and one term with the last digit, below 2^24: |v(d)| &lt; 2^24.7. The carry k(d) = (v(d) + k(d - 1)) / 2^8, plus
/// 2^15, is looked up as 16 bits, so both sides of 2^8 k(d) = v(d) + k(d - 1) are below 2^25, far from p: every position is an equality of integers;
/// nothing is carried out of the last, and so the whole is one. Honest carries are below (2 * 48 * 255^2 + 2^16 + 2^9 255) / 255 &lt; 2^15.
/// r &lt; M by the highest differing limb, one-hot marked, for each coordinate: limbs above are equal, the difference there less 1 is looked up. Quotient and rest of a
/// division are unique, and so are the digits of a quotient, as only the last is not a byte.
/// traps is 0 or is_real by its two equations with the highest byte of m, so it needs no constraint of its own.
/// Cost: 662 columns and 757 interactions.
/// </remarks>
internal sealed unsafe class ModularFp2Chip : InstructionChip
{
    /// <summary>2^-8 in the field.</summary>
    private const long InverseOf256 = -(127L << 16);

    private const int Words = ScalarFp2.Words, Count = 4 * Words;

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
    private readonly Cell[][] marks;
    private readonly AcceleratorOperands operands;

    /// <summary>Declares the chip.</summary>
    internal ModularFp2Chip()
        : base("ModularFp2")
    {
        isReal = Air.Boolean("is_real");
        traps = Air.Column("traps");
        inverse = Air.Column("inverse");
        operands = new(Air, State, isReal, AcceleratorCall.Of(Operation.MultiplyAddFp2)!, Operation.MultiplyAddFp2);
        (a, b, m) = (Bytes("a", 2 * Count), Bytes("b", 2 * Count), Bytes("m", Count));
        q = [Quotient("q0"), Quotient("q1")];
        (c, r, old) = (Air.Columns("c", Count), Air.Columns("r", Count), Air.Columns("old", Count));
        marks = [Air.Booleans("r0_differs_first_at", Count / 2), Air.Booleans("r1_differs_first_at", Count / 2)];
        foreach (Cell limb in r) Air.Range16(isReal, limb);
        Air.AssertEqual("m's highest byte is zero unless it has an inverse", m[^1] * inverse, isReal - traps);
        Air.AssertZero("zero is zero", traps * m[^1]);
        Air.AssertZero("the inverse of zero is zero", traps * inverse);
        AssertProduct(0);
        AssertProduct(1);
        Expression[] limbs = Limbs.FromBytes(m);
        AssertOrder(0, limbs);
        AssertOrder(1, limbs);
        State.Step(isReal, State.ProgramCounter + 1 + traps * ((long)Outcome.IntegerOverflow - 1 - State.ProgramCounter));
        Expression[][] inputs = [Limbs.FromBytes(a), Limbs.FromBytes(b), Limbs.Expressions(c), limbs];
        for (int operand = 0; operand < inputs.Length; operand++) operands.Access(operand, inputs[operand], inputs[operand]);
        operands.Access(inputs.Length, Limbs.Expressions(old), Limbs.Expressions(r));
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> accesses, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[isReal.Index] = 1;
        operands.Fill(step, instruction, accesses, row, counts);
        accesses = accesses[(step.FirstWord + 4)..];
        uint* inputs = stackalloc uint[7 * Words];
        uint* quotients = stackalloc uint[2 * ScalarFp2.QuotientWords], result = stackalloc uint[2 * Words];
        for (int word = 0; word < 7 * Words; word++) inputs[word] = (uint)accesses[word].Old;
        bool fits = ScalarFp2.MultiplyAdd(inputs, quotients, result);
        ModularChip.FillBytes(a, inputs, row, counts);
        ModularChip.FillBytes(b, inputs + 2 * Words, row, counts);
        ModularChip.FillBytes(m, inputs + 6 * Words, row, counts);
        for (int word = 0; word < 2 * Words; word++)
        {
            ModularChip.WriteLimbs(c, word, inputs[4 * Words + word], row);
            ModularChip.WriteLimbs(r, word, result[word], row);
            ModularChip.WriteLimbs(old, word, accesses[7 * Words + word].Old, row);
            counts.Range16(result[word] & 0xFFFF);
            counts.Range16(result[word] >> 16);
        }

        uint highest = row[m[^1].Index];
        row[traps.Index] = fits ? 0 : 1u;
        row[inverse.Index] = fits ? KoalaBear.FromCanonical(highest).Inverse().ToCanonical() : 0;
        for (int coordinate = 0; coordinate < 2; coordinate++)
        {
            uint* quotient = quotients + coordinate * ScalarFp2.QuotientWords;
            ModularChip.FillBytes(q[coordinate][..Count], quotient, row, counts);
            row[q[coordinate][Count].Index] = quotient[Words];
            counts.Range16(quotient[Words]);
            CountCarries(coordinate, row, counts);
            FillOrder(coordinate, fits, row, counts);
        }
    }

    private Cell[] Bytes(string name, int count)
    {
        Cell[] bytes = Air.Columns(name, count);
        for (int index = 0; index < bytes.Length; index += 2) Air.Bytes(isReal, bytes[index], bytes[index + 1]);
        return bytes;
    }

    /// <summary>The digits of a quotient, the last as it is looked up.</summary>
    private Cell[] Quotient(string name)
    {
        Cell[] digits = Bytes(name, Count);
        Cell last = Air.Column($"{name}_last");
        Air.Range16(isReal, last);
        return [.. digits, last];
    }

    private void AssertProduct(int coordinate)
    {
        Cell[] q = this.q[coordinate];
        Expression last = q[Count] - (coordinate == 0 ? ScalarFp2.Offset * isReal : Expression.Zero), carry = Expression.Zero;
        for (int position = 0; position < 2 * Count; position++)
        {
            Expression sum = Products(coordinate, position) + carry - ByteProduct.Diagonal(q[..Count], m, position);
            if (position >= Count - 1 && position < 2 * Count - 1) sum -= 128 * traps * q[position - Count + 1];
            if (position >= Count) sum -= last * Modulus(position - Count);
            else if ((position & 1) == 0) sum += c[(coordinate * Count + position) / 2] - r[(coordinate * Count + position) / 2];
            if (position == 2 * Count - 1)
            {
                Air.AssertZero($"nothing is carried out of coordinate {coordinate}", sum);
                break;
            }

            carry = InverseOf256 * sum;
            Air.Range16(isReal, carry + 32768);
        }
    }

    /// <summary>The byte of M.</summary>
    private Expression Modulus(int index) => index == Count - 1 ? m[index] + 128 * traps : m[index];

    private Expression Products(int coordinate, int position)
    {
        Expression one = ByteProduct.Diagonal(a[..Count], b[(coordinate * Count)..((coordinate + 1) * Count)], position);
        Expression other = ByteProduct.Diagonal(a[Count..], b[((1 - coordinate) * Count)..((2 - coordinate) * Count)], position);
        return coordinate == 0 ? one - other : one + other;
    }

    /// <summary>The carries as <see cref="AssertProduct"/> declares them, from the cells.</summary>
    private void CountCarries(int coordinate, Span<uint> row, LookupCounts counts)
    {
        long* digits = stackalloc long[6 * Count + 1];
        long* a0 = digits, a1 = a0 + Count, modulus = a1 + 3 * Count, quotient = modulus + Count;
        long* b0 = a1 + (1 + coordinate) * Count, b1 = a1 + (2 - coordinate) * Count;
        for (int i = 0; i < 2 * Count; i++) (a0[i], a1[Count + i]) = (row[a[i].Index], row[b[i].Index]);
        for (int i = 0; i < Count; i++) (modulus[i], quotient[i]) = (row[m[i].Index], row[q[coordinate][i].Index]);
        modulus[Count - 1] += 128 * row[traps.Index];
        quotient[Count] = (long)row[q[coordinate][Count].Index] - (coordinate == 0 ? ScalarFp2.Offset : 0);
        int sign = coordinate == 0 ? -1 : 1;
        long carry = 0;
        for (int position = 0; position < 2 * Count - 1; position++)
        {
            long sum = carry;
            for (int i = Math.Max(0, position - Count + 1); i < Count && i <= position; i++)
                sum += a0[i] * b0[position - i] + sign * a1[i] * b1[position - i] - quotient[i] * modulus[position - i];
            if (position >= Count) sum -= quotient[Count] * modulus[position - Count];
            else if ((position & 1) == 0)
                sum += (long)row[c[(coordinate * Count + position) / 2].Index] - row[r[(coordinate * Count + position) / 2].Index];
            carry = sum >> 8;
            counts.Range16((uint)(carry + 32768));
        }
    }

    private void AssertOrder(int coordinate, Expression[] modulus)
    {
        Cell[] marks = this.marks[coordinate];
        Expression marked = Expression.Zero, difference = Expression.Zero;
        for (int limb = marks.Length - 1; limb >= 0; limb--)
        {
            Expression delta = modulus[limb] - r[coordinate * marks.Length + limb];
            if (limb == marks.Length - 1) delta += 32768 * traps;
            marked += marks[limb];
            difference += marks[limb] * delta;
            if (limb > 0) Air.AssertZero($"limb {limb} of r{coordinate} is equal above the mark", (isReal - marked) * delta);
        }

        Air.AssertEqual($"one mark of r{coordinate}", marked, isReal);
        Air.Range16(isReal, difference - 1);
    }

    private void FillOrder(int coordinate, bool fits, Span<uint> row, LookupCounts counts)
    {
        Cell[] marks = this.marks[coordinate];
        for (int limb = marks.Length - 1; limb >= 0; limb--)
        {
            uint modulus = row[m[2 * limb].Index] + 256 * row[m[2 * limb + 1].Index];
            if (limb == marks.Length - 1 && !fits) modulus += 32768;
            uint difference = modulus - row[r[coordinate * marks.Length + limb].Index];
            if (difference == 0) continue;
            row[marks[limb].Index] = 1;
            counts.Range16(difference - 1);
            return;
        }
    }
}
