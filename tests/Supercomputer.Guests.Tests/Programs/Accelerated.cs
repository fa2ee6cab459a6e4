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
        MultiplyInFp2(words, 4);
        MultiplyInFp2(words, 6);
        AddAndInvert(words, 4);
        AddAndInvert(words, 6);
        Recover(input);
        Permute(input);
    }

    private static void AddAndInvert(ulong[] words, int length)
    {
        Span<ulong> p = words.AsSpan(0, 2 * length), q = words.AsSpan(2 * length, 2 * length), a = words.AsSpan(4 * length, length);
        Span<ulong> modulus = words.AsSpan(4 * length + 1, length), result = stackalloc ulong[2 * length];
        modulus[0] |= 1;
        Add(p, q, a, modulus, result);
        Add(p, p, a, modulus, result);
        Add(p, result, a, modulus, result);
        result.Clear();
        Add(p, result, a, modulus, result);
        Span<ulong> inverse = result[..length];
        if (length == 4) Guest.Invert256(a, modulus, inverse);
        else Guest.Invert384(a, modulus, inverse);
        Guest.Output(MemoryMarshal.AsBytes(inverse));
    }

    private static void Add(ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> q, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> modulus, Span<ulong> result)
    {
        if (a.Length == 4) Guest.AddPoints256(p, q, a, modulus, result);
        else Guest.AddPoints384(p, q, a, modulus, result);
        Guest.Output(MemoryMarshal.AsBytes(result));
    }

    private static void Recover(byte[] input)
    {
        Span<byte> key = stackalloc byte[64];
        input[164] = (byte)(27 + (input[164] & 1));
        Guest.Output(Guest.RecoverSecp256k1(input.AsSpan(3, 32), input.AsSpan(100, 65), key) ? 1u : 0);
        Guest.Output(key);
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

    private static void MultiplyInFp2(ulong[] words, int length)
    {
        Span<ulong> a = words.AsSpan(0, 2 * length), b = words.AsSpan(2 * length, 2 * length), c = words.AsSpan(4 * length, 2 * length);
        Span<ulong> modulus = words.AsSpan(6 * length, length), result = stackalloc ulong[2 * length];
        modulus[length - 1] |= 1UL << 56;
        if (length == 4) Guest.MultiplyAddFp2Of256(a, b, c, modulus, result);
        else Guest.MultiplyAddFp2Of384(a, b, c, modulus, result);
        Guest.Output(MemoryMarshal.AsBytes(result));
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
