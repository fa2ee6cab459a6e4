using System.Reflection;
using Supercomputer.Guests.Tests.Programs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Guests.Tests;

/// <summary>What a build gives: bytes or reasons.</summary>
public sealed class BuildTests(ITestOutputHelper log)
{
    private const int HelloBytes = 2048;

    public static TheoryData<string> RefusedMethods() => [.. typeof(Refused)
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(RefusedMethods))]
    public void What_is_outside_the_subset_is_refused_with_method_and_line(string name)
    {
        GuestBuild build = GuestCompiler.CompileAll(GuestInstance.ThisAssembly, [($"Refused.{name}", "run")]);
        Assert.Null(build.Module);
        GuestDiagnostic diagnostic = Assert.Single(build.Diagnostics, d => d.Method.EndsWith($"Refused.{name}", StringComparison.Ordinal));
        string[] source = File.ReadAllLines(Path.Combine(Repository.Root, "tests/Supercomputer.Guests.Tests/Programs/Refused.cs"));
        int line = 1 + Array.FindIndex(source, text => text.EndsWith($"// here: {name}", StringComparison.Ordinal));
        log.WriteLine(diagnostic.ToString());
        Assert.Equal("Refused.cs", Path.GetFileName(diagnostic.File));
        Assert.InRange(diagnostic.Line, line - 1, line + 1);
        Assert.NotEmpty(diagnostic.Message);
    }

    [Fact]
    public void A_small_guest_takes_less_than_two_kibibytes()
    {
        GuestBuild build = GuestCompiler.Compile(GuestInstance.ThisAssembly, "Hello.Count");
        Assert.True(build.Module is not null, string.Join(Environment.NewLine, build.Diagnostics));
        log.WriteLine($"{build.Module.Length} bytes");
        Assert.True(build.Module.Length < HelloBytes, $"{build.Module.Length} bytes, fewer than {HelloBytes} expected");
    }

    [Fact]
    public void The_same_assembly_gives_the_same_bytes()
    {
        string[] methods = ["Structures.Spans", "Structures.Statics", "Loops.Triangle", "Loops.Tables", "Hello.Count"];
        foreach (string method in methods)
        {
            byte[]?[] modules = [.. Enumerable.Range(0, 2).Select(_ => GuestCompiler.CompileAll(GuestInstance.ThisAssembly, [(method, "run")]).Module)];
            Assert.NotNull(modules[0]);
            Assert.Equal(modules[0], modules[1]);
        }
    }
}
