using System.Buffers;
using System.Buffers.Binary;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Bus.ZkPos;

/// <summary>Writes the private input of the zkPoS guest: little-endian numbers, nodes, field elements.</summary>
internal sealed class HintWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    public void Word(uint value)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        bytes.Write(word);
    }

    public void Number(ulong value)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(word, value);
        bytes.Write(word);
    }

    /// <summary>So many bytes; what is missing is zero.</summary>
    public void Bytes(ReadOnlySpan<byte> value, int length)
    {
        byte[] padded = new byte[length];
        value[..Math.Min(length, value.Length)].CopyTo(padded);
        bytes.Write(padded);
    }

    public void Node(in Digest node) => Bytes(Digest.AsBytes(in node), Digest.Size);

    /// <summary>The last nodes of a branch; what is missing is zero.</summary>
    public void Branch(ReadOnlySpan<Digest> branch, int depth)
    {
        for (int i = branch.Length - depth; i < branch.Length; i++) Node(i < 0 ? default : branch[i]);
    }

    public void Element(in Fp value)
    {
        Span<byte> number = stackalloc byte[Fp.EncodedSize];
        value.Encode(number);
        number.Reverse();
        bytes.Write(number);
    }

    public void Element(in Fp2 value)
    {
        Element(value.C0);
        Element(value.C1);
    }
}
