using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Curves.Bls12381;
using Xunit;

namespace Supercomputer.Bus.Tests.ZkPos;

/// <summary>The guest's table of constants, against the library's and against their definitions.</summary>
public sealed class ZkPosConstantsTests
{
    private static readonly BigInteger s_p = Number(
        MemoryMarshal.AsBytes<ulong>(new ulong[] { 0xb9feffffffffaaab, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a }));

    [Fact]
    public void Every_constant_of_the_guest_is_what_the_library_derives()
    {
        Dictionary<string, (BigInteger A, BigInteger B)> expected = Expected();
        Type table = typeof(global::ZkPos.Program).Assembly.GetType("ZkPos.Constants", throwOnError: true)!;
        FieldInfo[] fields = table.GetFields(BindingFlags.Static | BindingFlags.Public);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), fields.Select(field => field.Name).Order(StringComparer.Ordinal));
        foreach (FieldInfo field in fields)
            Assert.True(expected[field.Name] == Value(field.GetValue(null)!), $"{field.Name}: expected {expected[field.Name]}, actual {Value(field.GetValue(null)!)}");
    }

    private static Dictionary<string, (BigInteger A, BigInteger B)> Expected()
    {
        BigInteger half = (s_p - 1) / 2;
        Fp2 xi = Fp2.One + Unit;
        Fp2 twistB = Fp2.Double(Fp2.Double(xi));
        Dictionary<string, (BigInteger, BigInteger)> values = new()
        {
            ["Modulus"] = (s_p, 0),
            ["Half"] = (half, 0),
            ["OneHalf"] = (half + 1, 0),
            ["MinusOneHalf"] = (half, 0),
            ["TwoTo256"] = (BigInteger.One << 256, 0),
            ["Zero"] = (0, 0),
            ["One"] = (1, 0),
            ["MinusOne"] = (s_p - 1, 0),
            ["MinusTwo"] = (s_p - 2, 0),
            ["Two"] = (2, 0),
            ["ThreeHalves"] = (half + 2, 0),
            ["Xi"] = (1, 1),
            ["GeneratorX"] = (Number(G1.Generator.X), 0),
            ["NegativeGeneratorY"] = (Number(-G1.Generator.Y), 0),
            ["NegativeGeneratorYInverse"] = (Number(Fp.Inverse(-G1.Generator.Y)), 0),
            ["TwistB"] = Pair(twistB),
            ["SswuA"] = Pair(IsogenyConstants.A),
            ["SswuB"] = Pair(IsogenyConstants.B),
            ["SswuZ"] = Pair(IsogenyConstants.Z),
            ["MinusBOverA"] = Pair(-IsogenyConstants.B * Fp2.Inverse(IsogenyConstants.A)),
            ["PsiX"] = Pair(Fp2.Inverse(Power(xi, (s_p - 1) / 3))),
            ["PsiY"] = Pair(Fp2.Inverse(Power(xi, half))),
        };
        for (int i = 1; i < 6; i++) values[$"Gamma{i}"] = Pair(Power(xi, i * (s_p - 1) / 6));
        foreach (PropertyInfo property in typeof(IsogenyConstants).GetProperties(BindingFlags.Static | BindingFlags.Public))
            if (property.Name.Contains("Numerator", StringComparison.Ordinal) || property.Name.Contains("Denominator", StringComparison.Ordinal))
                values[property.Name] = Pair((Fp2)property.GetValue(null)!);
        Assert.True(Fp2.IsZero(Fp2.Square(G2.Generator.Y) - (Fp2.Square(G2.Generator.X) * G2.Generator.X) - twistB), "the twist's generator is on the twist");
        return values;
    }

    private static Fp2 Unit => new(Fp.Zero, Fp.One);

    private static Fp2 Power(in Fp2 value, BigInteger exponent)
    {
        Fp2 result = Fp2.One;
        for (int i = (int)exponent.GetBitLength() - 1; i >= 0; i--)
        {
            result = Fp2.Square(result);
            if (!(exponent >> i).IsEven) result *= value;
        }

        return result;
    }

    private static (BigInteger A, BigInteger B) Pair(in Fp2 value) => (Number(value.C0), Number(value.C1));

    private static BigInteger Number(in Fp value)
    {
        byte[] bytes = new byte[Fp.EncodedSize];
        value.Encode(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    private static BigInteger Number(ReadOnlySpan<byte> words) => new(words, isUnsigned: true);

    /// <summary>A field's numbers: words, or structures of words.</summary>
    private static (BigInteger A, BigInteger B) Value(object value)
    {
        if (value is ulong[] words) return (Number(MemoryMarshal.AsBytes<ulong>(words)), 0);
        FieldInfo[] fields = value.GetType().GetFields();
        if (fields[0].FieldType == typeof(ulong))
            return (Number(MemoryMarshal.AsBytes<ulong>(fields.Select(field => (ulong)field.GetValue(value)!).ToArray())), 0);
        return (Value(fields[0].GetValue(value)!).A, Value(fields[1].GetValue(value)!).A);
    }
}
