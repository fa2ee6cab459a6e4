using System.Runtime.Intrinsics.X86;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>The permutation Keccak-f[1600], on one state or on eight at once.</summary>
/// <remarks>Source: FIPS 202, section 3.3. The kernels are written by <c>eng/generate-keccak.py</c>.</remarks>
internal static unsafe partial class KeccakF1600
{
    /// <summary>64-bit words of a state.</summary>
    public const int Words = 25;

    /// <summary>States that <see cref="Permute8"/> takes at once.</summary>
    public const int Lanes = 8;

    /// <summary>Permutes eight states; word i of lane j is <c>state[8 * i + j]</c>.</summary>
    /// <remarks>Asks for the instructions, not whether Vector512 is advised: on processors that lower their clock for 512-bit vectors
    /// .NET advises against it by default, and the scalar way is many times slower all the same.</remarks>
    public static void Permute8(ulong* state)
    {
        if (Avx512F.IsSupported) Permute8Avx512(state);
        else Permute8Scalar(state);
    }

    /// <summary>The scalar twin of <see cref="Permute8"/>.</summary>
    public static void Permute8Scalar(ulong* state)
    {
        ulong* one = stackalloc ulong[Words];
        for (int lane = 0; lane < Lanes; lane++)
        {
            for (int word = 0; word < Words; word++) one[word] = state[Lanes * word + lane];
            PermuteScalar(one);
            for (int word = 0; word < Words; word++) state[Lanes * word + lane] = one[word];
        }
    }
}
