using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace Supercomputer.Cryptography.Tests.Kernels;

/// <summary>Looks at the machine code of the hot loops: a call in one means that the JIT gave up inlining, which costs a factor of three.</summary>
public sealed class DisassemblyTests
{
    [Fact]
    public void Field_and_transform_kernels_contain_no_call()
    {
        Assert.SkipUnless(Avx512F.IsSupported, "The processor has no AVX-512: the kernels are not compiled.");
        string listing = Disassemble(
            "*KoalaBear6Kernels:* *KoalaBear5Kernels:* *NttKernels:* Supercomputer.Cryptography.Fields.KoalaBearLanes:*",
            ["Supercomputer.Cryptography.Tests.Fields.KoalaBear6LanesTests", "Supercomputer.Cryptography.Tests.Fields.KoalaBear5LanesTests",
                "Supercomputer.Cryptography.Tests.Ntt.NumberTheoreticTransformTests"]);
        string[] methods = listing.Split("; Assembly listing for method ", StringSplitOptions.RemoveEmptyEntries);
        var seen = new List<string>();
        foreach (string method in methods)
        {
            string name = method[..method.IndexOf('(', StringComparison.Ordinal)];
            string[] calls = [.. method.Split('\n').Where(l => l.TrimStart().StartsWith("call", StringComparison.Ordinal))];
            if (name.Contains("Kernels", StringComparison.Ordinal))
            {
                Assert.True(calls.Length == 0, $"{name} calls: {string.Join("; ", calls)}");
                seen.Add(name);
            }
        }

        Assert.SkipWhen(seen.Count == 0, "The runtime printed no disassembly.");
        Assert.Contains(seen, n => n.EndsWith("KoalaBear6Kernels:Fold", StringComparison.Ordinal));
        Assert.Contains(seen, n => n.EndsWith("NttKernels:Forward8", StringComparison.Ordinal));
    }

    /// <summary>Runs this test program once more for the classes that use the kernels, with the JIT printing what it makes of them.</summary>
    private static string Disassemble(string methods, string[] classes)
    {
        string output = Path.Combine(Path.GetTempPath(), $"kernels-{Guid.NewGuid():N}.txt");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(DisassemblyTests).Assembly.Location);
        }

        start.ArgumentList.Add("-noLogo");
        foreach (string name in classes)
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add(name);
        }

        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_JitStdOutFile"] = output;
        start.Environment["DOTNET_JitDisasm"] = methods;
        try
        {
            using Process process = Process.Start(start)!;
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(60_000))
            {
                process.Kill();
            }

            return File.Exists(output) ? File.ReadAllText(output) : string.Empty;
        }
        finally
        {
            File.Delete(output);
        }
    }
}
