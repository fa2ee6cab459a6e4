using System.Runtime.InteropServices;

namespace Supercomputer.Claims;

/// <summary>An account's address: 20 bytes.</summary>
public readonly record struct Address
{
    /// <summary>Bytes of an address.</summary>
    public const int Size = 20;

    private readonly Bytes bytes;

    /// <summary>Takes the address from its bytes.</summary>
    /// <param name="bytes">Exactly <see cref="Size"/> bytes.</param>
    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"an address has {Size} bytes, not {bytes.Length}", nameof(bytes));
        this.bytes = MemoryMarshal.Read<Bytes>(bytes);
    }

    /// <summary>Writes the 20 bytes.</summary>
    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, bytes);

    /// <summary>The 20 bytes in a new array.</summary>
    public byte[] ToArray()
    {
        byte[] array = new byte[Size];
        CopyTo(array);
        return array;
    }

    /// <summary>Lower-case hexadecimal behind "0x".</summary>
    public override string ToString() => Primitives.Hex.Encode(ToArray());

    [StructLayout(LayoutKind.Sequential, Pack = 1, Size = Size)]
    private readonly record struct Bytes(ulong First, ulong Second, uint Third);
}
