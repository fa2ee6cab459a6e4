using Supercomputer.Guests.Metadata;

namespace Supercomputer.Guests.Library;

/// <summary>Stands in for the framework's <c>Math</c>.</summary>
[Replaces("System.Math")]
internal static class GuestMath
{
    public static ulong BigMul(ulong a, ulong b, out ulong low)
    {
        ulong aLow = (uint)a, aHigh = a >> 32, bLow = (uint)b, bHigh = b >> 32;
        ulong lowest = aLow * bLow, middle = (aHigh * bLow) + (lowest >> 32), other = (aLow * bHigh) + (uint)middle;
        low = (other << 32) | (uint)lowest;
        return (aHigh * bHigh) + (middle >> 32) + (other >> 32);
    }

    public static long BigMul(long a, long b, out long low)
    {
        ulong high = BigMul((ulong)a, (ulong)b, out ulong unsignedLow);
        low = (long)unsignedLow;
        return (long)high - ((a >> 63) & b) - ((b >> 63) & a);
    }

    public static ulong BigMul(uint a, uint b) => (ulong)a * b;

    public static long BigMul(int a, int b) => (long)a * b;

    public static int Min(int a, int b) => a < b ? a : b;

    public static uint Min(uint a, uint b) => a < b ? a : b;

    public static long Min(long a, long b) => a < b ? a : b;

    public static ulong Min(ulong a, ulong b) => a < b ? a : b;

    public static int Max(int a, int b) => a > b ? a : b;

    public static uint Max(uint a, uint b) => a > b ? a : b;

    public static long Max(long a, long b) => a > b ? a : b;

    public static ulong Max(ulong a, ulong b) => a > b ? a : b;

    public static int Abs(int value)
    {
        if (value < 0) value = checked(-value);
        return value;
    }

    public static long Abs(long value)
    {
        if (value < 0) value = checked(-value);
        return value;
    }

    public static int Sign(int value) => value < 0 ? -1 : value > 0 ? 1 : 0;
}
