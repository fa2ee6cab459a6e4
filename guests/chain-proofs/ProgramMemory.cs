using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>The memory of the program that lies above this module: its addresses begin where this module's pages end.</summary>
/// <remarks>Safety: a span lies wholly above the boundary, whatever the program says; beyond the memory's end every access traps.</remarks>
internal static unsafe class ProgramMemory
{
    /// <summary>Where the program's memory begins: 512 pages.</summary>
    internal const uint Start = 512 << 16;

    /// <summary>Bytes of the program's memory.</summary>
    internal static Span<byte> At(uint address, uint length)
    {
        Guest.Require((ulong)address + length <= uint.MaxValue - Start && length <= int.MaxValue, "the program names bytes beyond its memory");
        return new Span<byte>((byte*)(Start + address), (int)length);
    }
}
