using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary>The samples from the command line: prove, then verify as somebody who has program, streams and proof.</summary>
public sealed class ProofTests(ITestOutputHelper log) : IDisposable
{
    private readonly Wsc wsc = new();

    public void Dispose() => wsc.Dispose();

    [Fact]
    public void Fibonacci_is_proved_and_verified()
    {
        (uint current, uint next) = (0, 1);
        for (int i = 0; i < 1000; i++) (current, next) = (next, current + next);
        AssertProved(Wsc.Sample("fibonacci", "fibonacci.wat"), BitConverter.GetBytes(current), "--public", wsc.Write("n", BitConverter.GetBytes(1000)));
    }

    [Fact]
    public void The_digest_of_a_file_is_proved_and_verified()
    {
        byte[] file = [.. Enumerable.Range(0, 300).Select(i => (byte)(5 * i + 1))];
        AssertProved(Wsc.Sample("sha256", "sha256.wasm"), SHA256.HashData(file), "--disclosed", wsc.Write("file", file));
    }

    [Fact]
    public void The_transfers_of_a_block_are_proved_and_verified_with_the_streams_from_the_block()
    {
        string block = Wsc.Sample("demo", "block.json"), graph = Wsc.Sample("demo", "zkgraph.yaml");
        string program = Wsc.Sample("token-transfers", "token-transfers.wasm");
        string output = Wsc.Run("run", program, "--block", block, "--graph", graph, "--json").Json().GetProperty("output").GetString()!;
        string proof = AssertProved(program, Convert.FromHexString(output), "--block", block, "--graph", graph);

        // The same streams from files that `wsc block` wrote.
        string folder = wsc.NewPath("streams");
        Assert.Equal(0, Wsc.Run("block", block, "--graph", graph, "--out", folder).Code);
        string p = Path.Combine(folder, "public.bin"), disclosed = Path.Combine(folder, "disclosed.bin");
        Assert.Equal(0, Wsc.Run("verify", proof, "--program", program, "--public", p, "--disclosed", disclosed).Code);
        byte[] other = File.ReadAllBytes(disclosed);
        other[other.Length / 2] ^= 1;
        Wsc.Refused(1, ["verify", proof, "--program", program, "--public", p, "--disclosed", wsc.Write("other", other)], "expected", "actual");
    }

    [Theory]
    [InlineData("22431084", "samples/token-transfers/zkgraph.yaml", 29)]
    [InlineData("17062257", "tests/Supercomputer.Cli.Tests/Manifests/weth-transfers.yaml", 40)]
    public void The_transfers_of_a_mainnet_block_are_proved_and_verified(string number, string manifest, uint count)
    {
        // Number and hash of the block stand first; that the digest of the logs is right, the tests of the streams say.
        string block = Vectors.Path("ethereum", "blocks", number + ".yaml"), graph = Path.Combine(Repository.Root, manifest);
        string program = Wsc.Sample("token-transfers", "token-transfers.wasm");
        byte[] output = Convert.FromHexString(Wsc.Run("run", program, "--block", block, "--graph", graph, "--json").Json().GetProperty("output").GetString()!);
        Assert.Equal(ulong.Parse(number, CultureInfo.InvariantCulture), BitConverter.ToUInt64(output));
        Assert.Equal(count, BitConverter.ToUInt32(output, 40));
        string proof = AssertProved(program, output, "--block", block, "--graph", graph);
        output[40]++;
        Wsc.Refused(
            1, ["verify", proof, "--program", program, "--block", block, "--graph", graph, "--outputs", wsc.Write("o", output)],
            "outputs", "expected", "actual");
    }

    [Fact]
    public void A_slot_of_a_mainnet_account_is_proved_and_verified()
    {
        string block = Vectors.Path("ethereum", "rpc-mainnet"), graph = Wsc.Sample("account-proof", "zkgraph.yaml");
        string program = Wsc.Sample("account-proof", "account-proof.wasm");
        byte[] output = Convert.FromHexString(Wsc.Run("run", program, "--block", block, "--graph", graph, "--json").Json().GetProperty("output").GetString()!);
        Assert.Equal("2394e3bc4086a9625ae88307145a40ff4a4bf2c9a6755435bff86b22d6175d5f", Convert.ToHexStringLower(output[^32..]));
        AssertProved(program, output, "--block", block, "--graph", graph);
    }

    [Fact]
    public void Traps_and_spent_fuel_are_proved_and_verified_as_what_they_are()
    {
        AssertProved(wsc.Write("trap.wat", "(module (func (export \"main\") (drop (i32.div_u (i32.const 1) (i32.const 0)))))"), [], []);
        string loop = wsc.Write("loop.wat", "(module (func (export \"main\") (loop $again (br $again))))");
        string proof = wsc.NewPath("proof");
        Assert.Equal(0, Wsc.Run("prove", loop, "--fuel", "1000", "--out", proof).Code);
        WscResult verified = Wsc.Run("verify", proof, "--program", loop, "--fuel", "1000");
        Assert.Equal(0, verified.Code);
        Assert.Contains("out of fuel", verified.Output, StringComparison.Ordinal);
    }

    private string AssertProved(string program, byte[] output, params string[] streams)
    {
        string proof = wsc.NewPath("proof"), key = wsc.NewPath("key"), outputs = wsc.Write("outputs", output);
        WscResult proved = Wsc.Run(["prove", program, .. streams, "--out", proof, "--json"]);
        Assert.True(proved.Code == 0, proved.Error);
        JsonElement json = proved.Json();
        log.WriteLine($"{Path.GetFileName(program)}: {json.GetProperty("instructions")} instructions, {json.GetProperty("rows")} rows, {json.GetProperty("proof_bytes")} bytes, outcome {json.GetProperty("outcome")}");
        Assert.InRange(json.GetProperty("proof_bytes").GetInt32(), 1, 300 << 10);
        Assert.True(json.GetProperty("security_bits").GetDouble() >= 128);
        Assert.Equal(0, Wsc.Run("key", program, "--out", key).Code);
        foreach (string[] named in (string[][])[["--program", program], ["--key", key]])
        {
            WscResult verified = Wsc.Run(["verify", proof, .. named, .. streams, "--outputs", outputs]);
            Assert.True(verified.Code == 0, verified.Error);
            Assert.StartsWith("accepted", verified.Output, StringComparison.Ordinal);
        }

        return proof;
    }
}
