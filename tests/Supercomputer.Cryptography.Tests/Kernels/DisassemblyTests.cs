using System.Runtime.Intrinsics.X86;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Kernels;

public sealed class DisassemblyTests
{
    [Fact]
    public void Field_and_transform_kernels_contain_no_call()
    {
        IReadOnlyDictionary<string, string[]> calls = AssertNoCalls(
            "*KoalaBear6Kernels:* *KoalaBear5Kernels:* *NttKernels:* Supercomputer.Cryptography.Fields.KoalaBearLanes:*",
            "Kernels", "Fields.KoalaBear6LanesTests", "Fields.KoalaBear5LanesTests", "Ntt.NumberTheoreticTransformTests");
        Assert.Contains(calls.Keys, n => n.EndsWith("KoalaBear6Kernels:Fold", StringComparison.Ordinal));
        Assert.Contains(calls.Keys, n => n.EndsWith("NttKernels:Forward8", StringComparison.Ordinal));
    }

    [Fact]
    public void Hash_kernels_contain_no_call()
    {
        IReadOnlyDictionary<string, string[]> calls = AssertNoCalls(
            "*:*Avx512 *:CompressScalar *:PermuteScalar", "Hashing", "Hashing.Keccak256Tests", "Hashing.Blake3Tests",
            "Hashing.Sha256Tests", "Hashing.Poseidon2Tests");
        foreach (string kernel in (string[])[
            "KeccakF1600:PermuteScalar", "KeccakF1600:Permute8Avx512", "Blake3Compression:Compress16Avx512",
            "Sha256Compression:Compress16Avx512", "LaneTranspose:ToLanesAvx512", "LaneTranspose:ToDigestsAvx512", "LaneTranspose:ToEightLanesAvx512",
            "Poseidon2Kernels:Permute16Avx512", "Poseidon2Kernels:Permute24Avx512"])
            Assert.Contains(calls.Keys, n => n.EndsWith(kernel, StringComparison.Ordinal));
    }

    /// <summary>Checks the listed methods whose name contains a word.</summary>
    private static IReadOnlyDictionary<string, string[]> AssertNoCalls(string methods, string word, params string[] classes)
    {
        Assert.SkipUnless(Avx512F.IsSupported, "The processor has no AVX-512: the kernels are not compiled.");
        string[] full = [.. classes.Select(name => "Supercomputer.Cryptography.Tests." + name)];
        IReadOnlyDictionary<string, string[]> calls = Disassembly.CallsOf(methods, full);
        Assert.SkipWhen(calls.Count == 0, "The runtime printed no disassembly.");
        foreach ((string name, string[] found) in calls)
        {
            if (name.Contains(word, StringComparison.Ordinal))
                Assert.True(found.Length == 0, $"{name} calls: {string.Join("; ", found)}");
        }

        return calls;
    }
}
