using System.Runtime.Intrinsics.X86;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>The Poseidon2 permutation over KoalaBear, of width 16 (8 full and 20 partial rounds) and 24 (8 and 23).</summary>
/// <remarks>
/// Statement: S-box x^3; external matrix circ(2 M, M, ..., M) with M = circ(2, 3, 1, 1); internal matrix 1 + diag(d); round constants by
/// the Grain LFSR.
/// Soundness: of 128-bit hashing, only width 24 with nine elements of digest and capacity may be called so: 8 * 31 / 2 = 124.
/// Source: Poseidon2 (eprint 2023/323); Grain as in Poseidon (eprint 2019/458, appendix E).
/// </remarks>
public static unsafe class Poseidon2
{
    /// <summary>States that <see cref="PermuteLanes"/> takes at once.</summary>
    public const int Lanes = 16;

    private const int HalfFullRounds = 4;

    /// <summary>Permutes one state of 16 or 24 elements.</summary>
    public static void Permute(Span<KoalaBear> state)
    {
        ReadOnlySpan<uint> constants = state.Length switch
        {
            16 => Poseidon2Kernels.Constants16,
            24 => Poseidon2Kernels.Constants24,
            _ => throw new ArgumentException($"a state has 16 or 24 elements, not {state.Length}", nameof(state)),
        };
        ReadOnlySpan<uint> diagonal = state.Length == 16 ? Poseidon2Kernels.Diagonal16 : Poseidon2Kernels.Diagonal24;
        int fullConstants = HalfFullRounds * state.Length;
        External(state);
        for (int at = 0; at < fullConstants; at += state.Length) FullRound(state, constants[at..]);
        foreach (uint constant in constants[fullConstants..^fullConstants])
        {
            state[0] = Cube(state[0] + KoalaBear.FromRaw(constant));
            Internal(state, diagonal);
        }

        for (int at = constants.Length - fullConstants; at < constants.Length; at += state.Length) FullRound(state, constants[at..]);
    }

    /// <summary>Permutes sixteen states; element i of state j is <c>states[16 * i + j]</c>.</summary>
    /// <param name="states">Exactly 256 or 384 elements.</param>
    public static void PermuteLanes(Span<KoalaBear> states)
    {
        if (states.Length is not 256 and not 384)
            throw new ArgumentException($"sixteen states have 256 or 384 elements, not {states.Length}", nameof(states));
        if (!Avx512F.IsSupported)
        {
            PermuteLanesScalar(states);
            return;
        }

        fixed (KoalaBear* elements = states)
        fixed (uint* constants16 = Poseidon2Kernels.Constants16, constants24 = Poseidon2Kernels.Constants24)
        {
            if (states.Length == 256) Poseidon2Kernels.Permute16Avx512((uint*)elements, constants16);
            else Poseidon2Kernels.Permute24Avx512((uint*)elements, constants24);
        }
    }

    /// <summary>The scalar twin of <see cref="PermuteLanes"/>.</summary>
    internal static void PermuteLanesScalar(Span<KoalaBear> states)
    {
        Span<KoalaBear> state = stackalloc KoalaBear[states.Length / Lanes];
        for (int lane = 0; lane < Lanes; lane++)
        {
            for (int i = 0; i < state.Length; i++) state[i] = states[Lanes * i + lane];
            Permute(state);
            for (int i = 0; i < state.Length; i++) states[Lanes * i + lane] = state[i];
        }
    }

    private static void FullRound(Span<KoalaBear> state, ReadOnlySpan<uint> constants)
    {
        for (int i = 0; i < state.Length; i++) state[i] = Cube(state[i] + KoalaBear.FromRaw(constants[i]));
        External(state);
    }

    private static void External(Span<KoalaBear> state)
    {
        Span<KoalaBear> sums = stackalloc KoalaBear[4];
        sums.Clear();
        for (int block = 0; block < state.Length; block += 4)
        {
            Span<KoalaBear> x = state.Slice(block, 4);
            KoalaBear all = x[0] + x[1] + x[2] + x[3], first = x[0];
            for (int i = 0; i < 4; i++)
            {
                // Row i of M: 2 at i, 3 at i + 1, 1 elsewhere.
                KoalaBear next = i == 3 ? first : x[i + 1];
                x[i] = all + x[i] + next + next;
                sums[i] += x[i];
            }
        }

        for (int i = 0; i < state.Length; i++) state[i] += sums[i % 4];
    }

    private static void Internal(Span<KoalaBear> state, ReadOnlySpan<uint> diagonal)
    {
        KoalaBear sum = KoalaBear.Zero;
        foreach (KoalaBear element in state) sum += element;
        for (int i = 0; i < state.Length; i++) state[i] = sum + state[i] * KoalaBear.FromRaw(diagonal[i]);
    }

    private static KoalaBear Cube(KoalaBear x) => x * x * x;
}
