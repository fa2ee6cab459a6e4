using Supercomputer.Testing;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Wasm.Tests.SpecSuite;

/// <summary>The official WebAssembly 2.0 suite: every assertion of every script is checked.</summary>
public sealed class SpecSuiteTests(ITestOutputHelper output)
{
    [Fact]
    public void The_specification_suite_passes()
    {
        int passed = 0, assertions = 0;
        List<string> failures = [];
        foreach (string file in Directory.EnumerateFiles(Vectors.Path("wasm-spec"), "*.wast").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            WastScript script = WastReader.Read(File.ReadAllBytes(file));
            if (script.Error is not null) failures.Add($"{name}: {script.Error}");
            int count = script.Commands.Count(command => command is WastAssertion);
            ScriptRunner runner = new(name);
            runner.Run(script.Commands);
            (assertions, passed) = (assertions + count, passed + runner.Passed);
            failures.AddRange(runner.Failures);
        }
        string total = $"wasm spec 2.0: {passed} passed, {assertions - passed} failed";
        foreach (string failure in failures) output.WriteLine(failure);
        output.WriteLine(total);
        Console.Out.WriteLine(total);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(50)));
        Assert.Equal("wasm spec 2.0: 52089 passed, 0 failed", total);
    }
}
