using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ChainProofs;

/// <summary><c>readblock.matchEventsOnRLP</c> for programs built with cle-lib's safe mode: lies beneath the program.</summary>
/// <remarks>The filters are the manifest's and stand at the end of the public stream, behind what the program reads: contract and first topic
/// (words) for each, then their number (four bytes, little-endian).</remarks>
public static class SafeEvents
{
    /// <summary>cle-lib has room for so many logs.</summary>
    internal const int MostLogs = 1000;

    /// <summary>Finds the wanted logs in receipts of the program's memory and writes their offsets there; gives their number.</summary>
    public static uint Match(uint receipts, uint length, uint offsets)
    {
        byte[] stream = Guest.ReadAll(InputStream.Public);
        Guest.Require(stream.Length >= 4, "the public stream holds no filters");
        int end = stream.Length - 4;
        uint filters = BinaryPrimitives.ReadUInt32LittleEndian(stream.AsSpan(end, 4));
        Guest.Require(filters <= (uint)(end / EventMatch.FilterBytes), "the public stream holds fewer filters than it says");
        int size = (int)filters * EventMatch.FilterBytes;
        return Find(receipts, length, offsets, new ReadOnlySpan<byte>(stream, end - size, size));
    }

    internal static uint Find(uint receipts, uint length, uint offsets, ReadOnlySpan<byte> filters) =>
        (uint)EventMatch.All(ProgramMemory.At(receipts, length), filters, ProgramMemory.At(offsets, MostLogs * EventMatch.OffsetsBytes));
}
