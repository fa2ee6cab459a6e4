using System.Runtime.CompilerServices;

namespace Supercomputer.Cryptography.Curves;

/// <summary>Arithmetic of 64-bit limbs with carries.</summary>
internal static class Limbs
{
    /// <summary>The low half of <c>a * b + addend + carry</c>; the high half becomes the carry. It never overflows 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        low += addend;
        if (low < addend) high++;
        low += carry;
        if (low < carry) high++;
        carry = high;
        return low;
    }

    /// <summary>The low word of <c>a + b + carry</c>; the carry in and out is 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong a, ulong b, ref ulong carry)
    {
        ulong partial = a + b;
        ulong sum = partial + carry;
        carry = (partial < a ? 1UL : 0) | (sum < partial ? 1UL : 0);
        return sum;
    }

    /// <summary>The low word of <c>a - b - borrow</c>; the borrow in and out is 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Subtract(ulong a, ulong b, ref ulong borrow)
    {
        ulong partial = a - b;
        ulong difference = partial - borrow;
        borrow = (a < b ? 1UL : 0) | (partial < borrow ? 1UL : 0);
        return difference;
    }
}
