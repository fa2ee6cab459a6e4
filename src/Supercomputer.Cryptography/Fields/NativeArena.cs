using System.Runtime.InteropServices;

namespace Supercomputer.Cryptography.Fields;

/// <summary>One range of addresses for all long buffers of the process, so that a freed buffer's pages serve the next one.</summary>
/// <remarks>Shape: whole huge pages, the lowest free range that fits. Cost: a page is cleared by the kernel when it is first touched, and
/// that was two fifths of a large proof's time (decision 0002) while every layer and table came fresh. Freed pages stay with the process
/// until <see cref="Trim"/>. Where the range cannot be reserved, callers fall back to the ordinary allocator.</remarks>
public static unsafe partial class NativeArena
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymousUnreserved = 0x2 | 0x20 | 0x4000;
    private const int AdviseDontNeed = 4;

    private static readonly Lock Gate = new();
    private static readonly List<(nint Start, nint Length)> FreeRanges = [];
    private static readonly Dictionary<nint, nint> Lengths = [];
    private static readonly byte* Base = Reserve();

    /// <summary>Takes a range.</summary>
    /// <param name="bytes">How many; rounded up to whole huge pages.</param>
    /// <returns>Memory with whatever its last user left, or null where the arena is missing or full.</returns>
    internal static void* Allocate(nuint bytes)
    {
        if (Base == null) return null;
        nint pages = (nint)((bytes + HugePages.Size - 1) / HugePages.Size);
        lock (Gate)
        {
            for (int i = 0; i < FreeRanges.Count; i++)
            {
                (nint start, nint length) = FreeRanges[i];
                if (length < pages) continue;
                if (length == pages) FreeRanges.RemoveAt(i);
                else FreeRanges[i] = (start + pages, length - pages);
                Lengths.Add(start, pages);
                return Base + (start * (nint)HugePages.Size);
            }
        }

        return null;
    }

    /// <summary>Gives a range back.</summary>
    /// <param name="pointer">A pointer.</param>
    /// <returns>False when it is not the arena's.</returns>
    internal static bool TryFree(void* pointer)
    {
        if (Base == null || pointer < Base) return false;
        nint start = (nint)((nuint)((byte*)pointer - Base) / HugePages.Size);
        lock (Gate)
        {
            if (!Lengths.Remove(start, out nint length)) return false;
            Insert(start, length);
            return true;
        }
    }

    /// <summary>Returns the pages of free ranges to the operating system.</summary>
    public static void Trim()
    {
        if (Base == null) return;
        lock (Gate)
        {
            foreach ((nint start, nint length) in FreeRanges)
                _ = MemoryAdvise(Base + (start * (nint)HugePages.Size), (nuint)length * HugePages.Size, AdviseDontNeed);
        }
    }

    private static void Insert(nint start, nint length)
    {
        int at = FreeRanges.FindIndex(range => range.Start > start);
        if (at < 0) at = FreeRanges.Count;
        if (at < FreeRanges.Count && FreeRanges[at].Start == start + length)
        {
            length += FreeRanges[at].Length;
            FreeRanges.RemoveAt(at);
        }

        if (at > 0 && FreeRanges[at - 1].Start + FreeRanges[at - 1].Length == start)
            FreeRanges[at - 1] = (FreeRanges[at - 1].Start, FreeRanges[at - 1].Length + length);
        else FreeRanges.Insert(at, (start, length));
    }

    private static byte* Reserve()
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            // Addresses only: pages come when they are touched. Twice the memory there is leaves room for ranges that do not fit together.
            nuint bytes = (nuint)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * 2 / HugePages.Size * HugePages.Size;
            byte* memory = (byte*)Map(null, bytes + HugePages.Size, ReadWrite, PrivateAnonymousUnreserved, -1, 0);
            if ((nint)memory == -1 || bytes == 0) return null;
            memory = (byte*)(((nuint)memory + HugePages.Size - 1) & ~(HugePages.Size - 1));
            HugePages.Advise(memory, bytes);
            FreeRanges.Add((0, (nint)(bytes / HugePages.Size)));
            return memory;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(void* address, nuint length, int advice);
}
