using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Cryptography.Ntt;

/// <content>Encoding of polynomials that lie one after the other.</content>
public static unsafe partial class NumberTheoreticTransform
{
    private const int Vector = 16;

    /// <summary>Words that the first layers take at once: with their results they stay in the second-level cache.</summary>
    private const nint TileWords = 1 << 15;

    /// <summary><see cref="Encode"/> of coefficients column by column, which the first layers turn into rows as they read them.</summary>
    /// <param name="columns">The polynomials, 2^logRows coefficients each, one after the other.</param>
    /// <param name="count">The number of polynomials.</param>
    /// <param name="codeword">2^(logRows + logInverseRate) rows, in bit-reversed order, disjoint from the coefficients.</param>
    /// <param name="logRows">The log of the number of coefficients.</param>
    /// <param name="logInverseRate">The log of the blow-up.</param>
    /// <param name="width">The words of a row, at least <paramref name="count"/>: polynomials beyond them are zero.</param>
    /// <remarks>Cost: a row-major copy of the coefficients less, in memory and in traffic. Safety: reads count 2^logRows words.</remarks>
    public static void EncodeColumns(uint* columns, nint count, uint* codeword, int logRows, int logInverseRate, nint width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, count);
        int logPoints = Check(logRows, logInverseRate);
        nint words = width << logRows, cosets = (nint)1 << logInverseRate;
        int step = logRows == 0 ? 0 : StepOf(logRows);
        nint partRows = ((nint)1 << logRows) >> step;
        if (width % Vector != 0 || partRows < Vector || words * cosets < ParallelWords)
        {
            using WordBuffer message = new(words, clear: true);
            for (nint c = 0; c < count; c++)
                for (nint y = 0; y < (nint)1 << logRows; y++) message.Pointer[(y * width) + c] = columns[(c << logRows) + y];
            Encode(message.Pointer, codeword, logRows, logInverseRate, width);
            return;
        }

        uint* twiddles = TwiddleTable.Get(logPoints, inverse: false);
        nint slice = words >> step, tileRows = partRows;
        while (tileRows > Vector && (tileRows << step) * width > TileWords) tileRows /= 2;
        ParallelChunks.Run(partRows / tileRows, Math.Max(1, partRows / tileRows / 64), (from, to) =>
        {
            nint tileSlice = tileRows * width;
            using WordBuffer scratch = new((tileSlice << step) * 2);
            uint* source = scratch.Pointer, result = source + (tileSlice << step);
            for (nint tile = from; tile < to; tile++)
            {
                for (nint part = 0; part < (nint)1 << step; part++)
                    Transpose(columns + (part * partRows) + (tile * tileRows), count, (nint)1 << logRows, source + (part * tileSlice), tileRows, width);
                for (nint coset = 0; coset < cosets; coset++)
                {
                    ForwardStep(step, source, result, tileSlice, 0, tileSlice, twiddles, coset);
                    for (nint part = 0; part < (nint)1 << step; part++)
                    {
                        uint* target = codeword + (coset * words) + (part * slice) + (tile * tileSlice);
                        Buffer.MemoryCopy(result + (part * tileSlice), target, tileSlice * sizeof(uint), tileSlice * sizeof(uint));
                    }
                }
            }
        });
        ParallelChunks.ForEach(cosets << step, child =>
            ForwardBlock(codeword + (child * slice), codeword + (child * slice), logRows - step, width, twiddles, child));
    }

    /// <summary>Writes as many rows of all columns; those beyond the count are zero. The rows and the width are multiples of sixteen.</summary>
    private static void Transpose(uint* columns, nint count, nint height, uint* target, nint rows, nint width)
    {
        uint* block = stackalloc uint[(Vector * Vector) + Vector];
        block = LaneTranspose.Align(block);
        for (nint c = 0; c < width; c += Vector)
        {
            for (nint y = 0; y < rows; y += Vector)
            {
                if (c + Vector <= count) LaneTranspose.ToLanes(columns + (c * height) + y, height * sizeof(uint), block);
                else Gather(columns + (c * height) + y, Math.Max(0, count - c), height, block);
                for (nint row = 0; row < Vector; row++)
                    new ReadOnlySpan<uint>(block + (Vector * row), Vector).CopyTo(new Span<uint>(target + ((y + row) * width) + c, Vector));
            }
        }
    }

    private static void Gather(uint* columns, nint count, nint height, uint* block)
    {
        new Span<uint>(block, Vector * Vector).Clear();
        for (nint c = 0; c < count; c++)
            for (nint row = 0; row < Vector; row++) block[(Vector * row) + c] = columns[(c * height) + row];
    }
}
