using System.Text.Json;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Hashing;

public sealed class Poseidon2Tests
{
    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    public void Published_vectors_and_constants(int width)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Vectors.Path("hashes", "poseidon2-koalabear.json")));
        JsonElement parameters = file.RootElement.GetProperty($"width{width}");
        foreach (JsonElement vector in parameters.GetProperty("vectors").EnumerateArray())
        {
            KoalaBear[] state = Elements(vector.GetProperty("in"));
            Poseidon2.Permute(state);
            Assert.Equal(Elements(vector.GetProperty("out")), state);
        }

        KoalaBear[] constants =
        [
            .. parameters.GetProperty("external_initial").EnumerateArray().SelectMany(Elements),
            .. Elements(parameters.GetProperty("internal")),
            .. parameters.GetProperty("external_final").EnumerateArray().SelectMany(Elements),
        ];
        ReadOnlySpan<uint> own = width == 16 ? Poseidon2Kernels.Constants16 : Poseidon2Kernels.Constants24;
        Assert.Equal(constants.Select(c => c.Raw), own.ToArray());
        ReadOnlySpan<uint> diagonal = width == 16 ? Poseidon2Kernels.Diagonal16 : Poseidon2Kernels.Diagonal24;
        Assert.Equal(Elements(parameters.GetProperty("diagonal")).Select(c => c.Raw), diagonal.ToArray());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    public void Sixteen_lanes_agree_with_the_scalar_permutation(int width)
    {
        ulong seed = 5;
        KoalaBear[] states = new KoalaBear[width * Poseidon2.Lanes];
        for (int i = 0; i < states.Length; i++) states[i] = KoalaBear.Reduce(seed = seed * 6364136223846793005 + 1442695040888963407);
        for (int i = 0; i < width; i++)
        {
            states[Poseidon2.Lanes * i] = KoalaBear.Zero;
            states[Poseidon2.Lanes * i + 1] = KoalaBear.FromRaw(KoalaBear.Modulus - 1);
        }

        KoalaBear[] expected = [.. states];
        for (int round = 0; round < 20; round++)
        {
            Poseidon2.PermuteLanes(states);
            Poseidon2.PermuteLanesScalar(expected);
            Assert.Equal(expected, states);
        }
    }

    [Fact]
    public void Other_widths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Poseidon2.Permute(new KoalaBear[17]));
        Assert.Throws<ArgumentException>(() => Poseidon2.PermuteLanes(new KoalaBear[16]));
    }

    private static KoalaBear[] Elements(JsonElement numbers) =>
        [.. numbers.EnumerateArray().Select(number => KoalaBear.FromCanonical(number.GetUInt32()))];
}
