using Xunit;

namespace Supercomputer.Cli.Tests;

/// <summary>A small program with its key and a proof of one run, made once and shared.</summary>
internal static class ProvedProgram
{
    internal const string Text = """
        (module
          (import "wsc" "input_word" (func $word (param i32 i32) (result i32)))
          (import "wsc" "output" (func $output (param i32 i32)))
          (memory 1)
          (func (export "main")
            (i32.store (i32.const 8) (i32.mul (call $word (i32.const 0) (i32.const 0)) (call $word (i32.const 1) (i32.const 0))))
            (call $output (i32.const 8) (i32.const 4))))
        """;

    private static readonly Lazy<(byte[] Proof, byte[] Key)> s_made = new(Make);

    internal static byte[] Public { get; } = [7, 0, 0, 0];

    internal static byte[] Disclosed { get; } = [6, 0, 0, 0];

    internal static byte[] Output { get; } = [42, 0, 0, 0];

    internal static byte[] Proof => [.. s_made.Value.Proof];

    internal static byte[] Key => [.. s_made.Value.Key];

    /// <summary>The command that verifies a proof with a key, both as bytes.</summary>
    internal static string[] Verify(Wsc wsc, byte[] proof, byte[]? key = null) =>
        ["verify", wsc.Write("proof", proof), "--key", wsc.Write("key", key ?? Key), "--public", wsc.Write("p", Public), "--disclosed", wsc.Write("s", Disclosed)];

    private static (byte[] Proof, byte[] Key) Make()
    {
        using Wsc wsc = new();
        string program = wsc.Write("product.wat", Text), proof = wsc.NewPath("proof"), key = wsc.NewPath("key");
        WscResult proved = Wsc.Run(
            "prove", program, "--public", wsc.Write("p", Public), "--disclosed", wsc.Write("s", Disclosed), "--out", proof);
        Assert.True(proved.Code == 0, proved.Error);
        Assert.Equal(0, Wsc.Run("key", program, "--out", key).Code);
        return (File.ReadAllBytes(proof), File.ReadAllBytes(key));
    }
}
