using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>The private input, read from its begin to its end. Nothing in it is believed before it is checked.</summary>
internal struct PrivateInput
{
    private readonly byte[] _bytes;
    private int _at;

    public PrivateInput(byte[] bytes)
    {
        _bytes = bytes;
        _at = 0;
    }

    /// <summary>The next bytes, a multiple of four.</summary>
    public ReadOnlySpan<byte> Take(int length) => MemoryMarshal.CreateSpan(ref Next(length), length);

    /// <summary>The next 32-bit number.</summary>
    public uint Word() => Unsafe.ReadUnaligned<uint>(ref Next(sizeof(uint)));

    /// <summary>The next 64-bit number.</summary>
    public ulong Number() => Unsafe.ReadUnaligned<ulong>(ref Next(sizeof(ulong)));

    /// <summary>A number that may be p or more.</summary>
    public ref readonly Fp Fp() => ref Unsafe.As<byte, Fp>(ref Next(48));

    /// <summary>Two numbers that may be p or more.</summary>
    public ref readonly Fp2 Fp2() => ref Unsafe.As<byte, Fp2>(ref Next(96));

    /// <summary>Refuses what is left over.</summary>
    public readonly void End() => Guest.Require(_at == _bytes.Length, "the private input is too long");

    private ref byte Next(int length)
    {
        Guest.Require(length <= _bytes.Length - _at, "the private input ends early");
        ref byte first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), _at);
        _at += length;
        return ref first;
    }
}
