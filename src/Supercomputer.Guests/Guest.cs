using System.Buffers.Binary;

namespace Supercomputer.Guests;

/// <summary>What a guest may read, and its only ways out.</summary>
/// <remarks>Compiled, these are imports of the module <c>wsc</c>. Natively they work on the streams of <see cref="GuestRun"/>, so that the
/// same code runs in a test.</remarks>
public static class Guest
{
    /// <summary>The bytes of a stream.</summary>
    public static int InputSize(InputStream stream) => GuestRun.Current.SizeOf(stream);

    /// <summary>A 32-bit little-endian word of a stream, the last one padded with zeros; ends the run beyond the end.</summary>
    public static uint InputWord(InputStream stream, int index)
    {
        ReadOnlySpan<byte> bytes = GuestRun.Current.StreamOf(stream);
        if ((uint)index >= (uint)((bytes.Length + 3) / 4)) throw new GuestTrapException($"the stream {stream} has no word {index}");
        Span<byte> word = stackalloc byte[4];
        GuestRun.Current.Take(stream, 4 * index, 4).CopyTo(word);
        return BinaryPrimitives.ReadUInt32LittleEndian(word);
    }

    /// <summary>Copies bytes of a stream; ends the run beyond the end.</summary>
    public static void Read(InputStream stream, int offset, Span<byte> destination)
    {
        ReadOnlySpan<byte> bytes = GuestRun.Current.StreamOf(stream);
        if ((ulong)(uint)offset + (uint)destination.Length > (uint)bytes.Length)
            throw new GuestTrapException($"the stream {stream} ends before byte {(uint)offset + (ulong)destination.Length}");
        GuestRun.Current.Take(stream, offset, destination.Length).CopyTo(destination);
    }

    /// <summary>All bytes of a stream.</summary>
    public static byte[] ReadAll(InputStream stream) => GuestRun.Current.Take(stream, 0, GuestRun.Current.SizeOf(stream)).ToArray();

    /// <summary>Appends bytes to the public output.</summary>
    public static void Output(ReadOnlySpan<byte> bytes) => GuestRun.Current.Append(bytes);

    /// <summary>Appends a little-endian word to the public output.</summary>
    public static void Output(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Output(bytes);
    }

    /// <summary>Appends a little-endian 64-bit number to the public output.</summary>
    public static void Output(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Output(bytes);
    }

    /// <summary>Says something to whoever runs the guest; in a proof it does nothing. The text is a literal.</summary>
    public static void Log(string text) => GuestRun.Current.Log(text);

    /// <summary>Ends the run with a message, which is a literal.</summary>
    public static void Trap(string message) => throw new GuestTrapException(message);

    /// <summary>Ends the run where a condition does not hold. The message is a literal.</summary>
    public static void Require(bool condition, string message)
    {
        if (!condition) throw new GuestTrapException(message);
    }

    /// <summary>Keccak-256 as Ethereum uses it: a chip of the machine.</summary>
    /// <param name="message">What is hashed.</param>
    /// <param name="digest">At least 32 bytes.</param>
    public static void Keccak256(ReadOnlySpan<byte> message, Span<byte> digest) =>
        Cryptography.Hashing.Keccak256.Hash(message, digest[..32]);

    /// <summary>SHA-256: a chip of the machine.</summary>
    /// <param name="message">What is hashed.</param>
    /// <param name="digest">At least 32 bytes; may lie on the message.</param>
    public static void Sha256(ReadOnlySpan<byte> message, Span<byte> digest) =>
        Cryptography.Hashing.Sha256.Hash(message, digest[..32]);

    /// <summary>One compression of SHA-256: a chaining value, 32 bytes in the order of a digest, becomes the next one.</summary>
    /// <param name="state">At least 32 bytes.</param>
    /// <param name="block">At least 64 bytes.</param>
    public static void Sha256Compress(Span<byte> state, ReadOnlySpan<byte> block) =>
        Cryptography.Hashing.Sha256.Compress(state[..32], block[..64]);

    /// <summary>a b + c modulo m, numbers of four little-endian words: a chip of the machine.</summary>
    /// <param name="a">A factor.</param>
    /// <param name="b">The other one.</param>
    /// <param name="c">What is added.</param>
    /// <param name="modulus">Any number; zero stands for 2^256.</param>
    /// <param name="result">Below the modulus; may lie on an operand.</param>
    /// <remarks>Errors: ends the run where (a b + c) / m has more than 256 bits; it has not where a or b is below m.</remarks>
    public static void MultiplyAdd256(
        ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, ReadOnlySpan<ulong> modulus, Span<ulong> result) =>
        GuestArithmetic.MultiplyAdd(4, a, b, c, modulus, result);

    /// <summary>a b + c modulo m, numbers of six little-endian words: a chip of the machine.</summary>
    /// <param name="a">A factor.</param>
    /// <param name="b">The other one.</param>
    /// <param name="c">What is added.</param>
    /// <param name="modulus">Any number; zero stands for 2^384.</param>
    /// <param name="result">Below the modulus; may lie on an operand.</param>
    /// <remarks>Errors: ends the run where (a b + c) / m has more than 384 bits; it has not where a or b is below m.</remarks>
    public static void MultiplyAdd384(
        ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, ReadOnlySpan<ulong> modulus, Span<ulong> result) =>
        GuestArithmetic.MultiplyAdd(6, a, b, c, modulus, result);

    /// <summary>a b + c in Fp[u]/(u^2 + 1), p = m: x0 + x1 u as eight little-endian words, those of x0 first: a chip of the machine.</summary>
    /// <param name="a">A factor.</param>
    /// <param name="b">The other one; 1 for a sum, p - 1 for c - a.</param>
    /// <param name="c">What is added.</param>
    /// <param name="modulus">Four words; at least 2^248.</param>
    /// <param name="result">Both coordinates below the modulus; may lie on an operand.</param>
    /// <remarks>Range: the operands' coordinates may be any numbers of 256 bits. Errors: ends the run where the modulus is below 2^248.</remarks>
    public static void MultiplyAddFp2Of256(
        ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, ReadOnlySpan<ulong> modulus, Span<ulong> result) =>
        GuestArithmetic.MultiplyAddFp2(4, a, b, c, modulus, result);

    /// <summary>a b + c in Fp[u]/(u^2 + 1), p = m: x0 + x1 u as twelve little-endian words, those of x0 first: a chip of the machine.</summary>
    /// <param name="a">A factor.</param>
    /// <param name="b">The other one; 1 for a sum, p - 1 for c - a.</param>
    /// <param name="c">What is added.</param>
    /// <param name="modulus">Six words; at least 2^376.</param>
    /// <param name="result">Both coordinates below the modulus; may lie on an operand.</param>
    /// <remarks>Range: the operands' coordinates may be any numbers of 384 bits. Errors: ends the run where the modulus is below 2^376.</remarks>
    public static void MultiplyAddFp2Of384(
        ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, ReadOnlySpan<ulong> modulus, Span<ulong> result) =>
        GuestArithmetic.MultiplyAddFp2(6, a, b, c, modulus, result);

    /// <summary>The inverse of a modulo m, numbers of four little-endian words: a chip of the machine.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="modulus">Any number.</param>
    /// <param name="result">Below the modulus; zero where there is no inverse, or the modulus is 0 or 1. May lie on an operand.</param>
    public static void Invert256(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> modulus, Span<ulong> result) => GuestArithmetic.Invert(4, a, modulus, result);

    /// <summary>The inverse of a modulo m, numbers of six little-endian words: a chip of the machine.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="modulus">Any number.</param>
    /// <param name="result">Below the modulus; zero where there is no inverse, or the modulus is 0 or 1. May lie on an operand.</param>
    public static void Invert384(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> modulus, Span<ulong> result) => GuestArithmetic.Invert(6, a, modulus, result);

    /// <summary>The sum of two points on y^2 = x^3 + a x + b modulo a prime, numbers of four little-endian words, x and then y: a chip of the machine.</summary>
    /// <param name="p">A point, below the prime; (0, 0) is infinity.</param>
    /// <param name="q">The other one.</param>
    /// <param name="a">Below the prime.</param>
    /// <param name="modulus">The prime, at least 2^248: where it is smaller, or no prime, sums that have no slope are (0, 0).</param>
    /// <param name="result">The sum; may lie on p or q.</param>
    /// <remarks>Soundness: that the points are on the curve, and below the prime, is the caller's to test.</remarks>
    public static void AddPoints256(
        ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> q, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> modulus, Span<ulong> result) =>
        GuestArithmetic.AddPoints(4, p, q, a, modulus, result);

    /// <summary>The same of numbers of six words, the prime at least 2^376.</summary>
    /// <param name="p">A point, below the prime; (0, 0) is infinity.</param>
    /// <param name="q">The other one.</param>
    /// <param name="a">Below the prime.</param>
    /// <param name="modulus">The prime.</param>
    /// <param name="result">The sum; may lie on p or q.</param>
    /// <remarks>Soundness: that the points are on the curve, and below the prime, is the caller's to test.</remarks>
    public static void AddPoints384(
        ReadOnlySpan<ulong> p, ReadOnlySpan<ulong> q, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> modulus, Span<ulong> result) =>
        GuestArithmetic.AddPoints(6, p, q, a, modulus, result);

    /// <summary>The key that signed a digest, as Ethereum's precompile recovers it: chips of the machine.</summary>
    /// <param name="digest">At least 32 bytes.</param>
    /// <param name="signature">At least 65 bytes: r and s, the highest byte first, and v, which is 27 or 28.</param>
    /// <param name="publicKey">At least 64 bytes: x and y, the highest byte first; zeros where there is no key. Its address is the end of their Keccak-256.</param>
    /// <returns>Whether there is a key.</returns>
    public static bool RecoverSecp256k1(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, Span<byte> publicKey) =>
        GuestArithmetic.Recover(digest[..32], signature[..65], publicKey[..64]);

    /// <summary>The permutation Poseidon2 of 16 elements of KoalaBear: a chip of the machine. <see cref="Poseidon2Sponge"/> hashes by it.</summary>
    /// <param name="state">At least 16 words, each below p = 2^31 - 2^24 + 1; the first 16 are replaced.</param>
    /// <remarks>Errors: ends the run where a word is not below p.</remarks>
    public static void Poseidon2Permute(Span<uint> state) => GuestArithmetic.Poseidon2Permute(state[..16]);

    /// <summary>The permutation Poseidon2 of 24 elements of KoalaBear: a chip of the machine.</summary>
    /// <param name="state">At least 24 words, each below p; the first 24 are replaced.</param>
    /// <remarks>Errors: ends the run where a word is not below p.</remarks>
    public static void Poseidon2PermuteWide(Span<uint> state) => GuestArithmetic.Poseidon2Permute(state[..24]);
}
