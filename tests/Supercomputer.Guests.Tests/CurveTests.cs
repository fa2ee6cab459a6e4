using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Curves.Secp256k1;
using Supercomputer.Guests.Curves;
using Supercomputer.Guests.Tests.Programs;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Guests.Tests;

/// <summary>Points over Fp2, decompression and the tower: natively against the library, numbers and published points; in the machine as natively; and proved.</summary>
public sealed class CurveTests
{
    private static readonly Dictionary<string, CurveCase> s_cases = CurveCase.All().ToDictionary(known => known.Name);

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_guest_computes_natively_and_in_the_machine_what_numbers_say(string name)
    {
        CurveCase known = s_cases[name];
        Assert.Equal(known.Output, GuestRun.Execute(known.Guest, @private: known.Input).Output);
        ExecutionResult result = Executor.Run(Program(name), ProgramInputs.Empty with { Private = known.Input });
        Assert.Equal(Outcome.Returned, result.Outcome);
        Assert.Equal(known.Output, result.Output);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_call_is_proved(string name)
    {
        CurveCase known = s_cases[name];
        VerifyingKey key = VerifyingKey.Create(Program(name));
        ProgramInputs inputs = ProgramInputs.Empty with { Private = known.Calls[0].In };
        Assert.True(MachineProver.Prove(key, inputs, new()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        Assert.True(MachineVerifier.Verify(key, default, default, report.Proof).TryGet(out Statement? statement, out error), error?.ToString());
        Assert.Equal(known.Calls[0].Out, statement.Output.ToArray());
    }

    [Theory]
    [InlineData(nameof(CurveCalls.AddBlsBySlope))]
    [InlineData(nameof(CurveCalls.AddBnBySlope))]
    [InlineData(nameof(CurveCalls.DecompressBlsByRoot))]
    [InlineData(nameof(CurveCalls.DecompressBnByRoot))]
    [InlineData(nameof(CurveCalls.DecompressSecpByRoot))]
    public void A_wrong_hint_ends_the_run(string name)
    {
        CurveCase known = s_cases[name];
        byte[] input = [.. known.Calls[0].In];
        LoweredProgram program = Program(name);
        int hint = name.StartsWith("Add", StringComparison.Ordinal) ? input.Length / 5 * 4 : input.Length - (name.Contains("Bls", StringComparison.Ordinal) ? 48 : 32);
        for (int at = hint; at < input.Length; at += 5)
        {
            input[at] ^= 1;
            Assert.Throws<GuestTrapException>(() => GuestRun.Execute(known.Guest, @private: input));
            Assert.NotEqual(Outcome.Returned, Executor.Run(program, ProgramInputs.Empty with { Private = input }).Outcome);
            input[at] ^= 1;
        }
    }

    [Fact]
    public void The_constants_are_the_curves()
    {
        Check<Bls12381>(CurveReference.Bls12381, 4);
        Check<Bn254>(CurveReference.Bn254, 3);
        Check<Secp256k1>(CurveReference.Secp256k1, 7);
        Assert.Equal([.. CurveReference.Words(CurveReference.Bls12381 - 1, 6), .. new ulong[6]], Bls12381.MinusOne.ToArray());
        Assert.Equal([.. CurveReference.Words(CurveReference.Bn254 - 1, 4), .. new ulong[4]], Bn254.MinusOne.ToArray());
        Assert.Equal([1UL, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0], Bls12381.Xi.ToArray());
        Assert.Equal([9UL, 0, 0, 0, 1, 0, 0, 0], Bn254.Xi.ToArray());
    }

    private static void Check<TCurve>(BigInteger p, ulong b)
        where TCurve : struct, IGuestCurve
    {
        Assert.Equal(CurveReference.Words(p, TCurve.Words), TCurve.Modulus.ToArray());
        Assert.Equal(CurveReference.Words((p - 1) / 2, TCurve.Words), TCurve.Half.ToArray());
        Assert.Equal(CurveReference.Words((p + 1) / 4, TCurve.Words), TCurve.RootExponent.ToArray());
        Assert.Equal(CurveReference.Words(b, TCurve.Words), TCurve.B.ToArray());
    }

    /// <summary>i G for all i of the published list: sums with the generator, and doubles.</summary>
    [Fact]
    public void Published_points_of_the_twist_are_sums_of_one_another()
    {
        ulong[][] points = [.. BlsPoints("G2_Uncompressed").Select(hex => CurveReference.TwistPoint(Convert.FromHexString(hex)))];
        ulong[] sum = new ulong[24];
        for (int i = 0; i + 1 < points.Length; i++)
        {
            TwistPoints.Add<Bls12381>(points[i], points[1], sum);
            Assert.Equal(points[i + 1], sum);
            if (2 * i >= points.Length) continue;
            TwistPoints.Add<Bls12381>(points[i], points[i], sum);
            Assert.Equal(points[2 * i], sum);
        }
    }

    [Fact]
    public void Published_compressed_points_are_read()
    {
        string[] compressed = BlsPoints("G1_Compressed"), whole = BlsPoints("G1_Uncompressed");
        ulong[] root = new ulong[6], point = new ulong[12];
        for (int i = 0; i < compressed.Length; i++)
        {
            byte[] bytes = Convert.FromHexString(compressed[i]);
            CompressedPoints.Root<Bls12381>(bytes, root);
            Assert.True(CompressedPoints.Decompress<Bls12381>(bytes, root, point));
            Assert.Equal(i == 0 ? new ulong[12] : CurveReference.Point(Convert.FromHexString(whole[i])), point);
        }
    }

    [Fact]
    public void Published_points_of_secp256k1_are_read_or_refused()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Vectors.Path("curves", "secp256k1", "points.json")));
        int read = 0, refused = 0;
        ulong[] root = new ulong[4], point = new ulong[8];
        foreach (JsonElement vector in file.RootElement.GetProperty("valid").GetProperty("isPoint").EnumerateArray())
        {
            byte[] bytes = Convert.FromHexString(vector.GetProperty("P").GetString()!);
            if (bytes.Length != 33) continue;
            CompressedPoints.Root<Secp256k1>(bytes, root);
            bool isPoint = CompressedPoints.Decompress<Secp256k1>(bytes, root, point);
            Assert.Equal(vector.GetProperty("expected").GetBoolean(), isPoint);
            if (isPoint) read++;
            else refused++;
            if (!isPoint || !EcdsaSecp256k1.TryReadPoint(bytes, out var native)) continue;
            byte[] whole = new byte[64];
            native.X.Encode(whole);
            native.Y.Encode(whole.AsSpan(32));
            Assert.Equal(CurveReference.Point(whole), point);
        }

        Assert.True(read > 20 && refused > 5, $"{read} read, {refused} refused");
    }

    /// <summary>The group's order times the generator is infinity: some 380 sums and doubles that depend on one another.</summary>
    [Fact]
    public void The_generator_of_the_twist_of_BN254_has_the_order_of_the_group()
    {
        ulong[] generator = CurveReference.Bn254Generator(), multiple = new ulong[16];
        BigInteger order = BigInteger.Parse("21888242871839275222246405745257275088548364400416034343698204186575808495617") - 1;
        for (int bit = 253; bit >= 0; bit--)
        {
            TwistPoints.Add<Bn254>(multiple, multiple, multiple);
            if (!(order >> bit).IsEven) TwistPoints.Add<Bn254>(multiple, generator, multiple);
        }

        Assert.Equal(generator[..8], multiple[..8]);
        TwistPoints.Add<Bn254>(multiple, generator, multiple);
        Assert.Equal(new ulong[16], multiple);
    }

    [Fact]
    public void A_product_in_the_tower_is_the_library_s()
    {
        Random random = new(5);
        for (int run = 0; run < 20; run++)
        {
            ulong[] left = CurveReference.Element(random, CurveReference.Bls12381, 6, 12), right = CurveReference.Element(random, CurveReference.Bls12381, 6, 12);
            ulong[] result = new ulong[72];
            Tower.MultiplyFp12<Bls12381>(left, right, result);
            Assert.True(Fp12.AreEqual(Native(result), Fp12.Multiply(Native(left), Native(right))));
            Tower.MultiplyFp6<Bls12381>(left, right, result);
            Assert.True(Fp6.AreEqual(NativeFp6(result, 1, 0), Fp6.Multiply(NativeFp6(left, 1, 0), NativeFp6(right, 1, 0))));
        }
    }

    private static Fp12 Native(ulong[] element) => new(NativeFp6(element, 2, 0), NativeFp6(element, 2, 1));

    private static Fp6 NativeFp6(ulong[] element, int step, int from) =>
        new(NativeFp2(element, from), NativeFp2(element, from + step), NativeFp2(element, from + (2 * step)));

    private static Fp2 NativeFp2(ulong[] element, int index)
    {
        Fp[] parts = new Fp[2];
        for (int part = 0; part < 2; part++)
        {
            byte[] bytes = MemoryMarshal.AsBytes(element.AsSpan(12 * index + 6 * part, 6)).ToArray();
            Array.Reverse(bytes);
            Assert.True(Fp.TryDecode(bytes, out parts[part]));
        }

        return new(parts[0], parts[1]);
    }

    private static LoweredProgram Program(string name)
    {
        GuestBuild build = GuestCompiler.CompileAll(GuestInstance.ThisAssembly, [($"Programs.CurveCalls.{name}", "main")]);
        Assert.True(build.Module is not null, string.Join(Environment.NewLine, build.Diagnostics));
        LoweringResult lowered = Lowerer.LowerBytes(build.Module);
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        return lowered.Program!;
    }

    private static string[] BlsPoints(string list)
    {
        using JsonDocument points = JsonDocument.Parse(XzFiles.Read(Vectors.Path("curves", "bls12-381", "points.json.xz")));
        return [.. points.RootElement.GetProperty(list).EnumerateArray().Select(point => point.GetString()!)];
    }
}
