using System.ComponentModel;
using System.Diagnostics;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>Modules that binaryen makes of random bytes.</summary>
internal static class ModuleSource
{
    private static readonly string[] s_arguments =
    [
        "-ttf", "--mvp-features", "--enable-mutable-globals", "--enable-sign-ext", "--enable-nontrapping-float-to-int", "--enable-bulk-memory",
        "--enable-multivalue", "--enable-simd", "--denan",
    ];

    /// <summary>Why there are none here; null where <c>wasm-opt</c> runs.</summary>
    internal static string? Missing()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("wasm-opt", ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return null;
        }
        catch (Win32Exception)
        {
            return "skipped: wasm-opt (binaryen) is not on PATH";
        }
    }

    internal static byte[] Translate(int seed)
    {
        Random random = new(seed);
        byte[] input = new byte[random.Next(100, random.Next(4) == 0 ? 8000 : 2500)];
        random.NextBytes(input);
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string from = Path.Combine(folder, "input"), to = Path.Combine(folder, "output.wasm");
            File.WriteAllBytes(from, input);
            ProcessStartInfo start = new("wasm-opt", [from, .. s_arguments, "-o", to]) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? File.ReadAllBytes(to) : throw new InvalidOperationException($"wasm-opt, seed {seed}: {errors}");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
