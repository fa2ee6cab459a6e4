using System.Runtime.CompilerServices;

namespace Supercomputer.Guests.Tests.Programs;

/// <summary>Methods that throw on some of their inputs.</summary>
public static class Failures
{
    public static int Index(int a, int b)
    {
        int[] numbers = [1, 2, 3, 4];
        return numbers[a & 7] + b;
    }

    public static int NegativeIndex(int a, int b)
    {
        int[] numbers = new int[8];
        int sum = 0;
        for (int i = b & 7; i > (a & 7) - 4; i--) sum += numbers[i] + i;
        return sum;
    }

    public static int LoopPastTheEnd(int a, int b)
    {
        Span<int> numbers = stackalloc int[6];
        for (int i = 0; i < (a & 7); i++) numbers[i] = b;
        return numbers[0] + numbers[5];
    }

    public static int WrittenOutPastTheEnd(int a, int b)
    {
        Span<int> numbers = stackalloc int[6];
        for (int i = 0; i < 8; i++)
        {
            if (i == (b & 15)) return a;
            numbers[i] = a + i;
        }

        return numbers[2];
    }

    public static int Slices(int a, int b)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> part = bytes.Slice(a & 31, b & 7);
        return part.Length == 0 ? -1 : part[^1] + part.Length;
    }

    public static int Sum(int a, int b) => checked(a + b);

    public static uint Difference(uint a, uint b) => checked(a - b);

    public static long Product(long a, long b) => checked(a * b);

    public static int Narrow(int a, int b) => checked((byte)(a & 511) + (sbyte)(b & 255));

    public static int CheckedSteps(int a, int b)
    {
        int sum = a;
        for (int i = 0; i < 4; i++) sum = checked(sum + (b >> 2));
        return sum;
    }

    public static int Quotient(int a, int b) => a / (b & 3);

    public static long Remainder(long a, long b) => a % (b & 1);

    public static int NullArray(int a, int b)
    {
        int[]? numbers = (a & 1) == 0 ? null : [b];
        return numbers![0];
    }

    public static int NullLength(int a, int b)
    {
        int[]? numbers = (a & 3) == 0 ? null : new int[b & 7];
        return numbers!.Length;
    }

    public static int NegativeLength(int a, int b) => new int[(a & 15) - 8].Length + b;

    public static int Thrown(int a, int b) => (a & 1) == 0 ? throw new InvalidOperationException("even") : b;

    /// <summary>Only compiled: natively it would end the process.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Deep(int a, int b)
    {
        Span<int> numbers = stackalloc int[64];
        numbers[a & 63] = b;
        return a <= 0 ? numbers[b & 63] : Deep(a - 1, b) + numbers[a & 63];
    }
}
