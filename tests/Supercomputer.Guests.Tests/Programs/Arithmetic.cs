using System.Numerics;

namespace Supercomputer.Guests.Tests.Programs;

/// <summary>Integers, floats and control flow. Every method takes two numbers and returns one.</summary>
public static class Arithmetic
{
    public static int Mixed(int a, int b) => ((a * 31) ^ (b >> 3)) - (a & b) + (int)((uint)a >> 5) + (a << (b & 7));

    public static long Wide(long a, long b) => (a * b) ^ (a >> 7) ^ (long)((ulong)b >> 9) ^ ~a ^ -b;

    public static int Divide(int a, int b) => b is 0 or -1 ? a : (a / b) + (a % b);

    public static uint DivideUnsigned(uint a, uint b) => b == 0 ? a : (a / b) + (a % b) + (a / 8) + (a % 16);

    public static int Narrow(int a, int b) => (sbyte)a + (byte)b + (short)(a + b) + (ushort)(a - b) + (char)a;

    public static int Comparisons(int a, int b)
    {
        int bits = 0;
        if (a < b) bits |= 1;
        if (a <= b) bits |= 2;
        if ((uint)a > (uint)b) bits |= 4;
        if (a == b) bits |= 8;
        if (a != 0 && b > 3) bits |= 16;
        if (a == 5 || (uint)b >= 100u) bits |= 32;
        return bits;
    }

    public static int Loop(int a, int b)
    {
        int sum = 0;
        for (int i = 0; i < (b & 63); i++)
        {
            if ((i & 3) == 2) continue;
            sum = (sum * 3) + (a ^ i);
            if (sum > 1_000_000) break;
        }

        return sum;
    }

    public static int Nested(int a, int b)
    {
        int x = a, y = b, count = 0;
        while (x != y && count < 100)
        {
            for (int i = 0; i < 3; i++) (x, y) = (y + i, x ^ count);
            do { count++; } while ((count & 1) == 0);
        }

        return (x * 7) + (y * 3) + count;
    }

    public static int Switch(int a, int b)
    {
        switch (a & 7)
        {
            case 0: return b;
            case 1: b += 3; goto case 4;
            case 2: b ^= 9; break;
            case 4: b *= 2; break;
            case 5: return -b;
            default: b--; break;
        }

        return b + 1;
    }

    public static ulong Bits(ulong a, ulong b) =>
        BitOperations.RotateLeft(a, (int)b & 63) + (ulong)BitOperations.PopCount(b) + (ulong)BitOperations.LeadingZeroCount((uint)a)
        + (ulong)BitOperations.TrailingZeroCount(b) + (uint)BitOperations.RotateRight((uint)a, 7) + (ulong)BitOperations.Log2((uint)b);

    public static ulong High(ulong a, ulong b) => Math.BigMul(a, b, out ulong low) ^ low;

    public static uint Rotation(uint a, uint b) => ((a << 7) | (a >> 25)) ^ ((b >> 3) | (b << 29));

    public static double Floats(double a, double b) => (Math.Sqrt(Math.Abs(a)) * b) - (a / (b + 1.5)) + (float)a + (a < b ? 1 : 2);

    public static long Converts(double a, double b) => (long)a + (int)b + (uint)Math.Abs(a) + (long)(float)b;

    public static int Recursion(int a, int b) => Ackermann(a & 1, b & 7);

    public static int Ternaries(int a, int b) => (a > b ? a : b) - (a < 0 ? -a : a) + Math.Min(a, b) + Math.Max(a + 1, b);

    private static int Ackermann(int m, int n) => m == 0 ? n + 1 : n == 0 ? Ackermann(m - 1, 1) : Ackermann(m - 1, Ackermann(m, n - 1));
}
