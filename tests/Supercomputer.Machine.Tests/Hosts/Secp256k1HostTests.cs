using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Secp256k1;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Tests.Chips;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Hosts;

/// <summary>Recovery of keys in the machine: equal to the native one, and to Ethereum's precompile at its edges.</summary>
public sealed class Secp256k1HostTests(ITestOutputHelper output)
{
    private static readonly BigInteger s_order = BigInteger.Parse("115792089237316195423570985008687907852837564279074904382605163141518161494337");
    private static readonly BigInteger s_generatorX = BigInteger.Parse("55066263022277343669578718895168534326250603453777594175500187360389116729240");
    private static readonly BigInteger s_generatorY = BigInteger.Parse("32670510020758816978083085130507043184471273380659243275938904335757337482424");

    private static readonly Lazy<LoweredProgram> s_program = new(() => ModuleText.Lower("""
        (module
          (import "wsc" "input_size" (func $size (param i32) (result i32)))
          (import "wsc" "input_read" (func $read (param i32 i32 i32 i32)))
          (import "wsc" "output" (func $output (param i32 i32)))
          (import "wsc" "secp256k1_recover" (func $recover (param i32 i32 i32) (result i32)))
          (memory 1)
          (func (export "main") (local $at i32)
            (loop $again
              (call $read (i32.const 2) (local.get $at) (i32.const 0) (i32.const 97))
              (i32.store8 (i32.const 192) (call $recover (i32.const 0) (i32.const 32) (i32.const 128)))
              (call $output (i32.const 128) (i32.const 65))
              (local.set $at (i32.add (local.get $at) (i32.const 97)))
              (br_if $again (i32.lt_u (local.get $at) (call $size (i32.const 2)))))))
        """));

    /// <summary>Digest, r, s and v.</summary>
    private static byte[] Input(BigInteger digest, BigInteger r, BigInteger s, int v) =>
        [.. Bytes(digest), .. Bytes(r), .. Bytes(s), (byte)v];

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = new byte[32];
        byte[] digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, 32 - digits.Length);
        return bytes;
    }

    /// <summary>What the machine must say: the key and 1, or zeros.</summary>
    internal static byte[] Expected(byte[] input)
    {
        byte[] result = new byte[65];
        ReadOnlySpan<byte> bytes = input;
        if (input[96] is 27 or 28 && EcdsaSecp256k1.TryRecover(bytes[..32], bytes[32..64], bytes[64..96], input[96] - 27, result.AsSpan(0, 64))) result[64] = 1;
        else Array.Clear(result);
        return result;
    }

    /// <summary>Calls at the edges: of ranges, and with points that are the generator's multiples, so that sums meet equal and opposite ones.</summary>
    private static IEnumerable<byte[]> Edges()
    {
        BigInteger n = s_order, top = (BigInteger.One << 256) - 1;
        foreach (BigInteger r in new[] { 0, 1, 2, 3, 5, n - 1, n, n + 1, top, s_generatorX })
            foreach (int v in new[] { 27, 28 })
                yield return Input(12345, r, 99, v);
        foreach (BigInteger s in new[] { 0, 1, n - 1, n, top, n / 2 }) yield return Input(7, s_generatorX, s, 27);
        foreach (BigInteger digest in new[] { 0, 1, n - 1, n, n + 5, top }) yield return Input(digest, s_generatorX, 3, 28);
        foreach (int v in new[] { 0, 1, 26, 29, 255 }) yield return Input(7, s_generatorX, 3, v);
        // With the point G: (s - z) / r G, which is infinity for s = z; with -G for s = -z.
        foreach (int v in new[] { 27, 28 })
            foreach (BigInteger z in new[] { 1, 2, 15, 16, 17, 12345, n - 1, s_generatorX * 16 % n, s_generatorX, n - s_generatorX })
                foreach (BigInteger s in new[] { z, n - z, 2 * z % n, s_generatorX, n - s_generatorX }) yield return Input(z, s_generatorX, s, v);
    }

    internal static byte[] Random(Random random)
    {
        byte[] input = new byte[97];
        random.NextBytes(input);
        input[96] = (byte)(27 + random.Next(2));
        return input;
    }

    [Fact]
    public void Keys_equal_the_native_ones_at_the_edges_and_at_random()
    {
        Random random = new(5);
        byte[][] inputs = [.. Edges(), .. Enumerable.Range(0, 60).Select(_ => Random(random))];
        byte[] all = [.. inputs.SelectMany(input => input)];
        ExecutionResult result = Executor.Run(s_program.Value, ProgramInputs.Empty with { Private = all });
        Assert.Equal(Outcome.Returned, result.Outcome);
        byte[][] keys = [.. result.Output.Chunk(65)];
        int found = 0;
        for (int call = 0; call < inputs.Length; call++)
        {
            Assert.True(Expected(inputs[call]).AsSpan().SequenceEqual(keys[call]), $"call {call}: {Convert.ToHexString(inputs[call])}");
            found += keys[call][64];
        }

        output.WriteLine($"{inputs.Length} calls, {found} keys");
        Assert.InRange(found, 100, inputs.Length - 50);
        Assert.Contains(keys, key => key[64] == 0);
    }

    /// <summary>noble-curves' deterministic signatures: one v gives the signer's key, and both give what the native implementation does.</summary>
    [Fact]
    public void Keys_of_published_signatures_are_recovered()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Vectors.Path("curves", "secp256k1", "ecdsa.json")));
        static byte[] Hex(JsonElement test, string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);
        JsonElement[] tests = [.. file.RootElement.GetProperty("valid").EnumerateArray().Where((_, index) => CampaignReport.IsLong || index % 40 == 0)];
        byte[][] inputs = [.. tests.SelectMany(test => new[] { 27, 28 }, (test, v) => (byte[])[.. Hex(test, "m"), .. Hex(test, "signature"), (byte)v])];
        byte[] all = [.. inputs.SelectMany(input => input)];
        byte[][] keys = [.. Executor.Run(s_program.Value, ProgramInputs.Empty with { Private = all }).Output.Chunk(65)];
        Assert.Equal(inputs.Length, keys.Length);
        for (int index = 0; index < tests.Length; index++)
        {
            byte[] signer = PublicKey(Hex(tests[index], "d"));
            Assert.Equal(1, keys.Skip(2 * index).Take(2).Count(key => key.AsSpan(0, 64).SequenceEqual(signer)));
        }

        for (int call = 0; call < inputs.Length; call++) Assert.Equal(Expected(inputs[call]), keys[call]);
        output.WriteLine($"{tests.Length} published signatures, {inputs.Length} calls, 0 differ");
    }

    private static byte[] PublicKey(byte[] secret)
    {
        Assert.True(Field256<OrderModulus>.TryDecode(secret, out Field256<OrderModulus> factor));
        byte[] key = new byte[65];
        EcdsaSecp256k1.WritePoint(EcdsaSecp256k1.Combine(factor, default, default), key);
        return key[1..];
    }

    /// <summary>Wycheproof's signatures, valid or not: both v give what the native implementation does.</summary>
    [Fact]
    public void Keys_of_Wycheproof_signatures_equal_the_native_ones()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Vectors.Path("curves", "wycheproof", "ecdsa_secp256k1_sha256_test.json")));
        List<byte[]> inputs = [];
        int index = 0;
        foreach (JsonElement test in file.RootElement.GetProperty("testGroups").EnumerateArray().SelectMany(group => group.GetProperty("tests").EnumerateArray()))
        {
            if (!CampaignReport.IsLong && index++ % 5 > 0) continue;
            byte[] digest = SHA256.HashData(Convert.FromHexString(test.GetProperty("msg").GetString()!));
            if (!TryReadDer(Convert.FromHexString(test.GetProperty("sig").GetString()!), out byte[] r, out byte[] s)) continue;
            for (int v = 27; v <= 28; v++) inputs.Add([.. digest, .. r, .. s, (byte)v]);
        }

        byte[] all = [.. inputs.SelectMany(input => input)];
        byte[][] keys = [.. Executor.Run(s_program.Value, ProgramInputs.Empty with { Private = all }).Output.Chunk(65)];
        Assert.Equal(inputs.Select(Expected), keys);
        output.WriteLine($"{inputs.Count} calls with Wycheproof's signatures, {keys.Count(key => key[64] == 1)} keys, 0 differ");
        Assert.True(inputs.Count > 100);
    }

    private static bool TryReadDer(byte[] bytes, out byte[] r, out byte[] s)
    {
        (r, s) = ([], []);
        try
        {
            AsnReader sequence = new AsnReader(bytes, AsnEncodingRules.DER).ReadSequence();
            BigInteger first = sequence.ReadInteger(), second = sequence.ReadInteger();
            if (first.Sign < 0 || second.Sign < 0 || first.GetBitLength() > 256 || second.GetBitLength() > 256) return false;
            (r, s) = (Bytes(first), Bytes(second));
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    [Fact]
    public void A_recovery_satisfies_all_chips_and_its_record()
    {
        byte[][] inputs = [Input(12345, s_generatorX, 99, 27), Input(5, s_generatorX, 5, Bytes(s_generatorY)[31] % 2 == 0 ? 27 : 28), Random(new(4))];
        byte[] all = [.. inputs.SelectMany(input => input)];
        using MachineRun run = new(s_program.Value, ProgramInputs.Empty with { Private = all });
        Assert.Equal([.. inputs.SelectMany(Expected)], run.Result.Output);
        Assert.Equal(0, run.Result.Output[64 + 65]);
        Assert.Empty(run.Failures());
        new RecordChecker(s_program.Value, run.Result.Record!).Check(run.Result);
    }
}
