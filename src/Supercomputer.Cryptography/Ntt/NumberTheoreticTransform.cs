using System.Runtime.Intrinsics.X86;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cryptography.Ntt;

/// <summary>Evaluates many interleaved polynomials over KoalaBear at all points of a subgroup, or on a larger one (Reed-Solomon).</summary>
/// <remarks>
/// Statement: with omega of order n = 2^log, output row i is sum over j of (input row j) * omega^(reverse(i) j), where reverse turns the log
/// bits of i around. Coefficients are in natural order, values in bit-reversed order: a pair of values at x and -x is adjacent.
/// Shape: a row-major matrix of Montgomery words, one row a power (or a point), one column a polynomial. An extension element counts as
/// Degree columns, since the twiddles are in the base field. A width that is a multiple of 16 is fast for every size; of others only the
/// last few layers are slow.
/// Cost: the recursion divides X^m - t^2 into X^(m/2) - t and X^(m/2) + t, so that one twiddle serves a whole block and a zero-padded input
/// starts as plain copies. It goes depth first, three layers at a time: blocks that fit the second-level cache are finished there.
/// </remarks>
public static unsafe partial class NumberTheoreticTransform
{
    private const nint ParallelWords = 1 << 16;

    /// <summary>Evaluates in place.</summary>
    /// <param name="matrix">2^logRows rows of coefficients; becomes values in bit-reversed order.</param>
    /// <param name="logRows">At most <see cref="KoalaBear.TwoAdicity"/>.</param>
    /// <param name="width">The words of a row.</param>
    public static void Forward(uint* matrix, int logRows, nint width) => Encode(matrix, matrix, logRows, 0, width);

    /// <summary>Reed-Solomon encoding: evaluates 2^logRows coefficients at 2^(logRows + logInverseRate) points.</summary>
    /// <param name="coefficients">2^logRows rows.</param>
    /// <param name="codeword">2^(logRows + logInverseRate) rows, in bit-reversed order; may be <paramref name="coefficients"/> when the rate is 1,
    /// else disjoint from them.</param>
    /// <param name="logRows">The log of the number of coefficients.</param>
    /// <param name="logInverseRate">The log of the blow-up.</param>
    /// <param name="width">The words of a row.</param>
    public static void Encode(uint* coefficients, uint* codeword, int logRows, int logInverseRate, nint width)
    {
        int logPoints = Check(logRows, logInverseRate);
        uint* twiddles = TwiddleTable.Get(logPoints, inverse: false);
        nint words = width << logRows;
        nint cosets = (nint)1 << logInverseRate;
        if (logRows == 0 || words * cosets < ParallelWords)
        {
            for (nint coset = 0; coset < cosets; coset++)
            {
                ForwardBlock(coefficients, codeword + (coset * words), logRows, width, twiddles, coset);
            }

            return;
        }

        // Block c of the output holds the values on the coset that the c-th factor of X^n - 1 vanishes on; the input is already reduced.
        int step = StepOf(logRows);
        nint slice = words >> step;
        ParallelChunks.Run(slice, 1024, (from, to) =>
        {
            for (nint coset = 0; coset < cosets; coset++)
            {
                ForwardStep(step, coefficients, codeword + (coset * words), slice, from, to, twiddles, coset);
            }
        });
        ParallelChunks.ForEach(cosets << step, child =>
            ForwardBlock(codeword + (child * slice), codeword + (child * slice), logRows - step, width, twiddles, child));
    }

    /// <summary>Interpolates in place: the inverse of <see cref="Forward"/>.</summary>
    /// <param name="matrix">Values in bit-reversed order; becomes coefficients.</param>
    /// <param name="logRows">At most <see cref="KoalaBear.TwoAdicity"/>.</param>
    /// <param name="width">The words of a row.</param>
    public static void Inverse(uint* matrix, int logRows, nint width)
    {
        Check(logRows, 0);
        uint* twiddles = TwiddleTable.Get(logRows, inverse: true);
        nint words = width << logRows;
        KoalaBear scale = KoalaBear.FromCanonical(1u << logRows).Inverse();
        int step = logRows == 0 ? 0 : StepOf(logRows);
        nint slice = words >> step;
        ParallelChunks.ForEach((nint)1 << step, child =>
            InverseBlock(matrix + (child * slice), logRows - step, width, twiddles, child));
        ParallelChunks.Run(slice, 1024, (from, to) =>
        {
            InverseStep(step, matrix, slice, from, to, twiddles, 0);
            for (nint part = 0; part < (nint)1 << step; part++)
            {
                KoalaBearLanes.Scale(matrix + (part * slice) + from, matrix + (part * slice) + from, scale, to - from);
            }
        });
    }

    /// <summary>The point that row <paramref name="index"/> of a transform of 2^log points is the value at.</summary>
    /// <param name="index">The row.</param>
    /// <param name="log">The log of the number of points.</param>
    public static KoalaBear DomainPoint(ulong index, int log)
    {
        ulong reversed = 0;
        for (int bit = 0; bit < log; bit++)
        {
            reversed |= ((index >> bit) & 1) << (log - 1 - bit);
        }

        return KoalaBear.TwoAdicRoot(log).Pow(reversed);
    }

    /// <summary>The layers of the first pass, chosen so that all later passes have three.</summary>
    private static int StepOf(int log) => log % 3 == 0 ? 3 : log % 3;

    private static int Check(int logRows, int logInverseRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(logRows);
        ArgumentOutOfRangeException.ThrowIfNegative(logInverseRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logRows + logInverseRate, KoalaBear.TwoAdicity);
        return logRows + logInverseRate;
    }

    private static void ForwardBlock(uint* source, uint* destination, int log, nint width, uint* twiddles, nint block)
    {
        if (log == 0)
        {
            if (source != destination)
            {
                Buffer.MemoryCopy(source, destination, width * sizeof(uint), width * sizeof(uint));
            }

            return;
        }

        int step = StepOf(log);
        nint slice = (width << log) >> step;
        ForwardStep(step, source, destination, slice, 0, slice, twiddles, block);
        for (nint child = 0; log > step && child < (nint)1 << step; child++)
        {
            uint* part = destination + (child * slice);
            ForwardBlock(part, part, log - step, width, twiddles, (block << step) + child);
        }
    }

    private static void InverseBlock(uint* matrix, int log, nint width, uint* twiddles, nint block)
    {
        if (log == 0)
        {
            return;
        }

        int step = StepOf(log);
        nint slice = (width << log) >> step;
        for (nint child = 0; log > step && child < (nint)1 << step; child++)
        {
            InverseBlock(matrix + (child * slice), log - step, width, twiddles, (block << step) + child);
        }

        InverseStep(step, matrix, slice, 0, slice, twiddles, block);
    }

    /// <summary>Layers first to last over words [from, to) of every slice; whole vectors by kernel, the rest by the scalar twin.</summary>
    private static void ForwardStep(
        int step, uint* source, uint* destination, nint slice, nint from, nint to, uint* twiddles, nint block)
    {
        nint vectors = Avx512F.IsSupported ? from + ((to - from) & ~(nint)15) : from;
        switch (step)
        {
            case 1: NttKernels.Forward2(source, destination, slice, from, vectors, twiddles, block); break;
            case 2: NttKernels.Forward4(source, destination, slice, from, vectors, twiddles, block); break;
            default: NttKernels.Forward8(source, destination, slice, from, vectors, twiddles, block); break;
        }

        ForwardStepScalar(step, source, destination, slice, vectors, to, twiddles, block);
    }

    private static void InverseStep(int step, uint* matrix, nint slice, nint from, nint to, uint* twiddles, nint block)
    {
        nint vectors = Avx512F.IsSupported ? from + ((to - from) & ~(nint)15) : from;
        switch (step)
        {
            case 0: return;
            case 1: NttKernels.Inverse2(matrix, matrix, slice, from, vectors, twiddles, block); break;
            case 2: NttKernels.Inverse4(matrix, matrix, slice, from, vectors, twiddles, block); break;
            default: NttKernels.Inverse8(matrix, matrix, slice, from, vectors, twiddles, block); break;
        }

        InverseStepScalar(step, matrix, slice, vectors, to, twiddles, block);
    }

    internal static void ForwardStepScalar(
        int step, uint* source, uint* destination, nint slice, nint from, nint to, uint* twiddles, nint block)
    {
        int size = 1 << step;
        KoalaBear* x = stackalloc KoalaBear[8];
        for (nint i = from; i < to; i++)
        {
            for (int j = 0; j < size; j++)
            {
                x[j] = KoalaBear.FromRaw(source[i + (j * slice)]);
            }

            for (int layer = 0; layer < step; layer++)
            {
                int half = size >> (layer + 1);
                for (int j = 0; j < size / 2; j++)
                {
                    int part = j / half, low = (part * 2 * half) + (j % half);
                    KoalaBear product = x[low + half] * KoalaBear.FromRaw(twiddles[2 * ((block << layer) + part)]);
                    (x[low], x[low + half]) = (x[low] + product, x[low] - product);
                }
            }

            for (int j = 0; j < size; j++)
            {
                destination[i + (j * slice)] = x[j].Raw;
            }
        }
    }

    internal static void InverseStepScalar(int step, uint* matrix, nint slice, nint from, nint to, uint* twiddles, nint block)
    {
        int size = 1 << step;
        KoalaBear* x = stackalloc KoalaBear[8];
        for (nint i = from; i < to; i++)
        {
            for (int j = 0; j < size; j++)
            {
                x[j] = KoalaBear.FromRaw(matrix[i + (j * slice)]);
            }

            for (int layer = step - 1; layer >= 0; layer--)
            {
                int half = size >> (layer + 1);
                for (int j = 0; j < size / 2; j++)
                {
                    int part = j / half, low = (part * 2 * half) + (j % half);
                    KoalaBear twiddle = KoalaBear.FromRaw(twiddles[2 * ((block << layer) + part)]);
                    (x[low], x[low + half]) = (x[low] + x[low + half], (x[low] - x[low + half]) * twiddle);
                }
            }

            for (int j = 0; j < size; j++)
            {
                matrix[i + (j * slice)] = x[j].Raw;
            }
        }
    }
}
