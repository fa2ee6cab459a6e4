namespace Supercomputer.Guests;

/// <summary>Hashes of field elements by <see cref="Guest.Poseidon2Permute"/>; natively and in the machine the same code.</summary>
/// <remarks>
/// Shape: elements are words below p = 2^31 - 2^24 + 1; a word that is not ends the run, so that no two lists of words have one hash because they
/// are equal modulo p. A digest is eight elements.
/// Soundness: eight elements of capacity and of digest are 248 bits, so collisions cost 2^124.
/// </remarks>
public static class Poseidon2Sponge
{
    /// <summary>The elements of a digest.</summary>
    public const int DigestWords = 8;

    private const int Width = 16, Rate = 8;

    private const uint Modulus = 0x7F000001;

    /// <summary>One digest of two: the first half of P(x) + x, x = (left, right).</summary>
    /// <param name="left">At least eight elements.</param>
    /// <param name="right">At least eight elements.</param>
    /// <param name="digest">At least eight words; may be one of the two.</param>
    /// <remarks>Soundness: without adding x again anybody could invert P, and have as many preimages as wanted. Source: Poseidon2 (eprint
    /// 2023/323), section 3.</remarks>
    public static void Compress(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, Span<uint> digest)
    {
        Span<uint> state = stackalloc uint[Width];
        for (int i = 0; i < DigestWords; i++)
        {
            state[i] = left[i];
            state[DigestWords + i] = right[i];
        }

        Guest.Poseidon2Permute(state);
        for (int i = 0; i < DigestWords; i++)
        {
            uint sum = state[i] + left[i];
            digest[i] = sum >= Modulus ? sum - Modulus : sum;
        }
    }

    /// <summary>The hash of any number of elements: a sponge that overwrites eight at a time.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="digest">At least eight words.</param>
    /// <remarks>The capacity begins with the number of elements, so a message is no beginning of another and needs no padding.</remarks>
    public static void Hash(ReadOnlySpan<uint> elements, Span<uint> digest)
    {
        Span<uint> state = stackalloc uint[Width];
        for (int i = 0; i < Width; i++) state[i] = 0;
        state[Rate] = (uint)elements.Length;
        int at = 0;
        do
        {
            for (int i = 0; i < Rate && at < elements.Length; i++, at++) state[i] = elements[at];
            Guest.Poseidon2Permute(state);
        }
        while (at < elements.Length);

        for (int i = 0; i < DigestWords; i++) digest[i] = state[i];
    }
}
