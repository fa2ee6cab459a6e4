using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Supercomputer.Cli.Commands;
using Supercomputer.Guests;
using Supercomputer.Guests.Curves;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Wasm.Text;

namespace Supercomputer.Cli.Benchmarks;

/// <summary>One accelerator, called so often by a program that does little else.</summary>
/// <param name="Name">The host function.</param>
/// <param name="Parameters">How many pointers or lengths it takes.</param>
/// <param name="Arguments">The call's arguments, as text.</param>
/// <param name="Calls">How often the program calls it.</param>
/// <param name="Chips">The names of the chips that are the accelerator's.</param>
internal sealed record AcceleratorBench(string Name, int Parameters, string Arguments, int Calls, string[] Chips)
{
    /// <summary>All accelerators. A hash of 128 bytes is one permutation.</summary>
    public static IReadOnlyList<AcceleratorBench> All { get; } =
    [
        new("keccak256", 3, "(i32.const 0) (i32.const 128) (i32.const 128)", 512, ["Keccak", "KeccakRound"]),
        new("sha256_compress", 2, "(i32.const 0) (i32.const 64)", 2048, ["Sha256", "Sha256Round"]),
        new("multiply_add_256", 5, "(i32.const 0) (i32.const 32) (i32.const 64) (i32.const 160) (i32.const 0)", 8192, ["Modular256"]),
        new("multiply_add_384", 5, "(i32.const 0) (i32.const 48) (i32.const 96) (i32.const 144) (i32.const 0)", 8192, ["Modular384"]),
        new("multiply_add_fp2_256", 5, "(i32.const 0) (i32.const 64) (i32.const 128) (i32.const 96) (i32.const 0)", 4096, ["ModularFp2Of256"]),
        new("multiply_add_fp2_384", 5, "(i32.const 0) (i32.const 96) (i32.const 192) (i32.const 144) (i32.const 0)", 4096, ["ModularFp2Of384"]),
        new("invert_256", 3, "(i32.const 0) (i32.const 160) (i32.const 32)", 8192, ["Inverse256"]),
        new("invert_384", 3, "(i32.const 0) (i32.const 144) (i32.const 48)", 8192, ["Inverse384"]),
        new("curve_add_256", 5, "(i32.const 0) (i32.const 64) (i32.const 160) (i32.const 0) (i32.const 0)", 4096, ["CurveAdd256", "CurveDouble256"]) { Data = [(160, Secp256k1Prime)] },
        new("curve_add_384", 5, "(i32.const 0) (i32.const 96) (i32.const 192) (i32.const 0) (i32.const 0)", 2048, ["CurveAdd384", "CurveDouble384"]) { Data = [(192, Bls12381Prime)] },
        new(
            "secp256k1_recover", 3, "(i32.const 0) (i32.const 32) (i32.const 224)", 16,
            ["CurveAdd256", "CurveDouble256", "Modular256", "Inverse256"]) { Returns = true, Data = [(32, GeneratorX), (96, "1b")] },
        new("poseidon2_16", 2, "(i32.const 320) (i32.const 320)", 8192, ["Poseidon2Of16"]),
        new("poseidon2_24", 2, "(i32.const 320) (i32.const 320)", 8192, ["Poseidon2Of24"]),
        Guest("g2_add BLS12-381", nameof(CurveGuests.AddBls), 256, CurveGuests.Points<Bls12381>()),
        Guest("g2_add BLS12-381, slope given", nameof(CurveGuests.AddBlsBySlope), 256, CurveGuests.Points<Bls12381>()),
        Guest("g2_add BN254", nameof(CurveGuests.AddBn), 256, CurveGuests.Points<Bn254>()),
        Guest("g2_add BN254, slope given", nameof(CurveGuests.AddBnBySlope), 256, CurveGuests.Points<Bn254>()),
        Guest("g1_decompress BLS12-381", nameof(CurveGuests.DecompressBls), 8, CurveGuests.Encoding<Bls12381>(Bls12381G1)),
        Guest("g1_decompress BLS12-381, root given", nameof(CurveGuests.DecompressBlsByRoot), 1024, CurveGuests.Encoding<Bls12381>(Bls12381G1)),
        Guest("g1_decompress BN254", nameof(CurveGuests.DecompressBn), 8, CurveGuests.Encoding<Bn254>(Bn254G1)),
        Guest("g1_decompress BN254, root given", nameof(CurveGuests.DecompressBnByRoot), 1024, CurveGuests.Encoding<Bn254>(Bn254G1)),
        Guest("decompress secp256k1", nameof(CurveGuests.DecompressSecp), 8, CurveGuests.Encoding<Secp256k1>($"02{GeneratorX}")),
        Guest("decompress secp256k1, root given", nameof(CurveGuests.DecompressSecpByRoot), 1024, CurveGuests.Encoding<Secp256k1>($"02{GeneratorX}")),
        Guest("fp6_multiply BLS12-381", nameof(CurveGuests.MultiplyFp6Bls), 256, MemoryMarshal.AsBytes(CurveGuests.Numbers(72, 6).AsSpan()).ToArray()),
        Guest("fp6_multiply BN254", nameof(CurveGuests.MultiplyFp6Bn), 256, MemoryMarshal.AsBytes(CurveGuests.Numbers(48, 4).AsSpan()).ToArray()),
        Guest("fp12_multiply BLS12-381", nameof(CurveGuests.MultiplyFp12Bls), 64, MemoryMarshal.AsBytes(CurveGuests.Numbers(144, 6).AsSpan()).ToArray()),
        Guest("fp12_multiply BN254", nameof(CurveGuests.MultiplyFp12Bn), 64, MemoryMarshal.AsBytes(CurveGuests.Numbers(96, 4).AsSpan()).ToArray()),
    ];

    private const string Secp256k1Prime = "2ffcfffffeffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    private const string Bls12381Prime = "abaafffffffffeb9ffff53b1feffab1e24f6b0f6a0d23067bf1285f3844b7764d7ac4b43b6a71b4b9ae67f39ea11011a";

    /// <summary>The x of a point of secp256k1, the highest byte first.</summary>
    private const string GeneratorX = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    /// <summary>The compressed generators.</summary>
    private const string
        Bls12381G1 = "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb",
        Bn254G1 = "8000000000000000000000000000000000000000000000000000000000000001";

    /// <summary>The method of <see cref="CurveGuests"/> that makes the calls; null for the host function.</summary>
    public string? Method { get; init; }

    /// <summary>The private stream.</summary>
    public byte[] Private { get; init; } = [];

    /// <summary>Bytes that are in place of some of <see cref="Numbers"/>, and where.</summary>
    public IReadOnlyList<(int At, string Bytes)> Data { get; init; } = [];

    /// <summary>Whether it returns a number.</summary>
    public bool Returns { get; init; }

    /// <summary>Proves the calls, and a run without calls whose cells are taken off.</summary>
    /// <param name="runs">Warm runs.</param>
    public Result Measure(int runs)
    {
        VerifyingKey key = Key();
        ProveReport idle = Prove(key, 0);
        (double Seconds, ProveReport Report)[] made = new (double, ProveReport)[runs + 1];
        for (int run = 0; run <= runs; run++)
        {
            long began = Stopwatch.GetTimestamp();
            ProveReport proved = Prove(key, Calls);
            made[run] = (Stopwatch.GetElapsedTime(began).TotalSeconds, proved);
        }

        (double Seconds, ProveReport Report)[] warm = [.. made[1..].OrderBy(run => run.Seconds)];
        ProveReport report = warm[warm.Length / 2].Report;
        (double rows, double cells, double leaves) all = Minus(Cost(report, null), Cost(idle, null)), own = Cost(report, Chips);
        return new(this, PerCall(all), PerCall(own), [.. warm.Select(run => run.Seconds)], report.Phases, report.Proof.Length);
    }

    private static AcceleratorBench Guest(string name, string method, int calls, byte[] @private)
    {
        (string width, bool isPairing) = (name.Contains("BLS", StringComparison.Ordinal) ? "384" : "256", !name.Contains("decompress", StringComparison.Ordinal));
        return new(name, 0, "", calls, isPairing ? [$"ModularFp2Of{width}", $"Modular{width}", $"Inverse{width}"] : [$"Modular{width}"])
        {
            Method = method,
            Private = @private,
        };
    }

    private ProveReport Prove(VerifyingKey key, int calls) =>
        ProveCommand.Prove(ProofProfile.Bits128, key, ProgramInputs.Empty with { Public = BitConverter.GetBytes(calls), Private = Private }, null, talk: false);

    private static (double Rows, double Cells, double Leaves) Cost(ProveReport report, string[]? chips)
    {
        (double rows, double cells, double leaves) = (0, 0, 0);
        foreach ((string name, int columns, int interactions, _, long count) in report.Chips)
        {
            // Tables have the same rows whatever is looked up.
            if (chips is not null && !chips.Contains(name)) continue;
            rows += count;
            cells += (double)count * columns;
            leaves += (double)count * interactions;
        }

        return (rows, cells, leaves);
    }

    private static (double Rows, double Cells, double Leaves) Minus((double, double, double) left, (double, double, double) right) =>
        (left.Item1 - right.Item1, left.Item2 - right.Item2, left.Item3 - right.Item3);

    private (double Rows, double Cells, double Leaves) PerCall((double Rows, double Cells, double Leaves) cost) =>
        (cost.Rows / Calls, cost.Cells / Calls, cost.Leaves / Calls);

    private VerifyingKey Key()
    {
        LoweringResult lowered = Lowerer.LowerBytes(Method is null ? HostCalls() : GuestCalls(Method));
        return VerifyingKey.Create(lowered.Program ?? throw new InvalidOperationException($"{Name}: {lowered.Error}"));
    }

    private byte[] GuestCalls(string method)
    {
        string assembly = typeof(CurveGuests).Assembly.Location;
        if (assembly.Length == 0) assembly = Path.Combine(AppContext.BaseDirectory, "wsc.dll");
        GuestBuild build = GuestCompiler.CompileAll(assembly, [($"{nameof(CurveGuests)}.{method}", "main")]);
        return build.Module ?? throw new InvalidOperationException($"{Name}: {string.Join(Environment.NewLine, build.Diagnostics)}");
    }

    private byte[] HostCalls()
    {
        string text = $"""
            (module
              (import "wsc" "input_word" (func $word (param i32 i32) (result i32)))
              (import "wsc" "output" (func $output (param i32 i32)))
              (import "wsc" "{Name}" (func $call (param{string.Concat(Enumerable.Repeat(" i32", Parameters))}){(Returns ? " (result i32)" : "")}))
              (memory 1) (data (i32.const 0) "{Numbers()}") {string.Concat(Data.Select(data => $"(data (i32.const {data.At}) \"{Escaped(data.Bytes)}\")"))}
              (func (export "main") (local $left i32)
                (local.set $left (call $word (i32.const 0) (i32.const 0)))
                (block $done
                  (br_if $done (i32.eqz (local.get $left)))
                  (loop $again
                    (call $call {Arguments}){(Returns ? " drop" : "")}
                    (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))
                (call $output (i32.const 0) (i32.const 32))))
            """;
        WatResult module = WatCompiler.Compile(Encoding.UTF8.GetBytes(text));
        return module.Bytes ?? throw new InvalidOperationException($"{Name}: {module.Error}");
    }

    private static string Escaped(string hex) => string.Concat(hex.Chunk(2).Select(digits => $"\\{new string(digits)}"));

    /// <summary>288 bytes that are no multiples of one another.</summary>
    private static string Numbers() =>
        string.Concat(Enumerable.Range(0, 288).Select(i => string.Create(CultureInfo.InvariantCulture, $"\\{(byte)((i * 167) + 89):x2}")));

    /// <summary>What was measured of an accelerator.</summary>
    /// <param name="Bench">Which.</param>
    /// <param name="All">Rows, cells and leaves of a call: the accelerator's chips, its routine, the loop around it.</param>
    /// <param name="Own">Those of the accelerator's chips alone.</param>
    /// <param name="Seconds">Seconds to prove all calls, ascending.</param>
    /// <param name="Phases">Seconds of each phase of the median run.</param>
    /// <param name="ProofBytes">The proof's length.</param>
    internal sealed record Result(
        AcceleratorBench Bench,
        (double Rows, double Cells, double Leaves) All,
        (double Rows, double Cells, double Leaves) Own,
        double[] Seconds,
        IReadOnlyList<(string Phase, double Seconds)> Phases,
        int ProofBytes)
    {
        private double Median => Seconds[Seconds.Length / 2];

        /// <summary>Calls a second, by the median.</summary>
        public double CallsPerSecond => Bench.Calls / Median;

        /// <summary>The result for people.</summary>
        public void Print() => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Bench.Name}: {Bench.Calls} calls proved in {Seconds[0]:0.000} / {Median:0.000} / {Seconds[^1]:0.000} s: {CallsPerSecond:0} calls/s, {CallsPerSecond / Environment.ProcessorCount:0} a thread; proof {SizeText.Bytes(ProofBytes)}
              a call: {All.Rows:0.0} rows, {All.Cells:0} cells, {All.Leaves:0} leaves; of these in {string.Join(" and ", Bench.Chips)}: {Own.Rows:0.0} rows, {Own.Cells:0} cells, {Own.Leaves:0} leaves
              of the median: {string.Join(", ", Phases.Select(phase => string.Create(CultureInfo.InvariantCulture, $"{phase.Phase} {phase.Seconds:0.000}")))} s
            """));

        /// <summary>The result for programs.</summary>
        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("accelerator", Bench.Name);
            json.WriteNumber("calls", Bench.Calls);
            json.WriteNumber("seconds_min", Math.Round(Seconds[0], 4));
            json.WriteNumber("seconds_median", Math.Round(Median, 4));
            json.WriteNumber("seconds_max", Math.Round(Seconds[^1], 4));
            json.WriteNumber("calls_per_second", Math.Round(CallsPerSecond, 1));
            json.WriteNumber("calls_per_second_and_thread", Math.Round(CallsPerSecond / Environment.ProcessorCount, 1));
            Write(json, "call", All);
            Write(json, "call_in_own_chips", Own);
            json.WriteNumber("proof_bytes", ProofBytes);
            json.WriteStartObject("phases");
            foreach ((string phase, double seconds) in Phases) json.WriteNumber(phase, Math.Round(seconds, 4));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private static void Write(Utf8JsonWriter json, string name, (double Rows, double Cells, double Leaves) cost)
        {
            json.WriteStartObject(name);
            json.WriteNumber("rows", Math.Round(cost.Rows, 2));
            json.WriteNumber("cells", Math.Round(cost.Cells, 1));
            json.WriteNumber("leaves", Math.Round(cost.Leaves, 1));
            json.WriteEndObject();
        }
    }
}
