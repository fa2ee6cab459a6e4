using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Hosts;
using Supercomputer.Machine.Linking;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Wasm.Modules;
using Xunit;
using static Supercomputer.Machine.Tests.Linking.BaseLinkerTests;

namespace Supercomputer.Machine.Tests.Linking;

/// <summary>A program does above a module what it does alone, whatever its addresses: it ends the same way, puts out its whole memory the same, and
/// leaves the module's memory as it was.</summary>
public sealed class MovedMemoryTests(ITestOutputHelper log)
{
    private const uint Pages = 3;
    private const int Moved = (int)Pages << 16, Size = 1 << 16;

    /// <summary>Words beneath that the program must neither read nor change; <c>check</c> traps where they are others.</summary>
    private const string Base = """
        (module
          (memory (export "memory") 3)
          (data (i32.const 0) "SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.")
          (data (i32.const 196480) "SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.SECRETS.")
          (func (export "check") (local i32 i64)
            (loop $next
              (local.set 1 (i64.add (local.get 1) (i64.load (local.get 0))))
              (br_if $next (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 8))) (i32.const 196608))))
            (if (i64.ne (local.get 1) (i64.mul (i64.const 32) (i64.load (i32.const 0)))) (then unreachable))
            (if (i64.ne (i64.load (i32.const 0)) (i64.const 0x2e53544552434553)) (then unreachable))))
        """;

    private const string Entry = """
        (module
          (import "program" "run" (func $run))
          (import "wsc.base" "check" (func $check))
          (func (export "run") (call $run) (call $check)))
        """;

    private static readonly int[] s_addresses =
        [0, 8, 1024, 4095, Size - 96, Size - 64, Size - 48, Size - 32, Size - 31, Size - 16, Size - 8, Size - 4, Size - 1, Size, Size + 1, int.MaxValue, int.MinValue, -1, -4, -16, -64,
            -Moved, -Moved - 1, -Moved - 16, -Moved + 8, -Moved + 64, -Moved - 64, -Moved + Size, -Size];

    public static TheoryData<string> HostFunctions() => [.. HostInterface.Functions.Where(f => HostInterface.Addresses(f.Module, f.Name) is not null && f.Name is not "trap").Select(f => f.Name)];

    public static TheoryData<string> Accesses()
    {
        TheoryData<string> data = [.. VectorInstructions.All.ToArray().Where(v => v.AccessesMemory).Select(v => v.Name)];
        foreach (string name in (string[])["i32.load", "i64.load", "i32.load16_u", "f64.load", "i64.store", "i32.store8", "memory.init", "memory.copy", "memory.fill"]) data.Add(name);
        return data;
    }

    [Theory]
    [MemberData(nameof(HostFunctions))]
    public void A_host_function_touches_above_a_module_what_it_touches_alone(string name)
    {
        FunctionType type = HostInterface.Find("wsc", name)!.Type;
        HostAddress[] addresses = HostInterface.Addresses("wsc", name)!;
        Random random = new(name.Length);
        Dictionary<Outcome, int> outcomes = [];
        for (int run = 0; run < 80; run++)
        {
            int[] operands = new int[type.Parameters.Length];
            for (int i = 0; i < operands.Length; i++) operands[i] = addresses.Any(a => a.Parameter == i) ? 128 * (i + 1) : name == "input_read" ? i : 32;
            // One address or length after another anywhere, then several at once; well inside first.
            int changes = run == 0 ? 0 : run < 60 ? 1 : 3;
            for (; changes > 0; changes--)
            {
                HostAddress address = addresses[random.Next(addresses.Length)];
                operands[address.Parameter] = s_addresses[random.Next(s_addresses.Length)];
                if (address.LengthParameter is int length && random.Next(3) > 0) operands[length] = s_addresses[random.Next(s_addresses.Length)];
            }

            string call = $"(call $f {string.Concat(operands.Select(o => $"(i32.const {o}) "))})";
            Compare(type.Results.Length > 0 ? $"(i32.store (i32.const 65528) {call})" : call, $"""(import "wsc" "{name}" (func $f {Signature(type)}))""", outcomes);
        }

        log.WriteLine($"{name}: {string.Join(", ", outcomes.Select(o => $"{o.Value} {o.Key}"))}");
        Assert.True(outcomes.Count > 1 || name == "log", "one outcome for all addresses");
        Assert.Contains(Outcome.Returned, outcomes.Keys);
    }

    [Theory]
    [MemberData(nameof(Accesses))]
    public void An_access_touches_above_a_module_what_it_touches_alone(string name)
    {
        Dictionary<Outcome, int> outcomes = [];
        Random random = new(name.Length);
        for (int run = 0; run < 40; run++)
        {
            int address = s_addresses[random.Next(s_addresses.Length)];
            uint offset = run % 3 == 0 ? 0 : (uint)s_addresses[random.Next(s_addresses.Length)];
            if (offset > uint.MaxValue - Moved) offset = uint.MaxValue - Moved;
            Compare(Access(name, run == 0 ? 64 : address, run == 0 ? 0 : offset, random), "", outcomes);
        }

        log.WriteLine($"{name}: {string.Join(", ", outcomes.Select(o => $"{o.Value} {o.Key}"))}");
        Assert.True(outcomes.Count > 1, "one outcome for all addresses");
    }

    [Theory]
    [InlineData("(data.drop $p) (memory.init $p (i32.const 0) (i32.const 0) (i32.const 1))", Outcome.MemoryOutOfBounds)]
    [InlineData("(data.drop $p) (memory.init $p (i32.const 0) (i32.const 0) (i32.const 0))", Outcome.Returned)]
    [InlineData("(memory.init $q (i32.const 65532) (i32.const 0) (i32.const 4))", Outcome.Returned)]
    [InlineData("(memory.init $q (i32.const 65533) (i32.const 0) (i32.const 4))", Outcome.MemoryOutOfBounds)]
    [InlineData("(memory.init $q (i32.const 0) (i32.const 1) (i32.const 4))", Outcome.MemoryOutOfBounds)]
    [InlineData("(memory.init $p (i32.const 8) (i32.const 2) (i32.const 5)) (memory.init $q (i32.const 20) (i32.const 0) (i32.const 4)) (data.drop $q)", Outcome.Returned)]
    public void Passive_segments_keep_their_bytes_until_they_are_dropped(string body, Outcome expected)
    {
        Dictionary<Outcome, int> outcomes = [];
        Compare(body, "", outcomes);
        Assert.Equal(expected, Assert.Single(outcomes).Key);
    }

    [Theory]
    [InlineData(0, Outcome.Returned)]
    [InlineData(Size - 32, Outcome.Returned)]
    [InlineData(Size - 31, Outcome.MemoryOutOfBounds)]
    [InlineData(-Moved, Outcome.MemoryOutOfBounds)] // where the module's memory begins, if addresses wrapped
    public void A_host_function_in_a_table_or_by_reference_is_moved_as_well(int address, Outcome expected)
    {
        Dictionary<Outcome, int> outcomes = [];
        const string Import = """
            (import "wsc" "sha256_compress" (func $f (param i32 i32)))
            (type $t (func (param i32 i32)))
            (table $one 2 funcref)
            (elem (table $one) (i32.const 0) func $f)
            (global $g funcref (ref.func $f))
            (export "sha" (func $f))
            """;
        Compare($"(call_indirect $one (type $t) (i32.const {address}) (i32.const 256) (i32.const 0))", Import, outcomes);
        Compare($"(table.set $one (i32.const 1) (global.get $g)) (call_indirect $one (type $t) (i32.const {address}) (i32.const 256) (i32.const 1))", Import, outcomes);
        Compare($"(table.set $one (i32.const 1) (ref.func $f)) (call_indirect $one (type $t) (i32.const {address}) (i32.const 256) (i32.const 1))", Import, outcomes);
        Assert.Equal((expected, 3), (Assert.Single(outcomes).Key, outcomes[expected]));
    }

    [Fact]
    public void Every_host_function_says_which_of_its_parameters_are_addresses()
    {
        string[] others = ["input_size", "input_word"];
        foreach (HostFunction function in HostInterface.Functions)
        {
            HostAddress[]? addresses = HostInterface.Addresses(function.Module, function.Name);
            Assert.Equal(function.Module == "wsc" && !others.Contains(function.Name), addresses is not null);
            if (addresses is null) Assert.True(HostInterface.TakesNoAddress(function.Module, function.Name));
            else Assert.All(function.Type.Parameters.ToArray(), type => Assert.Equal(ValType.I32, type));
        }
    }

    [Fact]
    public void A_run_with_vectors_passive_segments_and_host_functions_above_a_module_is_proved()
    {
        const string Import = """(import "wsc" "multiply_add_256" (func $f (param i32 i32 i32 i32 i32)))""";
        const string Body = """
            (memory.init $p (i32.const 128) (i32.const 0) (i32.const 12)) (data.drop $p)
            (v128.store offset=160 (i32.const 0) (i8x16.add (v128.load (i32.const 128)) (v128.load8_splat offset=3 (i32.const 0))))
            (call $f (i32.const 128) (i32.const 160) (i32.const 192) (i32.const 0) (i32.const 224))
            """;
        (LoweringResult alone, LoweringResult above) = Lower(Body, Import);
        VerifyingKey key = VerifyingKey.Create(above.Program!);
        ProgramInputs inputs = new(default, default, default);
        Assert.True(MachineProver.Prove(key, inputs, new ProveOptions()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        Assert.True(MachineVerifier.Verify(key, inputs.Public, inputs.Disclosed, report.Proof).TryGet(out Statement? statement, out error), error?.ToString());
        Assert.Equal(Outcome.Returned, statement.Outcome);
        Assert.Equal(Executor.Run(alone.Program!, inputs).Output, statement.Output.ToArray());
        log.WriteLine($"{report.Rows} rows, {report.Proof.Length} bytes");
    }

    private static void Compare(string body, string import, Dictionary<Outcome, int> outcomes)
    {
        (LoweringResult alone, LoweringResult above) = Lower(body, import);
        ProgramInputs inputs = new("public bytes that a program may read"u8.ToArray(), default, default);
        ExecutionResult expected = Executor.Run(alone.Program!, inputs), actual = Executor.Run(above.Program!, inputs);
        Assert.True(expected.Outcome == actual.Outcome, $"{body}: {expected.Outcome} alone, {actual.Outcome} above");
        Assert.True(expected.Output.AsSpan().SequenceEqual(actual.Output), $"{body}: another output");
        outcomes[expected.Outcome] = outcomes.GetValueOrDefault(expected.Outcome) + 1;
    }

    private static (LoweringResult Alone, LoweringResult Above) Lower(string body, string import)
    {
        string own = import.Contains("\"output\"", StringComparison.Ordinal) ? "$f" : "$output";
        string program = $"""
            (module
              {import}
              {(own == "$f" ? "" : """(import "wsc" "output" (func $output (param i32 i32)))""")}
              (memory 1 65536)
              (data (i32.const 0) "{string.Concat(Enumerable.Range(1, 640).Select(i => $"\\{(i * 37) & 63:x2}"))}")
              (data $p "passive bytes")
              (data $q "\01\02\03\04")
              (func (export "run") {body} (call {own} (i32.const 0) (i32.const 65536))))
            """;
        // Imports stand in front of everything else.
        byte[] wasm = Compile(import.Contains("(type", StringComparison.Ordinal) ? InOrder(program) : program);
        LoweringResult alone = Lowerer.LowerBytes(wasm, new LoweringOptions { Entry = "run" });
        LoweringResult above = BaseLinker.Lower(Entry, new BaseModule(Validate(Compile(Base)), new byte[32], Pages), Validate(wasm), wasm, new LoweringOptions { Entry = "run" });
        Assert.True(alone.IsSuccess, alone.Error?.ToString());
        Assert.True(above.IsSuccess, above.Error?.ToString());
        return (alone, above);
    }

    private static string InOrder(string program)
    {
        string[] lines = program.Split('\n');
        return string.Join('\n', [lines[0], .. lines.Where(line => line.Contains("(import", StringComparison.Ordinal)), .. lines.Skip(1).Where(line => !line.Contains("(import", StringComparison.Ordinal))]);
    }

    private static string Access(string name, int address, uint offset, Random random)
    {
        string at = $"(i32.const {address})";
        int other = s_addresses[random.Next(s_addresses.Length)], length = random.Next(4) == 0 ? s_addresses[random.Next(s_addresses.Length)] : random.Next(14);
        switch (name)
        {
            case "memory.init": return $"(memory.init $p {at} (i32.const {random.Next(3)}) (i32.const {length}))";
            case "memory.copy": return $"(memory.copy {at} (i32.const {other}) (i32.const {length}))";
            case "memory.fill": return $"(memory.fill {at} (i32.const 7) (i32.const {length}))";
        }

        string access = $"{name} offset={offset}";
        string value = name.StartsWith("v128", StringComparison.Ordinal) ? "(v128.const i64x2 0x0102030405060708 0x1112131415161718)" : $"({name[..3]}.const 77)";
        if (name.EndsWith("_lane", StringComparison.Ordinal)) access += name.Contains("64", StringComparison.Ordinal) ? " 1" : name.Contains("32", StringComparison.Ordinal) ? " 3" : " 5";
        if (name.Contains("store", StringComparison.Ordinal)) return $"({access} {at} {value})";
        string loaded = name.EndsWith("_lane", StringComparison.Ordinal) ? $"({access} {at} {value})" : $"({access} {at})";
        return $"({(value[1] == 'v' ? "v128" : name[..3])}.store (i32.const 512) {loaded})";
    }

    private static string Signature(FunctionType type) => $"(param {string.Join(' ', type.Parameters.Select(_ => "i32"))}) {(type.Results.Length > 0 ? "(result i32)" : "")}";
}
