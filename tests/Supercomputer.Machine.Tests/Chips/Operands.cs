namespace Supercomputer.Machine.Tests.Chips;

/// <summary>Operands that meet the corners of 32- and 64-bit arithmetic, and random ones from a seed.</summary>
internal static class Operands
{
    private static readonly ulong[] s_corners32 =
        [0, 1, 2, 31, 32, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFF0000, 0xFFFFFFFF];

    private static readonly ulong[] s_corners64 =
    [
        0, 1, 63, 64, 0xFFFF, 0x10000, 0xFFFFFFFF, 0x100000000, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000,
        0xFFFF000000000000, 0xFFFFFFFFFFFFFFFF, 0x00FF00FF00FF00FF,
    ];

    internal static IEnumerable<(ulong A, ulong B)> Pairs(bool isWide, int random, int seed)
    {
        ulong[] corners = isWide ? s_corners64 : s_corners32;
        foreach (ulong a in corners)
            foreach (ulong b in corners)
                yield return (a, b);
        Random generator = new(seed);
        ulong mask = isWide ? ulong.MaxValue : uint.MaxValue;
        for (int index = 0; index < random; index++)
            yield return ((ulong)generator.NextInt64() * 3 & mask, ((ulong)generator.NextInt64() * 5 & mask) >> generator.Next(isWide ? 64 : 32));
    }
}
