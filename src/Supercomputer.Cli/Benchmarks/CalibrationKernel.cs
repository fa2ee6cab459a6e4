using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cli.Benchmarks;

/// <summary>2^30 KoalaBear Montgomery multiplications in registers on one core: the clock that other figures are ratios to.</summary>
/// <remarks>Shape: 16 lanes, 8 independent chains, best of 5. Where 512-bit vectors are absent the runtime emulates them, so the
/// ratio stays comparable and the figure does not.</remarks>
internal static class CalibrationKernel
{
    private const int LogMultiplications = 30;
    private const int Chains = 8;
    private const int Runs = 5;

    /// <summary>Seconds of the best run.</summary>
    public static double Seconds()
    {
        double best = double.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            long began = Stopwatch.GetTimestamp();
            Sink = Multiply((1 << LogMultiplications) / (Chains * Vector512<uint>.Count)).GetElement(0);
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return best;
    }

    private static uint Sink { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SuppressMessage("Design", "MA0051", Justification = "a flat kernel: eight chains in registers")]
    private static Vector512<uint> Multiply(int rounds)
    {
        Vector512<uint> a = Vector512.Create(1234567u), b = Vector512.Create(2345678u), c = Vector512.Create(3456789u);
        Vector512<uint> d = Vector512.Create(4567890u), e = Vector512.Create(5678901u), f = Vector512.Create(6789012u);
        Vector512<uint> g = Vector512.Create(7890123u), h = Vector512.Create(8901234u), factor = Vector512.Create(987654321u);
        Vector512<uint> modulus = Vector512.Create(KoalaBear.Modulus), inverse = Vector512.Create(0x81000001u);
        for (int i = 0; i < rounds; i++)
        {
            a = Product(a, factor, modulus, inverse);
            b = Product(b, factor, modulus, inverse);
            c = Product(c, factor, modulus, inverse);
            d = Product(d, factor, modulus, inverse);
            e = Product(e, factor, modulus, inverse);
            f = Product(f, factor, modulus, inverse);
            g = Product(g, factor, modulus, inverse);
            h = Product(h, factor, modulus, inverse);
        }

        return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Product(Vector512<uint> x, Vector512<uint> y, Vector512<uint> modulus, Vector512<uint> inverse)
    {
        Vector512<ulong> xOdd = x.AsUInt64() >>> 32, yOdd = y.AsUInt64() >>> 32;
        Vector512<ulong> even = Wide(x.AsUInt64(), y.AsUInt64()), odd = Wide(xOdd, yOdd);
        Vector512<ulong> evenMultiple = Wide(Wide(even, inverse.AsUInt64()), modulus.AsUInt64());
        Vector512<ulong> oddMultiple = Wide(Wide(odd, inverse.AsUInt64()), modulus.AsUInt64());
        Vector512<ulong> high = Vector512.Create(0xffffffff_00000000UL);
        Vector512<uint> product = ((even >>> 32) | (odd & high)).AsUInt32();
        Vector512<uint> multiple = ((evenMultiple >>> 32) | (oddMultiple & high)).AsUInt32();
        Vector512<uint> difference = product - multiple;
        return Vector512.Min(difference, difference + modulus);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Wide(Vector512<ulong> x, Vector512<ulong> y) =>
        System.Runtime.Intrinsics.X86.Avx512F.IsSupported
            ? System.Runtime.Intrinsics.X86.Avx512F.Multiply(x.AsUInt32(), y.AsUInt32())
            : (x & Vector512.Create(0xffffffffUL)) * (y & Vector512.Create(0xffffffffUL));
}
