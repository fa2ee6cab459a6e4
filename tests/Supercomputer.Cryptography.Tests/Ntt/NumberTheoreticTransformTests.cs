using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Ntt;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Ntt;

public sealed unsafe class NumberTheoreticTransformTests
{
    [Theory]
    [InlineData(0, 1, 16)]
    [InlineData(1, 0, 16)]
    [InlineData(2, 2, 16)]
    [InlineData(3, 1, 6)]
    [InlineData(5, 1, 1)]
    [InlineData(5, 1, 48)]
    [InlineData(6, 3, 20)]
    [InlineData(7, 0, 32)]
    public void Encoding_evaluates_each_column_at_the_domain_points(int logRows, int logInverseRate, int width)
    {
        int rows = 1 << logRows, points = rows << logInverseRate;
        using WordBuffer coefficients = Draw(rows * width, logRows), codeword = new(points * width);
        NumberTheoreticTransform.Encode(coefficients.Pointer, codeword.Pointer, logRows, logInverseRate, width);
        for (int i = 0; i < points; i++)
        {
            KoalaBear x = NumberTheoreticTransform.DomainPoint((ulong)i, logRows + logInverseRate);
            for (int c = 0; c < width; c += Math.Max(1, width - 1))
            {
                KoalaBear value = KoalaBear.Zero;
                for (int j = rows - 1; j >= 0; j--)
                {
                    value = (value * x) + KoalaBear.FromRaw(coefficients.Span[(j * width) + c]);
                }

                Assert.Equal(value.Raw, codeword.Span[(i * width) + c]);
            }
        }
    }

    [Theory]
    [InlineData(0, 1, 16, 16)]
    [InlineData(3, 1, 6, 5)]
    [InlineData(10, 1, 64, 47)]
    [InlineData(11, 2, 48, 48)]
    [InlineData(12, 1, 32, 1)]
    [InlineData(12, 0, 16, 7)]
    public void Columns_are_encoded_as_rows_of_them_are(int logRows, int logInverseRate, int width, int count)
    {
        int rows = 1 << logRows;
        using WordBuffer columns = Draw(rows * count, 9), matrix = new(rows * width, clear: true);
        using WordBuffer expected = new(rows * width << logInverseRate), actual = new(rows * width << logInverseRate);
        for (int c = 0; c < count; c++)
            for (int y = 0; y < rows; y++) matrix.Span[(y * width) + c] = columns.Span[(c * rows) + y];
        NumberTheoreticTransform.Encode(matrix.Pointer, expected.Pointer, logRows, logInverseRate, width);
        NumberTheoreticTransform.EncodeColumns(columns.Pointer, count, actual.Pointer, logRows, logInverseRate, width);
        Assert.True(expected.Span.SequenceEqual(actual.Span));
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 5)]
    [InlineData(6, 16)]
    [InlineData(7, 24)]
    [InlineData(8, 1)]
    [InlineData(13, 16)]
    public void Interpolation_inverts_evaluation(int logRows, int width)
    {
        using WordBuffer original = Draw(width << logRows, 77), matrix = new(width << logRows);
        original.Span.CopyTo(matrix.Span);
        NumberTheoreticTransform.Forward(matrix.Pointer, logRows, width);
        NumberTheoreticTransform.Inverse(matrix.Pointer, logRows, width);
        Assert.True(original.Span.SequenceEqual(matrix.Span));
    }

    [Fact]
    public void Large_matrices_take_the_parallel_path_with_the_same_result()
    {
        const int LogRows = 12, Width = 32;
        using WordBuffer coefficients = Draw(Width << LogRows, 5), codeword = new(Width << (LogRows + 1));
        NumberTheoreticTransform.Encode(coefficients.Pointer, codeword.Pointer, LogRows, 1, Width);
        foreach (int row in new[] { 0, 1, 4097, 8191 })
        {
            KoalaBear x = NumberTheoreticTransform.DomainPoint((ulong)row, LogRows + 1), value = KoalaBear.Zero;
            for (int j = (1 << LogRows) - 1; j >= 0; j--)
            {
                value = (value * x) + KoalaBear.FromRaw(coefficients.Span[(j * Width) + 7]);
            }

            Assert.Equal(value.Raw, codeword.Span[(row * Width) + 7]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Kernels_agree_with_their_scalar_twins(int step)
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Avx512F.IsSupported, "The processor has no AVX-512.");
        const int Slice = 48;
        using WordBuffer a = Draw(Slice << step, step), b = new(Slice << step);
        a.Span.CopyTo(b.Span);
        uint* forward = TwiddleTable.Get(8, inverse: false), inverse = TwiddleTable.Get(8, inverse: true);
        switch (step)
        {
            case 1: NttKernels.Forward2(a.Pointer, a.Pointer, Slice, 0, Slice, forward, 9); break;
            case 2: NttKernels.Forward4(a.Pointer, a.Pointer, Slice, 0, Slice, forward, 9); break;
            default: NttKernels.Forward8(a.Pointer, a.Pointer, Slice, 0, Slice, forward, 9); break;
        }

        NumberTheoreticTransform.ForwardStepScalar(step, b.Pointer, b.Pointer, Slice, 0, Slice, forward, 9);
        Assert.True(a.Span.SequenceEqual(b.Span));
        switch (step)
        {
            case 1: NttKernels.Inverse2(a.Pointer, a.Pointer, Slice, 0, Slice, inverse, 9); break;
            case 2: NttKernels.Inverse4(a.Pointer, a.Pointer, Slice, 0, Slice, inverse, 9); break;
            default: NttKernels.Inverse8(a.Pointer, a.Pointer, Slice, 0, Slice, inverse, 9); break;
        }

        NumberTheoreticTransform.InverseStepScalar(step, b.Pointer, Slice, 0, Slice, inverse, 9);
        Assert.True(a.Span.SequenceEqual(b.Span));
    }

    private static WordBuffer Draw(int words, int seed)
    {
        var random = new Random(seed);
        var buffer = new WordBuffer(words);
        for (int i = 0; i < words; i++)
        {
            buffer.Span[i] = i % 11 == 0 ? KoalaBear.Modulus - 1 : (uint)random.NextInt64(KoalaBear.Modulus);
        }

        return buffer;
    }
}
