using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>An element of the base field of BLS12-381, p of 381 bits, in Montgomery form (value times 2^384 mod p).</summary>
/// <remarks>
/// Range: the six limbs, lowest first, are always below p, so equal elements have equal limbs.
/// Cost: not constant-time; it serves verification of public data only.
/// Source: draft-irtf-cfrg-pairing-friendly-curves-11, section 4.2.1.
/// </remarks>
public readonly struct Fp : ICurveField<Fp>
{
    /// <summary>Bytes of the canonical encoding, big-endian.</summary>
    public const int EncodedSize = 48;

    internal const ulong P0 = 0xb9feffffffffaaab, P1 = 0x1eabfffeb153ffff, P2 = 0x6730d2a0f6b0f624;
    internal const ulong P3 = 0x64774b84f38512bf, P4 = 0x4b1ba7b6434bacd7, P5 = 0x1a0111ea397fe69a;

    /// <summary>-1/p modulo 2^64.</summary>
    internal const ulong NegativeInverse = 0x89f3fffcfffcfffd;

    internal readonly ulong L0, L1, L2, L3, L4, L5;

    /// <summary>Wraps limbs in Montgomery form; the caller guarantees that they are below p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Fp(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
        L5 = l5;
    }

    /// <inheritdoc/>
    public static Fp Zero => default;

    /// <inheritdoc/>
    public static Fp One =>
        new(0x760900000002fffd, 0xebf4000bc40c0002, 0x5f48985753c758ba, 0x77ce585370525745, 0x5c071a97a256ec6d, 0x15f65ec3fa80e493);

    /// <summary>2^768 mod p as limbs: the product with it turns limbs into Montgomery form.</summary>
    private static Fp MontgomerySquare =>
        new(0xf4df1f341c341746, 0x0a76e6a609d104f1, 0x8de5476c4c95b6d5, 0x67eb88a9939d83c0, 0x9a793e85b519952d, 0x11988fe592cae3aa);

    /// <summary>2^256 as a field element: shifts the high part of a wide number into place.</summary>
    private static Fp TwoTo256 =>
        new(0x075b3cd7c5ce820f, 0x3ec6ba621c3edb0b, 0x168a13d82bff6bce, 0x87663c4bf8c449d2, 0x15f34c83ddc8d830, 0x0f9628b49caa2e85);

    /// <summary>Half of one.</summary>
    internal static Fp Half =>
        new(0x1804000000015554, 0x855000053ab00001, 0x633cb57c253c276f, 0x6e22d1ec31ebb502, 0xd3916126f2d14ca2, 0x17fbb8571a006596);

    /// <summary>Reads 48 bytes, big-endian.</summary>
    /// <returns>False when the number is not below p: only the canonical encoding is accepted.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Fp value)
    {
        value = default;
        if (bytes.Length != EncodedSize) return false;
        Fp raw = ReadLimbs(bytes);
        if (!IsBelowModulus(raw)) return false;
        value = raw * MontgomerySquare;
        return true;
    }

    /// <summary>The residue of a number of 64 bytes, big-endian (RFC 9380, hash_to_field with L = 64).</summary>
    internal static Fp FromWide(ReadOnlySpan<byte> bytes)
    {
        Span<byte> part = stackalloc byte[EncodedSize];
        part.Clear();
        bytes[..32].CopyTo(part[16..]);
        Fp high = ReadLimbs(part) * MontgomerySquare;
        bytes[32..64].CopyTo(part[16..]);
        Fp low = ReadLimbs(part) * MontgomerySquare;
        return high * TwoTo256 + low;
    }

    /// <summary>Writes the canonical value, 48 bytes big-endian.</summary>
    public void Encode(Span<byte> destination)
    {
        Fp raw = ToCanonical(this);
        BinaryPrimitives.WriteUInt64BigEndian(destination, raw.L5);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], raw.L4);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], raw.L3);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], raw.L2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[32..], raw.L1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[40..], raw.L0);
    }

    /// <summary>The element of a small number.</summary>
    public static Fp FromUInt64(ulong value) => new Fp(value, 0, 0, 0, 0, 0) * MontgomerySquare;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp operator +(in Fp left, in Fp right)
    {
        // Both are below p < 2^381, so the sum fits six limbs.
        ulong carry = 0;
        ulong s0 = Limbs.Add(left.L0, right.L0, ref carry), s1 = Limbs.Add(left.L1, right.L1, ref carry);
        ulong s2 = Limbs.Add(left.L2, right.L2, ref carry), s3 = Limbs.Add(left.L3, right.L3, ref carry);
        ulong s4 = Limbs.Add(left.L4, right.L4, ref carry), s5 = left.L5 + right.L5 + carry;
        return FpKernels.Reduce(s0, s1, s2, s3, s4, s5);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp operator -(in Fp left, in Fp right)
    {
        ulong borrow = 0;
        ulong d0 = Limbs.Subtract(left.L0, right.L0, ref borrow), d1 = Limbs.Subtract(left.L1, right.L1, ref borrow);
        ulong d2 = Limbs.Subtract(left.L2, right.L2, ref borrow), d3 = Limbs.Subtract(left.L3, right.L3, ref borrow);
        ulong d4 = Limbs.Subtract(left.L4, right.L4, ref borrow), d5 = Limbs.Subtract(left.L5, right.L5, ref borrow);
        ulong mask = 0UL - borrow, carry = 0;
        d0 = Limbs.Add(d0, P0 & mask, ref carry);
        d1 = Limbs.Add(d1, P1 & mask, ref carry);
        d2 = Limbs.Add(d2, P2 & mask, ref carry);
        d3 = Limbs.Add(d3, P3 & mask, ref carry);
        d4 = Limbs.Add(d4, P4 & mask, ref carry);
        return new(d0, d1, d2, d3, d4, d5 + (P5 & mask) + carry);
    }

    /// <inheritdoc/>
    public static Fp operator -(in Fp value) => default(Fp) - value;

    /// <inheritdoc/>
    public static Fp operator *(in Fp left, in Fp right) => FpKernels.Multiply(left, right);

    /// <inheritdoc/>
    public static Fp Square(in Fp value) => FpKernels.Multiply(value, value);

    /// <inheritdoc/>
    public static Fp Inverse(in Fp value) => Pow(value, [P0 - 2, P1, P2, P3, P4, P5]);

    /// <summary>A square root, if there is one (p is 3 modulo 4).</summary>
    public static bool TrySquareRoot(in Fp value, out Fp root)
    {
        root = PowThreeQuarters(value) * value;
        return AreEqual(Square(root), value);
    }

    /// <summary><c>value^((p - 3) / 4)</c>: the inverse of the square root for squares.</summary>
    internal static Fp PowThreeQuarters(in Fp value) => Pow(
        value,
        [0xee7fbfffffffeaaa, 0x07aaffffac54ffff, 0xd9cc34a83dac3d89, 0xd91dd2e13ce144af, 0x92c6e9ed90d2eb35, 0x0680447a8e5ff9a6]);

    /// <inheritdoc/>
    public static bool IsZero(in Fp value) => (value.L0 | value.L1 | value.L2 | value.L3 | value.L4 | value.L5) == 0;

    /// <inheritdoc/>
    public static bool AreEqual(in Fp left, in Fp right) =>
        ((left.L0 ^ right.L0) | (left.L1 ^ right.L1) | (left.L2 ^ right.L2)
            | (left.L3 ^ right.L3) | (left.L4 ^ right.L4) | (left.L5 ^ right.L5)) == 0;

    /// <summary>Whether the canonical value is odd (RFC 9380, sgn0).</summary>
    internal static bool IsOdd(in Fp value) => (ToCanonical(value).L0 & 1) != 0;

    /// <summary>Whether the canonical value is above (p - 1) / 2: the sign bit of compressed points.</summary>
    internal static bool IsLarge(in Fp value)
    {
        // 2 * value >= p exactly when the value is the greater of the two square roots.
        Fp raw = ToCanonical(value);
        ulong carry = 0;
        ulong d0 = Limbs.Add(raw.L0, raw.L0, ref carry), d1 = Limbs.Add(raw.L1, raw.L1, ref carry);
        ulong d2 = Limbs.Add(raw.L2, raw.L2, ref carry), d3 = Limbs.Add(raw.L3, raw.L3, ref carry);
        ulong d4 = Limbs.Add(raw.L4, raw.L4, ref carry);
        return !IsBelowModulus(new(d0, d1, d2, d3, d4, raw.L5 + raw.L5 + carry));
    }

    /// <summary>The power with an exponent of six limbs, lowest first, four bits at a time.</summary>
    private static Fp Pow(in Fp value, ReadOnlySpan<ulong> exponent)
    {
        Span<Fp> powers = stackalloc Fp[16];
        powers[0] = One;
        for (int i = 1; i < 16; i++) powers[i] = powers[i - 1] * value;
        Fp result = One;
        for (int at = 64 * exponent.Length - 4; at >= 0; at -= 4)
        {
            result = Square(Square(Square(Square(result))));
            int digit = (int)(exponent[at >> 6] >> (at & 63)) & 15;
            if (digit != 0) result = result * powers[digit];
        }

        return result;
    }

    private static Fp ToCanonical(in Fp value) => value * new Fp(1, 0, 0, 0, 0, 0);

    private static bool IsBelowModulus(in Fp raw)
    {
        ulong borrow = 0;
        _ = Limbs.Subtract(raw.L0, P0, ref borrow);
        _ = Limbs.Subtract(raw.L1, P1, ref borrow);
        _ = Limbs.Subtract(raw.L2, P2, ref borrow);
        _ = Limbs.Subtract(raw.L3, P3, ref borrow);
        _ = Limbs.Subtract(raw.L4, P4, ref borrow);
        _ = Limbs.Subtract(raw.L5, P5, ref borrow);
        return borrow != 0;
    }

    private static Fp ReadLimbs(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes[40..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[32..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes));
}
