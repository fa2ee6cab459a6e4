using System.Buffers.Binary;

namespace Supercomputer.Machine.Proving;

/// <summary>The first four bytes of a file, which say what it is.</summary>
internal static class FileType
{
    /// <summary>The bytes in hex, in the file's order.</summary>
    /// <param name="magic">The bytes, read as a little-endian number.</param>
    public static string Text(uint magic)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, magic);
        return $"0x{Convert.ToHexStringLower(bytes)}";
    }
}
