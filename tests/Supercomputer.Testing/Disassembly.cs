using System.Diagnostics;

namespace Supercomputer.Testing;

/// <summary>Looks at the machine code of hot loops: a call in one means that the JIT gave up inlining, which costs a factor of three.</summary>
public static class Disassembly
{
    /// <summary>The call instructions in each method whose listing the JIT printed, by the method's name; empty where it prints none.</summary>
    /// <param name="methods">Which methods, as <c>DOTNET_JitDisasm</c> takes them.</param>
    /// <param name="classes">Test classes of the running program that use the methods: they run once more in a child process.</param>
    public static IReadOnlyDictionary<string, string[]> CallsOf(string methods, params string[] classes)
    {
        Dictionary<string, string[]> calls = [];
        foreach (string method in List(methods, classes).Split("; Assembly listing for method ", StringSplitOptions.RemoveEmptyEntries))
        {
            string name = method[..Math.Max(0, method.IndexOf('(', StringComparison.Ordinal))];
            calls[name] = [.. method.Split('\n').Where(line => line.TrimStart().StartsWith("call", StringComparison.Ordinal))];
        }

        return calls;
    }

    private static string List(string methods, string[] classes)
    {
        string output = Path.Combine(Path.GetTempPath(), $"kernels-{Guid.NewGuid():N}.txt");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
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
            if (!process.WaitForExit(60_000)) process.Kill();
            return File.Exists(output) ? File.ReadAllText(output) : string.Empty;
        }
        finally
        {
            File.Delete(output);
        }
    }
}
