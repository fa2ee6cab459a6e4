using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>A number of 384 bits that stands for its residue modulo p; six little-endian words.</summary>
/// <remarks>Range: what a product puts out is below p, so that two of them are equal exactly when their words are. What comes from the
/// private input need not be.</remarks>
internal struct Fp
{
    public ulong L0, L1, L2, L3, L4, L5;

    public Fp(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
        L5 = l5;
    }

    /// <summary><c>result = a b + c mod p</c>: one call of the accelerator.</summary>
    public static void MultiplyAdd(ref Fp result, in Fp a, in Fp b, in Fp c) =>
        Guest.MultiplyAdd384(Words(in a), Words(in b), Words(in c), Constants.Modulus, Words(in result));

    /// <summary><c>result = a b mod p</c>.</summary>
    public static void Multiply(ref Fp result, in Fp a, in Fp b) => MultiplyAdd(ref result, in a, in b, in Constants.Zero.A);

    /// <summary><c>result = a mod p</c>.</summary>
    public static void Reduce(ref Fp result, in Fp a) => MultiplyAdd(ref result, in a, in Constants.One.A, in Constants.Zero.A);

    /// <summary><c>result = a - b mod p</c>.</summary>
    public static void Subtract(ref Fp result, in Fp a, in Fp b) => MultiplyAdd(ref result, in b, in Constants.MinusOne.A, in a);

    /// <summary>Whether the words are equal.</summary>
    public static bool AreEqual(in Fp a, in Fp b) =>
        ((a.L0 ^ b.L0) | (a.L1 ^ b.L1) | (a.L2 ^ b.L2) | (a.L3 ^ b.L3) | (a.L4 ^ b.L4) | (a.L5 ^ b.L5)) == 0;

    /// <summary>Whether the words are zero.</summary>
    public static bool IsZero(in Fp a) => (a.L0 | a.L1 | a.L2 | a.L3 | a.L4 | a.L5) == 0;

    /// <summary>Whether the number is above another.</summary>
    public static bool IsAbove(in Fp a, in Fp b)
    {
        if (a.L5 != b.L5) return a.L5 > b.L5;
        if (a.L4 != b.L4) return a.L4 > b.L4;
        if (a.L3 != b.L3) return a.L3 > b.L3;
        if (a.L2 != b.L2) return a.L2 > b.L2;
        if (a.L1 != b.L1) return a.L1 > b.L1;
        return a.L0 > b.L0;
    }

    /// <summary>Whether the number is below p.</summary>
    public static bool IsCanonical(in Fp a) => IsAbove(in Unsafe.As<ulong, Fp>(ref MemoryMarshal.GetArrayDataReference(Constants.Modulus)), in a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<ulong> Words(in Fp a) => MemoryMarshal.CreateSpan(ref Unsafe.As<Fp, ulong>(ref Unsafe.AsRef(in a)), 6);
}
