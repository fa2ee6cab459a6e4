using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Supercomputer.Guests.Tests.Programs;

public readonly struct Pair(int first, long second)
{
    public readonly int First = first;
    public readonly long Second = second;

    public long Sum => First + Second;

    public Pair Swap() => new((int)Second, First);

    public static Pair operator +(Pair left, Pair right) => new(left.First + right.First, left.Second + right.Second);
}

public struct Counter
{
    public int Count;
    public byte Last;

    public void Add(int value)
    {
        Count += value;
        Last = (byte)value;
    }
}

public struct Big
{
    public ulong A, B, C, D, E, F, G, H, I, J;

    public static Big Of(ulong seed) => new() { A = seed, C = seed * 3, J = ~seed };
}

public interface IField<TSelf>
    where TSelf : struct, IField<TSelf>
{
    static abstract TSelf Zero { get; }

    static abstract TSelf Multiply(TSelf left, TSelf right);

    TSelf Plus(TSelf other);

    uint Value { get; }
}

public readonly struct Modular(uint value) : IField<Modular>
{
    private readonly uint _value = value % 65521;

    public static Modular Zero => new(0);

    public uint Value => _value;

    public static Modular Multiply(Modular left, Modular right) => new(left._value * right._value);

    public Modular Plus(Modular other) => new(_value + other._value);
}

public static class Power<T>
    where T : struct, IField<T>
{
    public static T Horner(T x, int terms)
    {
        T sum = T.Zero;
        for (int i = 0; i < terms; i++) sum = T.Multiply(sum, x).Plus(x);
        return sum;
    }
}

public enum Color : byte
{
    Red = 3,
    Green = 200,
}

/// <summary>Structs, generics, arrays, spans and statics.</summary>
public static class Structures
{
    private static readonly uint[] s_table = BuildTable();
    private static readonly Pair s_pair = new(3, 4);
    private static readonly int s_scale = s_table.Length + 1;
    private static int s_counter;

    private static ReadOnlySpan<ushort> Squares => [0, 1, 4, 9, 16, 25, 36, 49];

    public static long Pairs(int a, long b)
    {
        Pair pair = new(a, b);
        Pair sum = pair + pair.Swap() + s_pair;
        return sum.Sum ^ pair.Sum;
    }

    public static int References(int a, int b)
    {
        Counter counter = default;
        counter.Add(a);
        Twice(ref counter, b);
        Out(counter.Count, out int x, out short y);
        ref int where = ref (a > b ? ref x : ref counter.Count);
        where += 5;
        return x + y + counter.Count + counter.Last;
    }

    public static ulong Bigs(ulong a, ulong b)
    {
        Big big = Big.Of(a), other = Mix(big, b);
        big.B = 9;
        return other.A ^ other.B ^ other.C ^ other.J ^ big.B ^ big.J;
    }

    public static uint Generic(int a, int b) => Power<Modular>.Horner(new Modular((uint)a), b & 15).Value;

    public static int Arrays(int a, int b)
    {
        int[] numbers = new int[(b & 15) + 2];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = (a * i) ^ b;
        Array(numbers);
        int sum = 0;
        foreach (int number in numbers) sum += number;
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17];
        short[] shorts = [(short)a, (short)b];
        return sum + bytes[b & 15] + shorts[0] + shorts[^1];
    }

    public static uint Spans(uint a, uint b)
    {
        Span<byte> bytes = stackalloc byte[32];
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], a);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(9, 4), b);
        bytes[20..24].Fill(7);
        bytes[..8].CopyTo(bytes[24..]);
        uint sum = 0;
        ReadOnlySpan<byte> view = bytes;
        foreach (byte value in view) sum = (sum * 31) + value;
        ReadOnlySpan<byte> text = "hello, guest"u8;
        for (int i = 0; i < text.Length; i++) sum ^= (uint)text[i] << (i & 15);
        return sum + Squares[(int)(a & 7)] + BinaryPrimitives.ReadUInt16BigEndian(bytes[5..]) + (bytes[..4].SequenceEqual(bytes[12..16]) ? 1u : 0);
    }

    public static uint Statics(uint a, uint b)
    {
        s_counter = (int)a;
        s_counter += (int)b;
        return s_table[a & 255] ^ s_table[b & 255] ^ (uint)s_counter ^ (uint)s_scale;
    }

    public static int Enums(int a, int b)
    {
        Color color = (a & 1) == 0 ? Color.Red : Color.Green;
        return (int)color + (color == Color.Green ? b : 0) + Unsafe.SizeOf<Color>();
    }

    public static int Strings(int a, int b)
    {
        string text = (a & 1) == 0 ? "even" : "odd";
        return text.Length + text[b & 1];
    }

    public static unsafe int Pointers(int a, int b)
    {
        int* numbers = stackalloc int[4];
        for (int i = 0; i < 4; i++) numbers[i] = a + (i * b);
        int* end = numbers + 4;
        int sum = 0;
        for (int* at = numbers; at < end; at++) sum ^= *at;
        return sum;
    }

    public static int Checked(int a, int b) => checked((a >> 1) + (b >> 1) + ((a >> 17) * (b >> 17)));

    private static void Twice(ref Counter counter, in int value)
    {
        counter.Add(value);
        counter.Add(value);
    }

    private static void Out(int value, out int x, out short y) => (x, y) = (value + 1, (short)(value * 2));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Big Mix(Big big, ulong b)
    {
        big.A += b;
        big.B = big.C ^ b;
        return big;
    }

    private static void Array(Span<int> numbers)
    {
        for (int i = 1; i < numbers.Length; i++)
            for (int j = i; j > 0 && numbers[j - 1] > numbers[j]; j--) (numbers[j - 1], numbers[j]) = (numbers[j], numbers[j - 1]);
        numbers[0] += 1;
    }

    private static uint[] BuildTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++) value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            table[i] = value;
        }

        return table;
    }
}
