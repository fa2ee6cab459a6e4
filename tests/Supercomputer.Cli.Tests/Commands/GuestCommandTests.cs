using System.Diagnostics;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary>Guests in C# on the command line: the template, its build, and what is refused.</summary>
public sealed class GuestCommandTests : IDisposable
{
    private readonly Wsc wsc = new();

    public void Dispose() => wsc.Dispose();

    [Fact]
    public void The_template_builds_to_the_same_small_module_twice_and_runs_proves_and_verifies()
    {
        string folder = wsc.NewPath("guest"), first = wsc.NewPath("first.wasm"), second = wsc.NewPath("second.wasm"), proof = wsc.NewPath("proof");
        Assert.Equal(0, Wsc.Run("guest", "new", folder).Code);
        Wsc.Refused(1, ["guest", "new", folder], "not empty");
        string project = Path.Combine(folder, "Guest", "Guest.csproj");
        foreach (string module in new[] { first, second })
        {
            WscResult built = Wsc.Run("guest", "build", project, "--out", module);
            Assert.True(built.Code == 0, built.Output + built.Error);
        }

        byte[] bytes = File.ReadAllBytes(first);
        Assert.InRange(bytes.Length, 8, 2047);
        Assert.Equal(bytes, File.ReadAllBytes(second));

        // The template counts the zero bytes of the public input.
        string input = wsc.Write("public", [0, 1, 0, 2, 0]);
        Assert.Equal("03000000", Wsc.Run("run", first, "--public", input, "--json").Json().GetProperty("output").GetString());
        Assert.Equal(0, Wsc.Run("prove", first, "--public", input, "--out", proof).Code);
        Assert.Equal(0, Wsc.Run("verify", proof, "--program", first, "--public", input).Code);
    }

    [Fact]
    public void The_templates_test_runs_natively()
    {
        string folder = wsc.NewPath("guest");
        Assert.Equal(0, Wsc.Run("guest", "new", folder).Code);
        ProcessStartInfo start = new("dotnet", ["test", "--project", "Guest.Tests"]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && output.Contains("succeeded: 1", StringComparison.Ordinal), output);
    }

    [Fact]
    public void A_project_that_is_not_there_or_does_not_build_is_refused_with_the_reason()
    {
        string module = wsc.NewPath("x.wasm");
        Wsc.Refused(1, ["guest", "build", "nowhere.csproj", "--out", module], "no such file");
        string folder = wsc.NewPath("broken");
        Directory.CreateDirectory(folder);
        string project = Path.Combine(folder, "Broken.csproj");
        File.WriteAllText(project, "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "class Program { static void Main() => missing(); }");
        Wsc.Refused(1, ["guest", "build", project, "--out", module], "does not build", "missing");
    }
}
