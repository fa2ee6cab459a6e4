using Supercomputer.Testing;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Wasm.Tests.Text;

/// <summary>The text reader over the scripts of the specification suite, before anything is decoded or run.</summary>
public sealed class WatSuiteTests
{
    [Fact]
    public void Every_script_is_read_and_holds_the_known_number_of_assertions()
    {
        int scripts = 0, simd = 0, other = 0;
        foreach (string file in Files())
        {
            WastScript script = WastReader.Read(File.ReadAllBytes(file));
            Assert.True(script.Error is null, $"{file}: {script.Error}");
            int assertions = script.Commands.Count(command => command is WastAssertion);
            if (IsSimd(file)) simd += assertions;
            else other += assertions;
            scripts++;
        }
        Assert.Equal((145, 25506, 26583), (scripts, simd, other));
    }

    [Fact]
    public void Every_text_module_compiles_and_every_quoted_malformed_one_is_refused_with_the_suites_words()
    {
        int compiled = 0, refused = 0;
        foreach (string file in Files())
            foreach (WastCommand command in WastReader.Read(File.ReadAllBytes(file)).Commands)
            {
                (WastModule? module, bool malformed, string message) = command switch
                {
                    WastDefinition definition => (definition.Module, false, ""),
                    WastAssertion { Module: { } asserted } assertion =>
                        (asserted, assertion.Kind == WastAssertionKind.Malformed, assertion.Message),
                    _ => (null, false, ""),
                };
                if (module is null or { Form: WastModuleForm.Binary }) continue;
                WatResult result = module.Compile();
                string where = $"{Path.GetFileName(file)}:{command.Line}: {result.Error}";
                Assert.True(result.Succeeded != malformed, where);
                if (malformed) Assert.StartsWith(message, result.Error!.Which);
                _ = malformed ? refused++ : compiled++;
            }
        Assert.Equal((3728, 1056), (compiled, refused));
    }

    private static bool IsSimd(string file) => Path.GetFileName(file).StartsWith("simd_", StringComparison.Ordinal);

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Vectors.Path("wasm-spec"), "*.wast").Order(StringComparer.Ordinal);
}
