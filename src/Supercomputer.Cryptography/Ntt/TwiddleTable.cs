using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cryptography.Ntt;

/// <summary>The roots of unity that the transforms use, in bit-reversed order: entry b is the product over the bits k of b of the root of order
/// 2^(k + 2).</summary>
/// <remarks>So entry 2b squares to entry b and entry 2b + 1 to its negative, whatever the size of the transform: one table, grown on
/// demand, serves all. Layout: words 2b (Montgomery) and 2b + 1 (the same word over p modulo 2^32).</remarks>
internal static unsafe class TwiddleTable
{
    private static readonly Lock Gate = new();
    private static readonly WordBuffer?[] Tables = new WordBuffer?[2];

    /// <summary>The table for transforms of 2^logSize points.</summary>
    internal static uint* Get(int logSize, bool inverse)
    {
        nint entries = (nint)1 << Math.Max(logSize - 1, 0);
        lock (Gate)
        {
            // A table that was replaced may still be in use by another thread: it is left to the finalizer's reachability, through Keep.
            ref WordBuffer? table = ref Tables[inverse ? 1 : 0];
            if (table is null || table.Length < 2 * entries)
            {
                if (table is not null)
                {
                    Keep.Add(table);
                }

                table = Build(entries, inverse);
            }

            return table.Pointer;
        }
    }

    private static List<WordBuffer> Keep { get; } = [];

    private static WordBuffer Build(nint entries, bool inverse)
    {
        var table = new WordBuffer(2 * entries);
        Set(table.Pointer, 0, KoalaBear.One);
        for (int k = 0; (nint)1 << k < entries; k++)
        {
            KoalaBear root = KoalaBear.TwoAdicRoot(k + 2);
            root = inverse ? root.Inverse() : root;
            for (nint b = 0; b < (nint)1 << k; b++)
            {
                Set(table.Pointer, b + ((nint)1 << k), KoalaBear.FromRaw(table.Pointer[2 * b]) * root);
            }
        }

        return table;
    }

    private static void Set(uint* table, nint index, KoalaBear value)
    {
        table[2 * index] = value.Raw;
        table[(2 * index) + 1] = value.Raw * KoalaBear.ModulusInverse;
    }
}
