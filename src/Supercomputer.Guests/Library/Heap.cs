namespace Supercomputer.Guests.Library;

/// <summary>The heap grows and is never freed: what is new is zero.</summary>
internal static class Heap
{
    private const uint PageBytes = 65536, HeaderBytes = 8;

    /// <summary>The first free byte; the compiler sets it to the end of the statics.</summary>
    private static uint s_top;

    /// <summary>An array's address: its length, four unused bytes, then its elements.</summary>
    public static unsafe nint AllocateArray(int length, int elementBytes)
    {
        ulong size = (HeaderBytes + ((ulong)(uint)length * (uint)elementBytes) + 7) & ~7UL;
        uint start = s_top;
        ulong end = start + size;
        Trap.If(length < 0 || end > uint.MaxValue - PageBytes);
        uint pages = ((uint)end + (PageBytes - 1)) / PageBytes, has = WebAssembly.MemorySize();
        if (pages > has) Trap.If(WebAssembly.MemoryGrow(pages - has) == uint.MaxValue);
        s_top = (uint)end;
        *(int*)(nint)start = length;
        return (nint)start;
    }
}
