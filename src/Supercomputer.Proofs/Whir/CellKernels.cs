using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Whir;

/// <summary>The one pass over all committed cells that neither the NTT nor a linear combination covers.</summary>
internal static unsafe class CellKernels
{
    /// <summary>p 2^32: wide sums are kept below it.</summary>
    private const ulong Fence = (ulong)KoalaBear.Modulus << 32;

    /// <summary>The sum of cells[x] weights[x] for base cells and weights in lane groups.</summary>
    /// <param name="cells">Montgomery words.</param>
    /// <param name="weights">As <see cref="Lanes{TField}"/> lays them out, aligned.</param>
    /// <param name="groups">Groups of sixteen.</param>
    public static TField InnerProduct<TField>(uint* cells, uint* weights, nint groups)
        where TField : unmanaged, IChallengeField<TField> =>
        Avx512F.IsSupported && TField.Degree is 5 or 6
            ? InnerProductAvx512<TField>(cells, weights, groups)
            : InnerProductScalar<TField>(cells, weights, groups);

    /// <summary>The scalar twin of <see cref="InnerProduct{TField}"/>.</summary>
    public static TField InnerProductScalar<TField>(uint* cells, uint* weights, nint groups)
        where TField : unmanaged, IChallengeField<TField>
    {
        TField sum = TField.Zero;
        for (nint i = 0; i < groups * Lanes<TField>.GroupSize; i++)
            sum += Lanes<TField>.Read(weights, i) * KoalaBear.FromRaw(cells[i]);
        return sum;
    }

    /// <remarks>
    /// Range: two products of words below p are below p^2 * 2 &lt; Fence; added to a sum below Fence they stay below 2^64,
    /// and one conditional subtraction brings the sum below Fence again. In bounds: groups * 16 cells, groups * degree * 16 words.
    /// </remarks>
    [SuppressMessage("Design", "MA0051:Method is too long", Justification = "A kernel: flat, because calls in the loop cost three times the loop.")]
    private static TField InnerProductAvx512<TField>(uint* cells, uint* weights, nint groups)
        where TField : unmanaged, IChallengeField<TField>
    {
        Vector512<ulong> fence = Vector512.Create(Fence);
        Vector512<ulong> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        nint words = Lanes<TField>.GroupWords;
        for (nint g = 0; g < groups; g++, cells += 16, weights += words)
        {
            Vector512<uint> even = Vector512.Load(cells);
            Vector512<uint> odd = Vector512.ShiftRightLogical(even.AsUInt64(), 32).AsUInt32();
            Vector512<uint> w0 = Vector512.LoadAligned(weights);
            Vector512<uint> w1 = Vector512.LoadAligned(weights + 16);
            Vector512<uint> w2 = Vector512.LoadAligned(weights + 32);
            Vector512<uint> w3 = Vector512.LoadAligned(weights + 48);
            Vector512<uint> w4 = Vector512.LoadAligned(weights + 64);
            s0 += Avx512F.Multiply(even, w0)
                + Avx512F.Multiply(odd, Vector512.ShiftRightLogical(w0.AsUInt64(), 32).AsUInt32());
            s1 += Avx512F.Multiply(even, w1)
                + Avx512F.Multiply(odd, Vector512.ShiftRightLogical(w1.AsUInt64(), 32).AsUInt32());
            s2 += Avx512F.Multiply(even, w2)
                + Avx512F.Multiply(odd, Vector512.ShiftRightLogical(w2.AsUInt64(), 32).AsUInt32());
            s3 += Avx512F.Multiply(even, w3)
                + Avx512F.Multiply(odd, Vector512.ShiftRightLogical(w3.AsUInt64(), 32).AsUInt32());
            s4 += Avx512F.Multiply(even, w4)
                + Avx512F.Multiply(odd, Vector512.ShiftRightLogical(w4.AsUInt64(), 32).AsUInt32());
            s0 = Avx512F.Min(s0, s0 - fence);
            s1 = Avx512F.Min(s1, s1 - fence);
            s2 = Avx512F.Min(s2, s2 - fence);
            s3 = Avx512F.Min(s3, s3 - fence);
            s4 = Avx512F.Min(s4, s4 - fence);
            if (TField.Degree == 6)
            {
                Vector512<uint> w5 = Vector512.LoadAligned(weights + 80);
                s5 += Avx512F.Multiply(even, w5)
                    + Avx512F.Multiply(odd, Vector512.ShiftRightLogical(w5.AsUInt64(), 32).AsUInt32());
                s5 = Avx512F.Min(s5, s5 - fence);
            }
        }
        Span<KoalaBear> sum = stackalloc KoalaBear[6];
        sum[0] = Total(s0);
        sum[1] = Total(s1);
        sum[2] = Total(s2);
        sum[3] = Total(s3);
        sum[4] = Total(s4);
        sum[5] = Total(s5);
        return TField.FromCoefficients(sum[..TField.Degree]);
    }

    /// <summary>The sum of eight wide values, divided by 2^32 as a product of two Montgomery words must be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static KoalaBear Total(Vector512<ulong> wide)
    {
        ulong sum = 0;
        for (int lane = 0; lane < Vector512<ulong>.Count; lane++)
            sum += wide.GetElement(lane) % KoalaBear.Modulus;
        return KoalaBear.FromRaw((uint)(sum % KoalaBear.Modulus)) * KoalaBear.FromRaw(1);
    }
}
