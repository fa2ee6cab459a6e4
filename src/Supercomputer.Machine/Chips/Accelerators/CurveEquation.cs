using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>One equation of a <see cref="CurveChip"/>: a sum of products of byte digits is a multiple of the modulus m, which has W bytes.</summary>
/// <remarks>
/// Statement: left right - [triple] 3 f x^2 + linear - [unit] f = q m as integers, where q has W bytes and a last digit, which is its cell less an offset.
/// Soundness: at byte position t the products of digits i + j = t and the linear terms sum to v(t). With at most 5 W products of bytes,
/// W &lt;= 48, a last digit of 16 bits times a byte and linear terms below 2^18, |v(t)| &lt; 2^25. The carry k(t) = (v(t) + k(t - 1)) / 2^8, plus an
/// offset, is looked up as 16 bits: both sides of 2^8 k(t) = v(t) + k(t - 1) are below 2^26, so every position is an equality of integers, and as
/// nothing is carried out of the last, the whole is one. Where the last digit is a byte, the carry into the last position is its product
/// with a byte by that position, so below 2^16, and needs no lookup.
/// Range: honest carries are between -N W 255 - 2^11 and P W 255 + 2^11, where P and N count the products of one sign and the other: the terms
/// beside the products add at most 2^11. P + N &lt;= 5, so they fit 16 bits.
/// Cost: W + 1 columns, W / 2 lookups of digits, and 2 W - 2 lookups of carries, or one more.
/// </remarks>
internal sealed unsafe class CurveEquation
{
    /// <summary>What the terms beside the products add to a carry, at most.</summary>
    private const int Margin = 2048;

    private const int MaximumBytes = 4 * ScalarModular.MaximumWords;

    private readonly string name;
    private readonly int count;
    private readonly Cell hasSlope;
    private readonly Cell[] left;
    private readonly Term[] right;
    private readonly Cell[]? tripled;
    private readonly bool hasUnit;
    private readonly Term[] linear;
    private readonly Cell[] modulus;
    private readonly Cell[] quotient;
    private readonly int lastOffset;
    private readonly int carryOffset;
    private readonly int looked;

    /// <summary>Declares the quotient and the equation.</summary>
    /// <param name="air">The chip.</param>
    /// <param name="name">The name of the quotient.</param>
    /// <param name="isReal">Whether the row is one.</param>
    /// <param name="hasSlope">f.</param>
    /// <param name="modulus">m as bytes.</param>
    /// <param name="terms">What is a multiple of it.</param>
    internal CurveEquation(AirBuilder air, string name, Cell isReal, Cell hasSlope, Cell[] modulus, Terms terms)
    {
        (this.name, this.hasSlope, this.modulus) = (name, hasSlope, modulus);
        (left, right, tripled, hasUnit, linear) = (terms.Left, terms.Right, terms.Tripled, terms.HasUnit, terms.Linear);
        count = modulus.Length;
        quotient = [.. air.ByteColumns(isReal, name, count), air.Column($"{name}_last")];
        lastOffset = tripled is null ? 128 : 1024;
        looked = tripled is null ? 2 * count - 2 : 2 * count - 1;
        int negative = 1 + right.Sum(term => Math.Max(0, -term.Factor)) + (tripled is null ? 0 : 3);
        carryOffset = (negative * count * 255) + Margin;
        Assert(air, isReal);
    }

    /// <summary>The last digit's cell: a byte, or 16 bits in the equation with a tripled square.</summary>
    internal Cell Last => quotient[count];

    /// <summary>Whether the last digit has 16 bits.</summary>
    internal bool IsLastWide => tripled is not null;

    /// <summary>Fills the quotient and counts its lookups and the carries', from the other cells.</summary>
    internal void Fill(Span<uint> row, LookupCounts counts)
    {
        long* sums = stackalloc long[2 * MaximumBytes], m = stackalloc long[MaximumBytes], digits = stackalloc long[MaximumBytes + 1];
        Sums(row, sums);
        for (int i = 0; i < count; i++) m[i] = row[modulus[i].Index];
        if (m[count - 1] == 0)
        {
            new Span<long>(digits, count).Clear();
            digits[count] = lastOffset;
        }
        else
        {
            Divide(sums, m, digits);
        }

        for (int i = 0; i <= count; i++) row[quotient[i].Index] = (uint)digits[i];
        for (int i = 0; i < count; i += 2) counts.Bytes((uint)digits[i], (uint)digits[i + 1]);
        if (IsLastWide) counts.Range16((uint)digits[count]);
        digits[count] -= lastOffset;
        for (int i = 0; i <= count; i++)
            for (int j = 0; j < count; j++) sums[i + j] -= digits[i] * m[j];
        ByteNumbers.CountCarries(sums, looked, carryOffset, counts);
    }

    /// <summary>Divides the sums by m: the digits, with the offset in the last one.</summary>
    private void Divide(long* sums, long* m, long* digits)
    {
        uint* dividend = stackalloc uint[WideNumbers.MaximumWords], result = stackalloc uint[WideNumbers.MaximumWords];
        uint* divisor = stackalloc uint[ScalarModular.MaximumWords];
        new Span<uint>(dividend, WideNumbers.MaximumWords).Clear();
        int words = count / 4;
        long carry = 0;
        for (int position = 0; position < 2 * count + 4; position++)
        {
            if (position < 2 * count) carry += sums[position];
            if (position >= count && position < 2 * count) carry += lastOffset * m[position - count];
            ((byte*)dividend)[position] = (byte)carry;
            carry >>= 8;
        }

        for (int i = 0; i < count; i++) ((byte*)divisor)[i] = (byte)m[i];
        WideNumbers.Divide(dividend, 2 * words + 1, divisor, words, result);
        if (WideNumbers.Length(dividend, words) > 0 || WideNumbers.Length(result, words + 2) > words + 1)
            throw new InvalidOperationException($"{name}: the witness of a curve call does not satisfy its equation");
        for (int i = 0; i < count; i++) digits[i] = ((byte*)result)[i];
        digits[count] = result[words];
    }

    /// <summary>v(t) without the quotient's products.</summary>
    private void Sums(ReadOnlySpan<uint> row, long* sums)
    {
        long* a = stackalloc long[MaximumBytes], b = stackalloc long[MaximumBytes];
        new Span<long>(sums, 2 * count).Clear();
        uint slope = row[hasSlope.Index];
        if (hasUnit) sums[0] -= slope;
        for (int i = 0; i < count; i++) (a[i], b[i]) = (row[left[i].Index], 0);
        foreach (Term term in right)
            for (int i = 0; i < count; i++) b[i] += term.Factor * (long)row[term.Cells[i].Index];
        AddProducts(sums, a, b);
        foreach (Term term in linear)
            for (int i = 0; i < term.Cells.Length; i++)
                sums[i * (count / term.Cells.Length)] += term.Factor * (long)row[term.Cells[i].Index] * (term.IfSlope ? slope : 1);
        if (tripled is null || slope == 0) return;
        for (int i = 0; i < count; i++) (a[i], b[i]) = (row[tripled[i].Index], -3 * (long)row[tripled[i].Index]);
        AddProducts(sums, a, b);
    }

    private void AddProducts(long* sums, long* a, long* b)
    {
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++) sums[i + j] += a[i] * b[j];
    }

    private void Assert(AirBuilder air, Cell isReal)
    {
        Expression[] factors = [.. Enumerable.Range(0, count).Select(i => right.Aggregate(Expression.Zero, (sum, term) => sum + term.Factor * term.Cells[i]))];
        Expression last = Last - lastOffset * isReal;
        ByteNumbers.AssertEquation(air, isReal, $"nothing is carried out of {name}", 2 * count, looked, carryOffset, position =>
        {
            Expression sum = Diagonal(left, factors, position) - ByteProduct.Diagonal(quotient[..count], modulus, position);
            if (position >= count) sum -= last * modulus[position - count];
            if (position == 0 && hasUnit) sum -= hasSlope;
            if (tripled is not null) sum -= 3 * (hasSlope * ByteProduct.Diagonal(tripled, tripled, position));
            foreach (Term term in linear)
                if (position < count && position % (count / term.Cells.Length) == 0)
                    sum += term.Factor * (term.IfSlope ? hasSlope : Expression.One) * term.Cells[position * term.Cells.Length / count];
            return sum;
        });
    }

    private static Expression Diagonal(Cell[] left, Expression[] right, int diagonal)
    {
        Expression sum = Expression.Zero;
        for (int i = Math.Max(0, diagonal - right.Length + 1); i < left.Length && i <= diagonal; i++) sum += left[i] * right[diagonal - i];
        return sum;
    }

    /// <summary>A multiple of a number in bytes or in limbs of 16 bits; only where there is a slope, if so said.</summary>
    internal readonly record struct Term(Cell[] Cells, int Factor, bool IfSlope = false);

    /// <summary>What an equation says beside the quotient.</summary>
    /// <param name="Left">A factor, in bytes.</param>
    /// <param name="Right">The sum that is the other one, in bytes.</param>
    /// <param name="Linear">What is added.</param>
    internal sealed record Terms(Cell[] Left, Term[] Right, params Term[] Linear)
    {
        /// <summary>The number of which 3 f times the square is taken off; null for none.</summary>
        internal Cell[]? Tripled { get; init; }

        /// <summary>Whether f is taken off.</summary>
        internal bool HasUnit { get; init; }
    }
}
