using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>The rounds of Poseidon2 as constraints, and the cubes that they commit to.</summary>
/// <remarks>
/// Statement: one walk over the rounds, taken by expressions and by field elements. Each S-box's result is committed, in order of use, but those
/// of the last full round, which no S-box follows: (7 width + partial rounds) cubes.
/// Rows that are not real have zeros, so round constants count with is_real. Source: Poseidon2 (eprint 2023/323), figure 1.
/// </remarks>
internal static class Poseidon2Rounds
{
    private const int FullRounds = 8;

    /// <summary>The number of committed cubes.</summary>
    internal static int Cubes(int width) => ((FullRounds - 1) * width) + PartialRounds(width);

    /// <summary>Constrains the cubes, and gives the last state: affine in cubes of affine expressions.</summary>
    internal static Expression[] Declare(AirBuilder air, Expression[] state, Cell[] cubes, Expression isReal) => Walk(
        state,
        (value, factor) => value * (long)factor.ToCanonical(),
        (left, right) => left + right,
        (value, constant, cube) =>
        {
            Expression raised = value + isReal * (long)constant.ToCanonical(), cubed = raised * raised * raised;
            if (cube >= cubes.Length) return cubed;
            air.AssertEqual($"cube[{cube}]", cubes[cube], cubed);
            return cubes[cube];
        });

    /// <summary>The cubes of a state.</summary>
    internal static void Trace(ReadOnlySpan<KoalaBear> state, Span<KoalaBear> cubes)
    {
        KoalaBear[] values = new KoalaBear[cubes.Length];
        Walk(
            state.ToArray(),
            (value, factor) => value * factor,
            (left, right) => left + right,
            (value, constant, cube) =>
            {
                KoalaBear sum = value + constant, cubed = sum * sum * sum;
                if (cube < values.Length) values[cube] = cubed;
                return cubed;
            });
        values.CopyTo(cubes);
    }

    private static int PartialRounds(int width) => Constants(width).Length - (FullRounds * width);

    private static ReadOnlySpan<uint> Constants(int width) => width == 16 ? Poseidon2Kernels.Constants16 : Poseidon2Kernels.Constants24;

    /// <summary>All rounds, over whatever can be added and scaled; <paramref name="cube"/> takes a value, its round constant and the number of the S-box.</summary>
    internal static T[] Walk<T>(T[] state, Func<T, KoalaBear, T> scale, Func<T, T, T> add, Func<T, KoalaBear, int, T> cube)
    {
        int width = state.Length, cubes = 0, next = 0;
        ReadOnlySpan<uint> constants = Constants(width), diagonal = width == 16 ? Poseidon2Kernels.Diagonal16 : Poseidon2Kernels.Diagonal24;
        state = External(state, scale, add);
        for (int round = 0; round < FullRounds + PartialRounds(width); round++)
        {
            bool isFull = round < FullRounds / 2 || round >= (FullRounds / 2) + PartialRounds(width);
            T[] after = [.. state];
            for (int index = 0; index < (isFull ? width : 1); index++)
                after[index] = cube(state[index], KoalaBear.FromRaw(constants[next++]), cubes++);
            state = isFull ? External(after, scale, add) : Internal(after, diagonal, scale, add);
        }

        return state;
    }

    /// <summary>circ(2 M, M, ..., M) with M = circ(2, 3, 1, 1).</summary>
    private static T[] External<T>(T[] state, Func<T, KoalaBear, T> scale, Func<T, T, T> add)
    {
        KoalaBear two = KoalaBear.FromCanonical(2);
        T[] products = new T[state.Length], sums = new T[4];
        for (int block = 0; block < state.Length; block += 4)
        {
            T all = add(add(state[block], state[block + 1]), add(state[block + 2], state[block + 3]));
            for (int i = 0; i < 4; i++)
            {
                products[block + i] = add(add(all, state[block + i]), scale(state[block + ((i + 1) & 3)], two));
                sums[i] = block == 0 ? products[i] : add(sums[i], products[block + i]);
            }
        }

        return [.. products.Select((product, index) => add(product, sums[index & 3]))];
    }

    /// <summary>1 + diag(d).</summary>
    private static T[] Internal<T>(T[] state, ReadOnlySpan<uint> diagonal, Func<T, KoalaBear, T> scale, Func<T, T, T> add)
    {
        T sum = state.Aggregate(add);
        T[] result = new T[state.Length];
        for (int index = 0; index < state.Length; index++) result[index] = add(sum, scale(state[index], KoalaBear.FromRaw(diagonal[index])));
        return result;
    }
}
