using Xunit;

namespace Supercomputer.Testing;

/// <summary>The templates of create-cle, built from npm; a test that needs them is skipped where they cannot be.</summary>
public static class CleTemplates
{
    private static readonly Lazy<(int Code, string Output)> s_build = new(() => Script.Run("eng/build-cle-templates.sh"));

    private static readonly Dictionary<string, string> s_results = new(StringComparer.Ordinal)
    {
        ["hello"] = "48656c6c6f20434c4521",
        ["event"] = "a60ecf32309539dd84f27a9563754dca818b815e",
        ["multiaddr"] = "04",
        ["storage"] = "684ee19800000000000000000000000000000000000000001234567890abcdef",
        ["uniswapprice"] = "00000000000000000000000000000000000000000000000000000000001cfde0", // 1,900 with three decimals
    };

    /// <summary>The block of a local chain that has what the templates ask for.</summary>
    public static string Block { get; } = Path.Combine(Repository.Root, "eng", "cle-templates", "block.json");

    /// <summary>A template's result over that block.</summary>
    public static byte[] Result(string template) => Convert.FromHexString(s_results[template]);

    /// <summary>A template's manifest.</summary>
    public static string Manifest(string template) => Built(template + ".yaml");

    /// <summary>A template's program, of cle-lib's unsafe mode or of its safe mode.</summary>
    public static string Program(string template, bool isSafe = false) => Built(isSafe ? $"safe/{template}.wasm" : $"{template}.wasm");

    private static string Built(string file)
    {
        (int code, string output) = s_build.Value;
        Assert.SkipWhen(code == 3, output.Trim());
        Assert.True(code == 0, output);
        return Path.Combine(Repository.Root, "artifacts", "cle-templates", file);
    }
}
