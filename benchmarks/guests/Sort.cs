using Supercomputer.Guests;

namespace Supercomputer.Benchmarks.Guests;

/// <summary>What samples/sort does: a bottom-up merge sort of pseudo-random words.</summary>
public static class Sort
{
    /// <summary>The entry.</summary>
    public static void Main()
    {
        int given = Guest.InputSize(InputStream.Public);
        int n = given >= 4 ? (int)Guest.InputWord(InputStream.Public, 0) : 4096;
        uint x = given >= 8 ? Guest.InputWord(InputStream.Public, 1) : 1;
        Guest.Require((uint)(n - 1) < 1 << 20, "between 1 and 2^20 words are sorted");
        uint[] from = new uint[n], to = new uint[n];
        for (int i = 0; i < from.Length; i++) from[i] = x = (x * 1664525) + 1013904223;
        for (int width = 1; width < n; width *= 2, (from, to) = (to, from))
        {
            for (int start = 0; start < n; start += 2 * width)
                Merge(from, to, start, Math.Min(start + width, n), Math.Min(start + (2 * width), n));
        }

        uint sum = 0;
        for (int i = 0; i < from.Length; i++)
        {
            Guest.Require(i == 0 || from[i - 1] <= from[i], "not sorted");
            sum += (uint)(i + 1) * from[i];
        }

        Guest.Output((uint)n);
        Guest.Output(from[0]);
        Guest.Output(from[n - 1]);
        Guest.Output(sum);
    }

    private static void Merge(uint[] from, uint[] to, int start, int middle, int end)
    {
        int i = start, j = middle;
        for (int at = start; at < end; at++)
            to[at] = j == end || (i < middle && from[i] <= from[j]) ? from[i++] : from[j++];
    }
}
