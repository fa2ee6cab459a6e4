using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Zerocheck;

/// <summary>w_0 x_0 + w_1 x_1 + w_2 x_2 + w_3 x_3 for rows of bits: one of sixteen sums.</summary>
/// <remarks>Cost: six look-ups of a vector in place of 48 products. Most columns of a wide chip are bits.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
internal sealed unsafe class BooleanLift<TField> : IDisposable
    where TField : unmanaged, IChallengeField<TField>
{
    private const int Parts = 4;

    // Coordinate d of all sixteen sums is one vector.
    private readonly WordBuffer sums = new(Lanes<TField>.GroupWords);

    /// <summary>Takes the four weights.</summary>
    public void Fill(ReadOnlySpan<TField> weights)
    {
        TField[] all = new TField[1 << Parts];
        for (int bits = 1; bits < all.Length; bits++)
            all[bits] = all[bits & (bits - 1)] + weights[System.Numerics.BitOperations.TrailingZeroCount(bits)];
        Lanes<TField>.Pack(all, sums.Pointer);
    }

    /// <summary>Writes the sums in lanes, unless a value is no bit.</summary>
    /// <param name="destination">The groups; when false is returned, anything may have been written.</param>
    /// <param name="parts">Four columns of base words.</param>
    /// <param name="offset">The first row, a multiple of sixteen.</param>
    /// <param name="groups">The number of groups.</param>
    /// <remarks>Safety: reads 16 groups words of each column from the offset on, and writes whole groups; a permutation takes the low four bits of an
    /// index.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryLift(uint* destination, uint** parts, nint offset, nint groups)
    {
        if (!Avx512F.IsSupported) return false;
        Vector512<uint> one = Vector512.Create(KoalaBear.One.Raw);
        uint* p0 = parts[0] + offset, p1 = parts[1] + offset, p2 = parts[2] + offset, p3 = parts[3] + offset, table = sums.Pointer;
        for (nint g = 0; g < groups; g++, destination += Lanes<TField>.GroupWords, p0 += 16, p1 += 16, p2 += 16, p3 += 16)
        {
            Vector512<uint> x0 = Vector512.Load(p0), x1 = Vector512.Load(p1), x2 = Vector512.Load(p2), x3 = Vector512.Load(p3);
            Vector512<uint> b0 = Vector512.Equals(x0, one), b1 = Vector512.Equals(x1, one), b2 = Vector512.Equals(x2, one), b3 = Vector512.Equals(x3, one);
            if (((x0 ^ (b0 & one)) | (x1 ^ (b1 & one)) | (x2 ^ (b2 & one)) | (x3 ^ (b3 & one))) != Vector512<uint>.Zero) return false;
            Vector512<uint> index = (b0 & Vector512.Create(1u)) | (b1 & Vector512.Create(2u)) | (b2 & Vector512.Create(4u)) | (b3 & Vector512.Create(8u));
            for (int d = 0; d < TField.Degree; d++)
                Avx512F.PermuteVar16x32(Vector512.Load(table + (16 * d)), index).Store(destination + (16 * d));
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => sums.Dispose();
}
