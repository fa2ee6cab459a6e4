using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Machine.Execution;

/// <summary>Poseidon2 over KoalaBear on words of 32 bits.</summary>
internal static unsafe class ScalarPoseidon2
{
    /// <summary>Permutes the words modulo p.</summary>
    /// <param name="width">How many: 16 or 24.</param>
    /// <param name="words">The state before.</param>
    /// <param name="result">Receives the state after, below p; may lie on the words.</param>
    /// <returns>Whether all words were below p: where one was not, the machine traps.</returns>
    internal static bool Permute(int width, uint* words, uint* result)
    {
        KoalaBear* elements = stackalloc KoalaBear[width];
        bool isCanonical = true;
        for (int index = 0; index < width; index++)
        {
            isCanonical &= words[index] < KoalaBear.Modulus;
            elements[index] = KoalaBear.Reduce(words[index]);
        }

        Poseidon2.Permute(new Span<KoalaBear>(elements, width));
        for (int index = 0; index < width; index++) result[index] = elements[index].ToCanonical();
        return isCanonical;
    }
}
