using System.Runtime.CompilerServices;

namespace Supercomputer.Cryptography.Fields;

/// <summary>Sums of products of Montgomery words, held modulo p * 2^32 and reduced once at the end.</summary>
/// <remarks>Range: a product is below p^2, and 2 p^2 is below Q = p * 2^32, while 2 Q is below 2^64. So a sum of four products, or of two
/// folded values, fits a word, and folding it (one conditional subtraction) brings it below Q, which Montgomery reduction takes.</remarks>
internal static class WideProduct
{
    internal const ulong Fence = (ulong)KoalaBear.Modulus << 32;

    /// <summary>Brings a value below 2 Q under Q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Fold(ulong value) => Math.Min(value, value - Fence);

    /// <summary>The difference of two values below Q, below Q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Subtract(ulong left, ulong right)
    {
        ulong difference = left - right;
        return Math.Min(difference, difference + Fence);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static KoalaBear Reduce(ulong value) => KoalaBear.FromRaw(KoalaBear.ReduceProduct(value));
}
