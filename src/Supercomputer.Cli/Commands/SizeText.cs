using System.Globalization;

namespace Supercomputer.Cli.Commands;

/// <summary>Sizes and times as people write them.</summary>
internal static class SizeText
{
    private static readonly (string Unit, int Shift)[] Units = [("GiB", 30), ("MiB", 20), ("KiB", 10)];

    /// <summary>Bytes with a binary unit, as in 1.5 GiB.</summary>
    public static string Bytes(long bytes)
    {
        foreach ((string unit, int shift) in Units)
            if (bytes >= 1L << shift)
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << shift):0.#} {unit}");
        return $"{bytes} bytes";
    }

    /// <summary>Seconds, or milliseconds below one.</summary>
    public static string Seconds(double seconds) =>
        seconds < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.#} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s");

    /// <summary>Reads 8GiB, 512MiB, 1000000.</summary>
    public static long ParseBytes(string text, string option)
    {
        foreach ((string unit, int shift) in Units)
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length).Trim(), CultureInfo.InvariantCulture, out double count)
                && count is > 0 and < 1 << 20)
                return (long)(count * (1L << shift));
        return long.TryParse(text, CultureInfo.InvariantCulture, out long bytes) && bytes > 0
            ? bytes
            : throw new CommandFailure($"{option}: a size such as 8GiB or 512MiB expected, actual '{text}'", CommandFailure.Usage);
    }
}
