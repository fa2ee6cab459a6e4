using System.Globalization;

namespace Supercomputer.Cli.Output;

/// <summary>What the operating system says of this process and of the machine.</summary>
internal static class ProcessMemory
{
    /// <summary>The peak resident size of this process, in bytes; 0 where the system does not say.</summary>
    public static long PeakBytes() => ReadKilobytes("/proc/self/status", "VmHWM:");

    /// <summary>The memory that is free to use, in bytes; 0 where the system does not say.</summary>
    public static long AvailableBytes() => ReadKilobytes("/proc/meminfo", "MemAvailable:");

    private static long ReadKilobytes(string path, string name)
    {
        if (!File.Exists(path)) return 0;
        foreach (string line in File.ReadLines(path))
            if (line.StartsWith(name, StringComparison.Ordinal))
                return long.Parse(line.AsSpan(name.Length).Trim(" kB\t"), CultureInfo.InvariantCulture) << 10;
        return 0;
    }
}
