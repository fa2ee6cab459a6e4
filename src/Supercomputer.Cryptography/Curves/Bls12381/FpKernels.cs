using System.Runtime.CompilerServices;
using static Supercomputer.Cryptography.Curves.Limbs;

namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>Montgomery products of <see cref="Fp"/>, unrolled: two carry chains a word, which the two spare bits above p keep apart.</summary>
/// <remarks>
/// Range: every input is below p. With two products the sum before the last correction is below p (2 p / 2^384 + 1) &lt; 2 p, because
/// p &lt; 2^381; one conditional subtraction is enough, and no intermediate word overflows.
/// Source: Koc, Acar, Kaliski, "Analyzing and comparing Montgomery multiplication algorithms", CIOS.
/// </remarks>
internal static class FpKernels
{
    /// <summary><c>a b / 2^384 mod p</c>.</summary>
    public static Fp Multiply(in Fp a, in Fp b) => AssembledProducts.IsSupported ? AssembledProducts.Multiply(a, b) : MultiplyCompiled(a, b);

    /// <summary><c>(a b + c d) / 2^384 mod p</c>.</summary>
    public static Fp SumOfProducts(in Fp a, in Fp b, in Fp c, in Fp d) =>
        AssembledProducts.IsSupported ? AssembledProducts.SumOfProducts(a, b, c, d) : SumOfProductsCompiled(a, b, c, d);

    /// <summary><see cref="Multiply"/> on any processor.</summary>
    [SkipLocalsInit]
    public static Fp MultiplyCompiled(in Fp a, in Fp b)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0;
        Step(a, b.L0, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Step(a, b.L1, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Step(a, b.L2, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Step(a, b.L3, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Step(a, b.L4, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Step(a, b.L5, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        return Reduce(t0, t1, t2, t3, t4, t5);
    }

    /// <summary><see cref="SumOfProducts"/> on any processor.</summary>
    [SkipLocalsInit]
    public static Fp SumOfProductsCompiled(in Fp a, in Fp b, in Fp c, in Fp d)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0;
        Step(a, b.L0, c, d.L0, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Step(a, b.L1, c, d.L1, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Step(a, b.L2, c, d.L2, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Step(a, b.L3, c, d.L3, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Step(a, b.L4, c, d.L4, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Step(a, b.L5, c, d.L5, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        return Reduce(t0, t1, t2, t3, t4, t5);
    }

    /// <summary>The number below 2 p, less p if it is not below p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp Reduce(ulong t0, ulong t1, ulong t2, ulong t3, ulong t4, ulong t5)
    {
        ulong borrow = 0;
        ulong d0 = Subtract(t0, Fp.P0, ref borrow);
        ulong d1 = Subtract(t1, Fp.P1, ref borrow);
        ulong d2 = Subtract(t2, Fp.P2, ref borrow);
        ulong d3 = Subtract(t3, Fp.P3, ref borrow);
        ulong d4 = Subtract(t4, Fp.P4, ref borrow);
        ulong d5 = Subtract(t5, Fp.P5, ref borrow);
        ulong keep = 0UL - borrow;
        return new(d0 ^ ((d0 ^ t0) & keep), d1 ^ ((d1 ^ t1) & keep), d2 ^ ((d2 ^ t2) & keep), d3 ^ ((d3 ^ t3) & keep), d4 ^ ((d4 ^ t4) & keep), d5 ^ ((d5 ^ t5) & keep));
    }

    /// <summary>One word: t becomes (t + a * b + m p) / 2^64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(in Fp a, ulong b, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5)
    {
        ulong product = 0, multiple = 0;
        t0 = MultiplyAdd(a.L0, b, t0, ref product);
        ulong m = t0 * Fp.NegativeInverse;
        _ = MultiplyAdd(m, Fp.P0, t0, ref multiple);
        t1 = MultiplyAdd(a.L1, b, t1, ref product);
        t0 = MultiplyAdd(m, Fp.P1, t1, ref multiple);
        t2 = MultiplyAdd(a.L2, b, t2, ref product);
        t1 = MultiplyAdd(m, Fp.P2, t2, ref multiple);
        t3 = MultiplyAdd(a.L3, b, t3, ref product);
        t2 = MultiplyAdd(m, Fp.P3, t3, ref multiple);
        t4 = MultiplyAdd(a.L4, b, t4, ref product);
        t3 = MultiplyAdd(m, Fp.P4, t4, ref multiple);
        t5 = MultiplyAdd(a.L5, b, t5, ref product);
        t4 = MultiplyAdd(m, Fp.P5, t5, ref multiple);
        t5 = product + multiple;
    }

    /// <summary>One word: t becomes (t + a * b + c * d + m p) / 2^64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(in Fp a, ulong b, in Fp c, ulong d, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5)
    {
        ulong product = 0, second = 0, multiple = 0;
        t0 = MultiplyAdd(c.L0, d, MultiplyAdd(a.L0, b, t0, ref product), ref second);
        ulong m = t0 * Fp.NegativeInverse;
        _ = MultiplyAdd(m, Fp.P0, t0, ref multiple);
        t1 = MultiplyAdd(c.L1, d, MultiplyAdd(a.L1, b, t1, ref product), ref second);
        t0 = MultiplyAdd(m, Fp.P1, t1, ref multiple);
        t2 = MultiplyAdd(c.L2, d, MultiplyAdd(a.L2, b, t2, ref product), ref second);
        t1 = MultiplyAdd(m, Fp.P2, t2, ref multiple);
        t3 = MultiplyAdd(c.L3, d, MultiplyAdd(a.L3, b, t3, ref product), ref second);
        t2 = MultiplyAdd(m, Fp.P3, t3, ref multiple);
        t4 = MultiplyAdd(c.L4, d, MultiplyAdd(a.L4, b, t4, ref product), ref second);
        t3 = MultiplyAdd(m, Fp.P4, t4, ref multiple);
        t5 = MultiplyAdd(c.L5, d, MultiplyAdd(a.L5, b, t5, ref product), ref second);
        t4 = MultiplyAdd(m, Fp.P5, t5, ref multiple);
        t5 = product + second + multiple;
    }
}
