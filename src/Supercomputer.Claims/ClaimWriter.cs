using System.Buffers.Binary;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Claims;

/// <summary>Writes the words of a claim, each 32 bytes as Solidity's <c>abi.encode</c> lays static types out.</summary>
/// <remarks>Source: Contract ABI specification, "Formal specification of the encoding".</remarks>
public sealed class ClaimWriter
{
    /// <summary>Bytes of a word.</summary>
    public const int WordBytes = 32;

    private readonly byte[] bytes;
    private int at;

    internal ClaimWriter(int words) => bytes = new byte[words * WordBytes];

    /// <summary>Thirty-two bytes: <c>bytes32</c>.</summary>
    public void Bytes32(Digest value) => value.CopyTo(Next());

    /// <summary>A number: <c>uint256</c>.</summary>
    public void Uint256(Word value) => value.CopyTo(Next());

    /// <summary>A number: <c>uint64</c>.</summary>
    public void Uint64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Next()[24..], value);

    /// <summary>A truth value: <c>bool</c>.</summary>
    public void Bool(bool value) => Next()[31] = value ? (byte)1 : (byte)0;

    /// <summary>An address: <c>address</c>.</summary>
    public void Address(Address value) => value.CopyTo(Next()[12..]);

    internal byte[] ToArray() =>
        at == bytes.Length ? bytes : throw new InvalidOperationException($"a claim of {bytes.Length / WordBytes} words wrote {at / WordBytes}");

    private Span<byte> Next()
    {
        Span<byte> word = bytes.AsSpan(at, WordBytes);
        at += WordBytes;
        return word;
    }
}
