using System.Runtime.CompilerServices;

namespace Supercomputer.Guests.Tests.Programs;

/// <summary>Loops of every kind: written out, left early, nested, over aliasing memory, at the limits of integers.</summary>
public static class Loops
{
    private static readonly int[] s_primes = [2, 3, 5, 7, 11, 13, 17, 19];
    private static int s_total;

    private static ReadOnlySpan<byte> Weights => [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];

    public static int Breaks(int a, int b)
    {
        Span<int> numbers = stackalloc int[8];
        for (int i = 0; i < 8; i++)
        {
            if (i == (a & 15)) break;
            if ((b >> i & 1) != 0) continue;
            numbers[i] = a ^ i;
        }

        int sum = 0;
        foreach (int number in numbers) sum = (sum * 5) + number;
        return sum;
    }

    public static int EarlyReturn(int a, int b)
    {
        for (int i = 0; i < 10; i++)
        {
            if ((a & 7) == i) return i * b;
            a = (a >> 1) + i;
        }

        return a + b;
    }

    public static int Swapped(int a, int b)
    {
        int x = a, y = b, z = a ^ b;
        for (int i = 0; i < 5; i++) (x, y, z) = (y + i, z, x);
        return (x * 3) + (y * 5) + z;
    }

    public static uint Triangle(uint a, uint b)
    {
        Span<uint> cells = stackalloc uint[6];
        for (int i = 0; i < 6; i++)
            for (int j = i; j < 6; j++) cells[j] = (cells[j] * a) + (b ^ (uint)(i * j));
        uint sum = 0;
        for (int i = 5; i >= 0; i--) sum = (sum * 31) + cells[i];
        return sum;
    }

    public static int Backwards(int a, int b)
    {
        int[] numbers = new int[9];
        for (int i = numbers.Length - 1; i >= 0; i -= 2) numbers[i] = a + i;
        for (int i = 7; i > 0; i -= 3) numbers[i] ^= b;
        int sum = 0;
        for (int i = numbers.Length - 1; i > 0; i--) sum += numbers[i] * numbers[i - 1];
        return sum;
    }

    public static int NeverEntered(int a, int b)
    {
        int sum = a;
        for (int i = 5; i < 5; i++) sum += b;
        for (int i = b & 3; i < 0; i++) sum -= a;
        int length = b & 1;
        int[] numbers = new int[length];
        for (int i = 0; i < numbers.Length; i++) sum += numbers[i] + i + 7;
        return sum;
    }

    public static int Limits(int a, int b)
    {
        int turns = 0;
        for (int i = int.MaxValue - 5; i > 0; i++) turns += a;
        for (uint i = 3; i < 4; i--) turns += b;
        for (int i = int.MinValue; i < int.MinValue + 7; i += 3) turns ^= i;
        for (int i = int.MaxValue - (a & 7); i < int.MaxValue; i++) turns += i;
        return turns;
    }

    public static uint Aliases(uint a, uint b)
    {
        Span<uint> whole = stackalloc uint[8];
        for (int i = 0; i < 8; i++) whole[i] = a + (uint)i;
        Span<uint> left = whole[..6], right = whole[2..];
        for (int i = 0; i < 6; i++) right[i] = left[i] + b;
        right.CopyTo(left);
        uint sum = 0;
        for (int i = 0; i < whole.Length; i++) sum = (sum * 7) ^ whole[i];
        return sum;
    }

    public static uint Overlapping(uint a, uint b)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (int i = 0; i < 16; i++) bytes[i] = (byte)(a >> (i & 7));
        Unsafe.WriteUnaligned(ref bytes[3], b);
        bytes[1..9].CopyTo(bytes[2..]);
        bytes[4..12].CopyTo(bytes);
        uint sum = 0;
        foreach (byte value in bytes) sum = (sum * 33) + value;
        return sum ^ Unsafe.ReadUnaligned<uint>(ref bytes[5]);
    }

    public static int Fresh(int a, int b)
    {
        int sum = 0;
        Span<int> before = stackalloc int[2];
        for (int i = 0; i < 5; i++)
        {
#pragma warning disable CA2014 // each turn's memory is fresh: that is what is tested
            Span<int> now = stackalloc int[2];
#pragma warning restore CA2014
            sum = (sum * 3) + now[1] + before[0];
            now[0] = a + i;
            now[1] = b;
            sum ^= before[1];
            if (((a >> i) & 1) != 0) before = now;
        }

        return sum + before[0];
    }

    public static int Tables(int a, int b)
    {
        int sum = 0;
        for (int i = 0; i < Weights.Length; i++) sum += Weights[i] * (a ^ i);
        for (int i = 0; i < s_primes.Length; i++) sum = (sum * s_primes[i]) + b;
        return sum + s_primes[a & 7] + Weights[b & 7];
    }

    public static int Statics(int a, int b)
    {
        s_total = a;
        int[] numbers = new int[4];
        for (int i = 0; i < (b & 15); i++)
        {
            s_total += i;
            numbers[i & 3] = s_total;
            s_total ^= numbers[(i + 1) & 3];
        }

        return s_total + numbers[2];
    }

    public static int Guarded(int a, int b)
    {
        int[] numbers = new int[(a & 15) + 1];
        int sum = 0, at = b & 31;
        for (int i = 0; i < numbers.Length; i++) numbers[i] = i * b;
        if (at < numbers.Length) sum += numbers[at];
        for (int low = 0, high = numbers.Length - 1; low < high; low++, high--) (numbers[low], numbers[high]) = (numbers[high], numbers[low]);
        for (int i = 1; i < numbers.Length; i++) sum = (sum * 3) + (numbers[i] - numbers[i - 1]);
        for (int i = 0; i + 1 < numbers.Length; i += 2) sum ^= numbers[i + 1];
        return sum;
    }

    public static long Wide(long a, long b)
    {
        Span<long> numbers = stackalloc long[4];
        numbers.Fill(a);
        for (long i = 0; i < 4; i++) numbers[(int)i] += b << (int)i;
        long sum = 0;
        for (ulong i = 0; i != 4; i++) sum = (sum * 17) ^ numbers[(int)i];
        return sum;
    }

    public static int Powers(int a, int b)
    {
        int sum = 0;
        for (int bit = 1; bit < 200; bit *= 3) sum += a / bit;
        for (int bit = 1 << 20; bit > 0; bit >>= 4) sum ^= b & bit;
        do sum += b--; while ((b & 3) != 0);
        return sum;
    }

    public static int Search(int a, int b)
    {
        Span<int> numbers = stackalloc int[7];
        for (int i = 0; i < 7; i++) numbers[i] = (i * i) + (a & 3);
        int low = 0, high = 6;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (numbers[middle] < (b & 63)) low = middle + 1;
            else high = middle;
        }

        return numbers[low] + low;
    }

    public static double Polynomial(double a, double b)
    {
        Span<double> terms = stackalloc double[5];
        for (int i = 0; i < 5; i++) terms[i] = a - i;
        double sum = 0;
        for (int i = 4; i >= 0; i--) sum = (sum * (b / 1e6)) + terms[i];
        return sum;
    }
}
