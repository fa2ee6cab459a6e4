using System.Numerics;
using System.Runtime.InteropServices;

namespace ZkPos;

/// <summary>One bit a member, the lowest bit of a byte first.</summary>
internal readonly struct SignerBits
{
    private readonly uint[] _words;

    public SignerBits(ReadOnlySpan<byte> bytes, uint size)
    {
        _words = new uint[(int)size / 32];
        bytes.CopyTo(MemoryMarshal.AsBytes(_words.AsSpan()));
    }

    public uint Count()
    {
        int count = 0;
        foreach (uint word in _words) count += BitOperations.PopCount(word);
        return (uint)count;
    }

    /// <summary>Whether a power of two of members, from a multiple of it on, all signed.</summary>
    public bool AllSigned(int first, int count)
    {
        if (count < 32)
        {
            uint mask = (1u << count) - 1;
            return ((_words[first / 32] >> (first & 31)) & mask) == mask;
        }

        for (int i = first / 32; i < (first + count) / 32; i++)
            if (_words[i] != uint.MaxValue) return false;
        return true;
    }
}
