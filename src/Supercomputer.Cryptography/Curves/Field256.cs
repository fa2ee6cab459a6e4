using System.Buffers.Binary;

namespace Supercomputer.Cryptography.Curves;

/// <summary>An element of a prime field of 256 bits in Montgomery form (value times 2^256 mod p).</summary>
/// <typeparam name="TModulus">The prime.</typeparam>
/// <remarks>Range: the limbs are always below p. Cost: not constant-time; it serves public data only.</remarks>
public readonly struct Field256<TModulus> : ICurveField<Field256<TModulus>>
    where TModulus : struct, IMontgomeryModulus
{
    private readonly ulong l0, l1, l2, l3;

    private Field256(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        this.l0 = l0;
        this.l1 = l1;
        this.l2 = l2;
        this.l3 = l3;
    }

    /// <inheritdoc/>
    public static Field256<TModulus> Zero => default;

    /// <inheritdoc/>
    public static Field256<TModulus> One => FromUInt64(1);

    private static Field256<TModulus> MontgomerySquare =>
        new(TModulus.Square.L0, TModulus.Square.L1, TModulus.Square.L2, TModulus.Square.L3);

    /// <summary>The element of a small number.</summary>
    public static Field256<TModulus> FromUInt64(ulong value) => new Field256<TModulus>(value, 0, 0, 0) * MontgomerySquare;

    /// <summary>Reads 32 bytes, big-endian.</summary>
    /// <returns>False when the number is not below p.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Field256<TModulus> value)
    {
        value = default;
        if (bytes.Length != 32) return false;
        Field256<TModulus> raw = Read(bytes);
        if (!IsBelowModulus(raw)) return false;
        value = raw * MontgomerySquare;
        return true;
    }

    /// <summary>The residue of 32 bytes, big-endian.</summary>
    public static Field256<TModulus> Reduce(ReadOnlySpan<byte> bytes) => Read(bytes) * MontgomerySquare;

    /// <summary>Writes the canonical value, 32 bytes big-endian.</summary>
    public void Encode(Span<byte> destination)
    {
        Field256<TModulus> raw = ToCanonical(this);
        BinaryPrimitives.WriteUInt64BigEndian(destination, raw.l3);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], raw.l2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], raw.l1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], raw.l0);
    }

    /// <summary>Writes the canonical value as four words, lowest first.</summary>
    public void CopyLimbs(Span<ulong> destination)
    {
        Field256<TModulus> raw = ToCanonical(this);
        destination[0] = raw.l0;
        destination[1] = raw.l1;
        destination[2] = raw.l2;
        destination[3] = raw.l3;
    }

    /// <inheritdoc/>
    public static Field256<TModulus> operator +(in Field256<TModulus> left, in Field256<TModulus> right)
    {
        ulong carry = 0;
        ulong s0 = Limbs.Add(left.l0, right.l0, ref carry), s1 = Limbs.Add(left.l1, right.l1, ref carry);
        ulong s2 = Limbs.Add(left.l2, right.l2, ref carry), s3 = Limbs.Add(left.l3, right.l3, ref carry);
        return Correct(s0, s1, s2, s3, carry);
    }

    /// <inheritdoc/>
    public static Field256<TModulus> operator -(in Field256<TModulus> left, in Field256<TModulus> right)
    {
        ulong borrow = 0, carry = 0;
        ulong d0 = Limbs.Subtract(left.l0, right.l0, ref borrow), d1 = Limbs.Subtract(left.l1, right.l1, ref borrow);
        ulong d2 = Limbs.Subtract(left.l2, right.l2, ref borrow), d3 = Limbs.Subtract(left.l3, right.l3, ref borrow);
        ulong mask = 0UL - borrow;
        d0 = Limbs.Add(d0, TModulus.P0 & mask, ref carry);
        d1 = Limbs.Add(d1, TModulus.P1 & mask, ref carry);
        d2 = Limbs.Add(d2, TModulus.P2 & mask, ref carry);
        return new(d0, d1, d2, d3 + (TModulus.P3 & mask) + carry);
    }

    /// <inheritdoc/>
    public static Field256<TModulus> operator -(in Field256<TModulus> value) => default(Field256<TModulus>) - value;

    /// <inheritdoc/>
    public static Field256<TModulus> operator *(in Field256<TModulus> left, in Field256<TModulus> right)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0;
        Step(left, right.l0, ref t0, ref t1, ref t2, ref t3, ref t4);
        Step(left, right.l1, ref t0, ref t1, ref t2, ref t3, ref t4);
        Step(left, right.l2, ref t0, ref t1, ref t2, ref t3, ref t4);
        Step(left, right.l3, ref t0, ref t1, ref t2, ref t3, ref t4);
        return Correct(t0, t1, t2, t3, t4);
    }

    /// <inheritdoc/>
    public static Field256<TModulus> Square(in Field256<TModulus> value) => value * value;

    /// <inheritdoc/>
    public static Field256<TModulus> Inverse(in Field256<TModulus> value) =>
        Pow(value, [TModulus.P0 - 2, TModulus.P1, TModulus.P2, TModulus.P3]);

    /// <inheritdoc/>
    public static bool IsZero(in Field256<TModulus> value) => (value.l0 | value.l1 | value.l2 | value.l3) == 0;

    /// <inheritdoc/>
    public static bool AreEqual(in Field256<TModulus> left, in Field256<TModulus> right) =>
        ((left.l0 ^ right.l0) | (left.l1 ^ right.l1) | (left.l2 ^ right.l2) | (left.l3 ^ right.l3)) == 0;

    /// <summary>Whether the canonical value is odd.</summary>
    public static bool IsOdd(in Field256<TModulus> value) => (ToCanonical(value).l0 & 1) != 0;

    /// <summary>The power with an exponent of four words, lowest first.</summary>
    public static Field256<TModulus> Pow(in Field256<TModulus> value, ReadOnlySpan<ulong> exponent)
    {
        Field256<TModulus> result = One;
        for (int bit = 64 * exponent.Length - 1; bit >= 0; bit--)
        {
            result = Square(result);
            if ((exponent[bit >> 6] >> (bit & 63) & 1) != 0) result = result * value;
        }

        return result;
    }

    /// <summary>One word: t becomes (t + a * b + m p) / 2^64, five limbs, because p may have no spare bit.</summary>
    private static void Step(in Field256<TModulus> a, ulong b, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4)
    {
        ulong carry = 0, top = 0;
        t0 = Limbs.MultiplyAdd(a.l0, b, t0, ref carry);
        t1 = Limbs.MultiplyAdd(a.l1, b, t1, ref carry);
        t2 = Limbs.MultiplyAdd(a.l2, b, t2, ref carry);
        t3 = Limbs.MultiplyAdd(a.l3, b, t3, ref carry);
        t4 = Limbs.Add(t4, carry, ref top);
        ulong m = t0 * TModulus.NegativeInverse, end = 0;
        carry = 0;
        _ = Limbs.MultiplyAdd(m, TModulus.P0, t0, ref carry);
        t0 = Limbs.MultiplyAdd(m, TModulus.P1, t1, ref carry);
        t1 = Limbs.MultiplyAdd(m, TModulus.P2, t2, ref carry);
        t2 = Limbs.MultiplyAdd(m, TModulus.P3, t3, ref carry);
        t3 = Limbs.Add(t4, carry, ref end);
        t4 = top + end;
    }

    /// <summary>A number below 2 p, its bit 256 apart, less p if it is not below p.</summary>
    private static Field256<TModulus> Correct(ulong t0, ulong t1, ulong t2, ulong t3, ulong high)
    {
        ulong borrow = 0;
        ulong d0 = Limbs.Subtract(t0, TModulus.P0, ref borrow), d1 = Limbs.Subtract(t1, TModulus.P1, ref borrow);
        ulong d2 = Limbs.Subtract(t2, TModulus.P2, ref borrow), d3 = Limbs.Subtract(t3, TModulus.P3, ref borrow);
        return high < borrow ? new(t0, t1, t2, t3) : new(d0, d1, d2, d3);
    }

    private static bool IsBelowModulus(in Field256<TModulus> raw)
    {
        ulong borrow = 0;
        _ = Limbs.Subtract(raw.l0, TModulus.P0, ref borrow);
        _ = Limbs.Subtract(raw.l1, TModulus.P1, ref borrow);
        _ = Limbs.Subtract(raw.l2, TModulus.P2, ref borrow);
        _ = Limbs.Subtract(raw.l3, TModulus.P3, ref borrow);
        return borrow != 0;
    }

    private static Field256<TModulus> ToCanonical(in Field256<TModulus> value) => value * new Field256<TModulus>(1, 0, 0, 0);

    private static Field256<TModulus> Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes));
}
