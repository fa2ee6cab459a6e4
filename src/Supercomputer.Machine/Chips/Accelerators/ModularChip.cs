using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using static Supercomputer.Machine.Chips.Accelerators.ByteNumbers;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>Modular multiply-add of 256 or 384 bits, a row a call: reads a, b, c and m, writes r = a b + c modulo m.</summary>
/// <remarks>
/// Statement: with B = 2^256 or 2^384, r &lt; m and a b + c = q m + r where a b + c &lt; B m; r = a b + c modulo B where m = 0; else the row
/// writes the same and goes on at the trap of an integer overflow.
/// Where m = 0 or the row traps, q is the upper half: a b + c = q B + r; the row traps only if q >= m > 0.
/// Soundness: a, b, m, q are bytes by lookup, c and r limbs of 16 bits. At byte position d the products of bytes i + j = d, with c and r
/// at even positions, sum to v(d), |v(d)| &lt; 2^22; the carry k(d) = (v(d) + k(d - 1)) / 2^8, plus 2^15, is looked up as 16 bits. Both sides of
/// 2^8 k(d) = v(d) + k(d - 1) are below 2^24, so nothing wraps around p, every position is an equality of integers, and with the last
/// carry 0 so is the whole. The last position says that the carry into it is 0 or a byte of q, so the two carries below are at
/// most 2^8 and 2^17 and need no lookup. Honest carries are below 48 * 255^2 / 255 + 2^9 &lt; 2^14. r &lt; m by the highest differing limb, one-hot marked: limbs above are
/// equal, the difference there less 1 is looked up. q >= m likewise, where limb 0 may be marked with no difference. m is zero by
/// an inverse of the sum of its limbs, below 2^21. Of the two lookups of an order one takes place at most: their multiplicities are boolean
/// by the constraints on traps and is_zero, so that none can cancel the other. The three cases exclude one another, so q and r are unique.
/// Cost: 257 columns and 286 interactions for 256 bits, 373 and 418 for 384.
/// </remarks>
internal sealed unsafe class ModularChip : InstructionChip
{
    private readonly int words;
    private readonly Cell isReal;
    private readonly Cell isZero;
    private readonly Cell traps;
    private readonly Cell inverse;
    private readonly Cell[] a;
    private readonly Cell[] b;
    private readonly Cell[] m;
    private readonly Cell[] q;
    private readonly Cell[] c;
    private readonly Cell[] r;
    private readonly Cell[] old;
    private readonly Cell[] marks;
    private readonly AcceleratorOperands operands;

    /// <summary>Declares the chip.</summary>
    /// <param name="operation">Of which width.</param>
    internal ModularChip(Operation operation)
        : base(operation == Operation.MultiplyAdd256 ? "Modular256" : "Modular384")
    {
        AcceleratorCall call = AcceleratorCall.Of(operation)!;
        words = call.Operands[0].Words;
        isReal = Air.Boolean("is_real");
        isZero = Air.Boolean("is_zero");
        traps = Air.Boolean("traps");
        inverse = Air.Column("inverse");
        operands = new(Air, State, isReal, call, operation);
        Cell[] Bytes(string name) => Air.ByteColumns(isReal, name, 4 * words);
        (a, b, m, q) = (Bytes("a"), Bytes("b"), Bytes("m"), Bytes("q"));
        (c, r, old) = (Air.Columns("c", 2 * words), Air.Columns("r", 2 * words), Air.Columns("old", 2 * words));
        marks = Air.Booleans("differs_first_at", 2 * words);
        foreach (Cell limb in r) Air.Range16(isReal, limb);
        Expression[] limbs = Limbs.FromBytes(m);
        AssertCases(limbs);
        AssertProduct();
        AssertOrder(limbs);
        State.Step(isReal, State.ProgramCounter + 1 + traps * ((long)Outcome.IntegerOverflow - 1 - State.ProgramCounter));
        Expression[][] inputs = [Limbs.FromBytes(a), Limbs.FromBytes(b), Limbs.Expressions(c), limbs];
        for (int operand = 0; operand < inputs.Length; operand++) operands.Access(operand, inputs[operand], inputs[operand]);
        operands.Access(inputs.Length, Limbs.Expressions(old), Limbs.Expressions(r));
    }

    /// <summary>The positions whose carries are looked up: all but the last three.</summary>
    private int Looked => 2 * a.Length - 3;

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> accesses, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[isReal.Index] = 1;
        operands.Fill(step, instruction, accesses, row, counts);
        accesses = accesses[(step.FirstWord + 4)..];
        uint* inputs = stackalloc uint[4 * ScalarModular.MaximumWords];
        uint* quotient = stackalloc uint[ScalarModular.MaximumWords], result = stackalloc uint[ScalarModular.MaximumWords];
        for (int word = 0; word < 4 * words; word++) inputs[word] = (uint)accesses[word].Old;
        bool fits = ScalarModular.MultiplyAdd(words, inputs, quotient, result);
        FillBytes(a, inputs, row, counts);
        FillBytes(b, inputs + words, row, counts);
        FillBytes(m, inputs + 3 * words, row, counts);
        FillBytes(q, quotient, row, counts);
        ulong sum = 0;
        for (int word = 0; word < words; word++)
        {
            FillLimbs(c, word, inputs[2 * words + word], row);
            FillLimbs(r, word, result[word], row);
            FillLimbs(old, word, accesses[4 * words + word].Old, row);
            counts.Range16(result[word] & 0xFFFF);
            counts.Range16(result[word] >> 16);
            sum += (inputs[3 * words + word] & 0xFFFF) + (inputs[3 * words + word] >> 16);
        }

        row[isZero.Index] = sum == 0 ? 1u : 0;
        row[traps.Index] = fits ? 0 : 1u;
        row[inverse.Index] = sum == 0 ? 0 : KoalaBear.FromCanonical((uint)sum).Inverse().ToCanonical();
        CountCarries(row, sum == 0, !fits, counts);
        if (sum != 0) FillOrder(inputs + 3 * words, fits ? result : quotient, fits, row, counts);
    }

    private void AssertCases(Expression[] limbs)
    {
        Expression sum = Expression.Zero;
        foreach (Expression limb in limbs) sum += limb;
        Air.AssertEqual("m is zero unless its limbs have an inverse", sum * inverse, isReal - isZero);
        Air.AssertZero("zero is zero", isZero * sum);
        Air.AssertZero("the inverse of zero is zero", isZero * inverse);
        Air.AssertZero("only a real row traps", traps * (1 - isReal));
        Air.AssertZero("nothing is too great for a modulus of zero", isZero * traps);
    }

    private void AssertProduct() => AssertEquation(Air, isReal, "nothing is carried out", 2 * a.Length, Looked, Middle, position =>
    {
        Expression sum = ByteProduct.Diagonal(a, b, position) - (1 - traps) * ByteProduct.Diagonal(q, m, position);
        if (position >= a.Length) sum -= (isZero + traps) * q[position - a.Length];
        else if ((position & 1) == 0) sum += c[position / 2] - r[position / 2];
        return sum;
    });

    /// <summary>The carries as <see cref="AssertProduct"/> declares them, from the cells.</summary>
    private void CountCarries(Span<uint> row, bool zero, bool overflows, LookupCounts counts)
    {
        int count = a.Length;
        long* sums = stackalloc long[2 * count];
        new Span<long>(sums, 2 * count).Clear();
        AddProducts(sums, row, a, b, 1);
        if (!overflows) AddProducts(sums, row, q, m, -1);
        for (int limb = 0; limb < c.Length; limb++) sums[2 * limb] += (long)row[c[limb].Index] - row[r[limb].Index];
        if (zero || overflows)
            for (int i = 0; i < count; i++) sums[count + i] -= row[q[i].Index];
        ByteNumbers.CountCarries(sums, Looked, Middle, counts);
    }

    private void AssertOrder(Expression[] modulus)
    {
        Expression isOrdered = isReal - isZero, marked = Expression.Zero, difference = Expression.Zero;
        for (int limb = marks.Length - 1; limb >= 0; limb--)
        {
            Expression upper = q[2 * limb] + 256 * q[2 * limb + 1];
            Expression delta = modulus[limb] - r[limb] - traps * (upper - r[limb]);
            marked += marks[limb];
            difference += marks[limb] * delta;
            if (limb > 0) Air.AssertZero($"limb {limb} is equal above the mark", (isOrdered - marked) * delta);
        }

        Air.AssertEqual("one mark", marked, isOrdered);
        Air.Range16(isOrdered - traps, difference - 1);
        Air.Range16(traps, marks[0] - 1 - difference);
    }

    private void FillOrder(uint* modulus, uint* other, bool isLess, Span<uint> row, LookupCounts counts)
    {
        ushort* left = (ushort*)modulus, right = (ushort*)other;
        int limb = marks.Length - 1;
        while (limb > 0 && left[limb] == right[limb]) limb--;
        row[marks[limb].Index] = 1;
        int difference = left[limb] - right[limb];
        counts.Range16((uint)(isLess ? difference - 1 : (limb == 0 ? 0 : -1) - difference));
    }
}
