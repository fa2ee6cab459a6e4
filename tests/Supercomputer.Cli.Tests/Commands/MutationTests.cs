using System.Globalization;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary>Every reader behind a command answers mutated files with an exit code and a message, never with an exception.</summary>
public sealed class MutationTests(ITestOutputHelper log) : IDisposable
{
    private readonly Wsc wsc = new();

    public void Dispose() => wsc.Dispose();

    [Fact]
    public void Mutated_programs_in_binary_are_answered()
    {
        byte[] good = File.ReadAllBytes(Wsc.Sample("sort", "sort.wasm"));
        Loop("wasm", good, 1, 400, (_, file) => ["run", file, "--fuel", "20000"], mustRefuse: false);
        Loop("wasm with floats and tables", ManyKinds(), 2, 400, (_, file) => ["key", file], mustRefuse: false);
    }

    [Fact]
    public void Mutated_programs_in_text_are_answered() =>
        Loop("wat", File.ReadAllBytes(Wsc.Sample("fibonacci", "fibonacci.wat")), 3, 400, (_, file) => ["run", file, "--fuel", "20000"], mustRefuse: false);

    [Fact]
    public void Mutated_proofs_are_refused()
    {
        string key = wsc.Write("key", ProvedProgram.Key), p = wsc.Write("p", ProvedProgram.Public), s = wsc.Write("s", ProvedProgram.Disclosed);
        Loop("proof", ProvedProgram.Proof, 4, 300, (_, file) => ["verify", file, "--key", key, "--public", p, "--disclosed", s], mustRefuse: true);
    }

    [Fact]
    public void Mutated_keys_are_refused()
    {
        string proof = wsc.Write("proof", ProvedProgram.Proof), p = wsc.Write("p", ProvedProgram.Public), s = wsc.Write("s", ProvedProgram.Disclosed);
        Loop("key", ProvedProgram.Key, 5, 400, (_, file) => ["verify", proof, "--key", file, "--public", p, "--disclosed", s], mustRefuse: true);
    }

    [Fact]
    public void Mutated_keys_whose_digest_the_proof_names_are_refused()
    {
        // The verifier goes on past the digest and meets whatever the key describes.
        string p = wsc.Write("p", ProvedProgram.Public), s = wsc.Write("s", ProvedProgram.Disclosed);
        Loop("key named by the proof", ProvedProgram.Key, 6, 400, (bytes, file) =>
        {
            byte[] proof = ProvedProgram.Proof;
            Keccak256.Hash(bytes).CopyTo(proof.AsSpan(9));
            return ["verify", wsc.Write("proof", proof), "--key", file, "--public", p, "--disclosed", s];
        }, mustRefuse: true);
    }

    [Fact]
    public void Mutated_blocks_are_answered()
    {
        string graph = Wsc.Sample("demo", "zkgraph.yaml"), block = Wsc.Sample("demo", "block.json");
        Loop("block of JSON-RPC answers", File.ReadAllBytes(block), 7, 200, (_, file) => ["block", file, "--graph", graph], mustRefuse: false, FirstLine(block));
    }

    [Fact]
    public void Mutated_blocks_of_RLP_are_answered()
    {
        // A header changed where nothing else hangs on it is another block, with another hash in the public bytes.
        string block = Vectors.Path("ethereum", "blocks", "14764013.yaml");
        Loop("block of RLP", File.ReadAllBytes(block), 8, 60, (_, file) => ["block", file], mustRefuse: false);
    }

    /// <summary>Number and hash of a block: what a mutated file that names its hash and is still good must show too.</summary>
    private static string FirstLine(string block) => Wsc.Run("block", block).Output.Split('\n')[0];

    [Fact]
    public void Mutated_manifests_are_answered()
    {
        string block = Wsc.Sample("demo", "block.json");
        Loop("manifest", File.ReadAllBytes(Wsc.Sample("demo", "zkgraph.yaml")), 9, 150, (_, file) => ["block", block, "--graph", file], mustRefuse: false);
        Loop("manifest with storage", File.ReadAllBytes(Wsc.Sample("account-proof", "zkgraph.yaml")), 10, 150, (_, file) => ["block", block, "--graph", file], mustRefuse: false);
    }

    private static byte[] ManyKinds()
    {
        // A module with most sections, through the text reader.
        const string text = """
            (module (type $t (func (param i32 i64) (result i64)))
              (import "wsc" "output" (func $output (param i32 i32)))
              (table 4 8 funcref) (memory 1 3) (global $g (mut i64) (i64.const 5))
              (elem (i32.const 0) $f $f) (elem func $f) (data (i32.const 16) "some bytes") (data "passive")
              (func $f (type $t) (i64.mul (local.get 1) (i64.extend_i32_s (local.get 0))))
              (func (export "main") (local i32 i64)
                (block $out (loop $again (br_table $again $out (local.get 0))))
                (drop (call_indirect (type $t) (i32.const 3) (global.get $g) (i32.const 1)))
                (memory.init 1 (i32.const 0) (i32.const 0) (i32.const 4)) (table.init 0 1 (i32.const 2) (i32.const 0) (i32.const 1))
                (drop (memory.grow (i32.const 1))) (call $output (i32.const 0) (i32.const 8))))
            """;
        return Supercomputer.Wasm.Text.WatCompiler.Compile(System.Text.Encoding.UTF8.GetBytes(text)).Bytes!;
    }

    private void Loop(string what, byte[] good, int seed, int trials, Func<byte[], string, string[]> command, bool mustRefuse, string goodStart = "")
    {
        Random random = new(seed);
        int refused = 0, accepted = 0;
        for (int trial = 0; trial < trials; trial++)
        {
            byte[] bytes = Mutate(good, random);
            if (bytes.AsSpan().SequenceEqual(good)) continue;
            string file = wsc.Write("mutated", bytes);
            WscResult result;
            try
            {
                result = Wsc.Run(command(bytes, file));
            }
            catch (Exception error)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what}, seed {seed}, trial {trial}: {error}"));
                return;
            }

            File.Delete(file);
            if (result.Code == 0) accepted++;
            else refused++;
            Assert.InRange(result.Code, 0, 2);
            Assert.True(result.Code != 0 || result.Output.StartsWith(goodStart, StringComparison.Ordinal), $"{what}, seed {seed}, trial {trial}: {result.Output}");
            Assert.False(result.Output.Length == 0 && result.Error.Length == 0);
            Assert.False(mustRefuse && result.Code == 0, $"{what}, seed {seed}, trial {trial}: accepted");
        }

        log.WriteLine($"{what}: {refused + accepted} mutations, {refused} refused, {accepted} still good, 0 exceptions");
    }

    private static byte[] Mutate(byte[] good, Random random)
    {
        List<byte> bytes = [.. good];
        for (int count = random.Next(1, 4); count > 0 && bytes.Count > 8; count--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 4: bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256))); break;
                case 5: for (int i = 0; i < length; i++) bytes[at + i] = 0xff; break;
                case 6: for (int i = 0; i < length; i++) bytes[at + i] = 0; break;
                default: if (random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at); else bytes[at]++; break;
            }
        }

        return [.. bytes];
    }
}
