using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Supercomputer.Cryptography.Fields;

/// <summary>Block arithmetic on arrays of Montgomery words, sixteen at a time.</summary>
/// <remarks>Shape: any number of words; pointers need no alignment. Destination and sources are equal or disjoint.
/// Each operation has a scalar twin, which also takes the words after the last full vector.</remarks>
public static unsafe class KoalaBearLanes
{
    private static Vector512<uint> HighWords =>
        Vector512.Create(1u, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);

    /// <summary>destination = a + b.</summary>
    /// <param name="destination">The sums.</param>
    /// <param name="a">The first terms.</param>
    /// <param name="b">The second terms.</param>
    /// <param name="words">The number of words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(uint* destination, uint* a, uint* b, nint words)
    {
        nint i = 0;
        if (Avx512F.IsSupported)
        {
            Vector512<uint> prime = Vector512.Create(KoalaBear.Modulus);
            for (; i + 16 <= words; i += 16)
            {
                Vector512<uint> sum = Vector512.Load(a + i) + Vector512.Load(b + i);
                Vector512.Min(sum, sum - prime).Store(destination + i);
            }
        }

        AddScalar(destination + i, a + i, b + i, words - i);
    }

    /// <summary>destination = a - b.</summary>
    /// <param name="destination">The differences.</param>
    /// <param name="a">What is subtracted from.</param>
    /// <param name="b">What is subtracted.</param>
    /// <param name="words">The number of words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(uint* destination, uint* a, uint* b, nint words)
    {
        nint i = 0;
        if (Avx512F.IsSupported)
        {
            Vector512<uint> prime = Vector512.Create(KoalaBear.Modulus);
            for (; i + 16 <= words; i += 16)
            {
                Vector512<uint> difference = Vector512.Load(a + i) - Vector512.Load(b + i);
                Vector512.Min(difference, difference + prime).Store(destination + i);
            }
        }

        SubtractScalar(destination + i, a + i, b + i, words - i);
    }

    /// <summary>destination = a b.</summary>
    /// <param name="destination">The products.</param>
    /// <param name="a">The first factors.</param>
    /// <param name="b">The second factors.</param>
    /// <param name="words">The number of words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(uint* destination, uint* a, uint* b, nint words)
    {
        nint i = 0;
        if (Avx512F.IsSupported)
        {
            Vector512<uint> prime = Vector512.Create(KoalaBear.Modulus);
            Vector512<uint> inverse = Vector512.Create(KoalaBear.ModulusInverse);
            Vector512<uint> highs = HighWords;
            for (; i + 16 <= words; i += 16)
            {
                Product(Vector512.Load(a + i), Vector512.Load(b + i), prime, inverse, highs).Store(destination + i);
            }
        }

        MultiplyScalar(destination + i, a + i, b + i, words - i);
    }

    /// <summary>destination = a b for one constant b.</summary>
    /// <param name="destination">The products.</param>
    /// <param name="a">The words to scale.</param>
    /// <param name="factor">The constant.</param>
    /// <param name="words">The number of words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(uint* destination, uint* a, KoalaBear factor, nint words)
    {
        nint i = 0;
        if (Avx512F.IsSupported)
        {
            Vector512<uint> prime = Vector512.Create(KoalaBear.Modulus);
            Vector512<uint> inverse = Vector512.Create(KoalaBear.ModulusInverse);
            Vector512<uint> highs = HighWords;
            Vector512<uint> constant = Vector512.Create(factor.Raw);
            for (; i + 16 <= words; i += 16)
            {
                Product(Vector512.Load(a + i), constant, prime, inverse, highs).Store(destination + i);
            }
        }

        ScaleScalar(destination + i, a + i, factor, words - i);
    }

    /// <summary>destination = a + constant.</summary>
    /// <param name="destination">The sums.</param>
    /// <param name="a">The words to add to.</param>
    /// <param name="constant">The constant.</param>
    /// <param name="words">The number of words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddConstant(uint* destination, uint* a, KoalaBear constant, nint words)
    {
        nint i = 0;
        if (Avx512F.IsSupported)
        {
            Vector512<uint> prime = Vector512.Create(KoalaBear.Modulus);
            Vector512<uint> term = Vector512.Create(constant.Raw);
            for (; i + 16 <= words; i += 16)
            {
                Vector512<uint> sum = Vector512.Load(a + i) + term;
                Vector512.Min(sum, sum - prime).Store(destination + i);
            }
        }

        AddConstantScalar(destination + i, a + i, constant, words - i);
    }

    /// <summary>destination = 2 a - b: the value at -1 (or 2) of the line through b at 1 (or 0) and a at 0 (or 1).</summary>
    /// <param name="destination">The extrapolated values.</param>
    /// <param name="a">The nearer values.</param>
    /// <param name="b">The farther values.</param>
    /// <param name="words">The number of words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Extrapolate(uint* destination, uint* a, uint* b, nint words)
    {
        nint i = 0;
        if (Avx512F.IsSupported)
        {
            Vector512<uint> prime = Vector512.Create(KoalaBear.Modulus);
            for (; i + 16 <= words; i += 16)
            {
                Vector512<uint> near = Vector512.Load(a + i);
                Vector512<uint> step = near - Vector512.Load(b + i);
                Vector512<uint> sum = near + Vector512.Min(step, step + prime);
                Vector512.Min(sum, sum - prime).Store(destination + i);
            }
        }

        ExtrapolateScalar(destination + i, a + i, b + i, words - i);
    }

    /// <summary>Montgomery words of canonical values; any 32-bit value is reduced.</summary>
    /// <param name="destination">The Montgomery words.</param>
    /// <param name="canonical">The values.</param>
    /// <param name="words">The number of words.</param>
    public static void FromCanonical(uint* destination, uint* canonical, nint words) =>
        Scale(destination, canonical, KoalaBear.FromRaw(KoalaBear.MontgomerySquare), words);

    /// <summary>Canonical values of Montgomery words.</summary>
    /// <param name="destination">The canonical values.</param>
    /// <param name="montgomery">The Montgomery words.</param>
    /// <param name="words">The number of words.</param>
    public static void ToCanonical(uint* destination, uint* montgomery, nint words) =>
        Scale(destination, montgomery, KoalaBear.FromRaw(1), words);

    internal static void AddScalar(uint* destination, uint* a, uint* b, nint words)
    {
        for (nint i = 0; i < words; i++)
        {
            destination[i] = (KoalaBear.FromRaw(a[i]) + KoalaBear.FromRaw(b[i])).Raw;
        }
    }

    internal static void SubtractScalar(uint* destination, uint* a, uint* b, nint words)
    {
        for (nint i = 0; i < words; i++)
        {
            destination[i] = (KoalaBear.FromRaw(a[i]) - KoalaBear.FromRaw(b[i])).Raw;
        }
    }

    internal static void MultiplyScalar(uint* destination, uint* a, uint* b, nint words)
    {
        for (nint i = 0; i < words; i++)
        {
            destination[i] = (KoalaBear.FromRaw(a[i]) * KoalaBear.FromRaw(b[i])).Raw;
        }
    }

    internal static void AddConstantScalar(uint* destination, uint* a, KoalaBear constant, nint words)
    {
        for (nint i = 0; i < words; i++)
        {
            destination[i] = (KoalaBear.FromRaw(a[i]) + constant).Raw;
        }
    }

    internal static void ExtrapolateScalar(uint* destination, uint* a, uint* b, nint words)
    {
        for (nint i = 0; i < words; i++)
        {
            KoalaBear near = KoalaBear.FromRaw(a[i]);
            destination[i] = (near + (near - KoalaBear.FromRaw(b[i]))).Raw;
        }
    }

    internal static void ScaleScalar(uint* destination, uint* a, KoalaBear factor, nint words)
    {
        for (nint i = 0; i < words; i++)
        {
            destination[i] = (KoalaBear.FromRaw(a[i]) * factor).Raw;
        }
    }

    /// <summary>Sixteen Montgomery products; one factor may be any 32-bit word as long as the other is below p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Product(
        Vector512<uint> a, Vector512<uint> b, Vector512<uint> prime, Vector512<uint> inverse, Vector512<uint> highs)
    {
        Vector512<ulong> even = Avx512F.Multiply(a, b);
        Vector512<ulong> odd = Avx512F.Multiply(
            Vector512.ShiftRightLogical(a.AsUInt64(), 32).AsUInt32(), Vector512.ShiftRightLogical(b.AsUInt64(), 32).AsUInt32());
        even -= Avx512F.Multiply(Avx512F.Multiply(even.AsUInt32(), inverse).AsUInt32(), prime);
        odd -= Avx512F.Multiply(Avx512F.Multiply(odd.AsUInt32(), inverse).AsUInt32(), prime);
        Vector512<uint> high = Avx512F.PermuteVar16x32x2(even.AsUInt32(), highs, odd.AsUInt32());
        return Vector512.Min(high, high + prime);
    }
}
