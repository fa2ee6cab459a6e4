using System.Runtime.InteropServices;

namespace Supercomputer.Guests.Tests.Programs;

/// <summary>A guest that makes every call of an accelerator on its private stream, and puts out the results.</summary>
public static class Accelerated
{
    /// <summary>The bytes that the guest reads.</summary>
    public const int InputBytes = 336;

    /// <summary>The entry.</summary>
    public static void Run()
    {
        byte[] input = Guest.ReadAll(InputStream.Private);
        Span<byte> digest = stackalloc byte[32];
        Guest.Keccak256(input, digest);
        Guest.Output(digest);
        Guest.Sha256(input, digest);
        Guest.Sha256Compress(digest, input.AsSpan(3, 64));
        Guest.Output(digest);
        ulong[] words = new ulong[InputBytes / 8];
        input.AsSpan().CopyTo(MemoryMarshal.AsBytes(words.AsSpan()));
        Multiply(words, 4);
        Multiply(words, 6);
        Span<ulong> modulus = words.AsSpan(36, 6), result = stackalloc ulong[12];
        modulus[5] |= 1UL << 56;
        Guest.MultiplyAddFp2(words.AsSpan(0, 12), words.AsSpan(12, 12), words.AsSpan(24, 12), modulus, result);
        Guest.Output(MemoryMarshal.AsBytes(result));
        Permute(input);
    }

    private static void Permute(ReadOnlySpan<byte> input)
    {
        Span<uint> elements = stackalloc uint[24], digest = stackalloc uint[Poseidon2Sponge.DigestWords];
        for (int i = 0; i < elements.Length; i++) elements[i] = (input[3 * i] | (uint)input[3 * i + 1] << 8 | (uint)input[3 * i + 2] << 16) % 0x7F000001;
        Poseidon2Sponge.Compress(elements, elements[Poseidon2Sponge.DigestWords..], digest);
        Guest.Output(MemoryMarshal.AsBytes(digest));
        for (int length = 0; length <= elements.Length; length += 3)
        {
            Poseidon2Sponge.Hash(elements[..length], digest);
            Guest.Output(MemoryMarshal.AsBytes(digest));
        }

        Guest.Poseidon2Permute(elements);
        Guest.Poseidon2PermuteWide(elements);
        Guest.Output(MemoryMarshal.AsBytes(elements));
    }

    private static void Multiply(ulong[] words, int length)
    {
        Span<ulong> a = words.AsSpan(0, length), b = words.AsSpan(length, length), c = words.AsSpan(2 * length, length);
        Span<ulong> modulus = words.AsSpan(3 * length, length), result = stackalloc ulong[length];
        modulus[length - 1] |= 1UL << 63;
        a[length - 1] >>= 1;
        if (length == 4) Guest.MultiplyAdd256(a, b, c, modulus, result);
        else Guest.MultiplyAdd384(a, b, c, modulus, result);
        Guest.Output(MemoryMarshal.AsBytes(result));
    }
}
