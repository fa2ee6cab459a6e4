using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Lowering.Vectors;
using Supercomputer.Machine.SpecProofs;
using Supercomputer.Testing;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Machine.Execution;

/// <summary>The specification suite through the lowering and the register machine.</summary>
public class SpecSuiteTests(ITestOutputHelper output)
{
    private static readonly string[] s_files =
    [
        "address", "align", "block", "br", "br_if", "br_table", "bulk", "call", "call_indirect", "const", "conversions", "data",
        "elem", "endianness", "exports", "f32", "f32_bitwise", "f32_cmp", "f64", "f64_bitwise", "f64_cmp", "fac",
        "float_exprs", "float_literals", "float_memory", "float_misc", "forward", "func", "func_ptrs", "global", "i32", "i64", "if", "int_exprs",
        "int_literals", "labels", "left-to-right", "load", "local_get", "local_set", "local_tee", "loop", "memory",
        "memory_copy", "memory_fill", "memory_grow", "memory_init", "memory_redundancy", "memory_size", "memory_trap",
        "names", "nop", "ref_func", "ref_is_null", "ref_null", "return", "select", "stack", "start", "store", "switch",
        "table", "table-sub", "table_copy", "table_fill", "table_get", "table_grow", "table_init", "table_set",
        "table_size", "token", "traps", "type", "unreachable", "unreached-valid", "unwind",
    ];

    [Fact]
    public void Register_machine_answers_the_assertions_of_the_specification_suite()
    {
        string folder = Vectors.Path("wasm-spec");
        SuiteCounts counts = new();
        List<string> failures = [];
        IEnumerable<string> vectorFiles = Directory.EnumerateFiles(folder, "simd_*.wast").Order(StringComparer.Ordinal);
        foreach (string path in s_files.Select(f => Path.Combine(folder, f + ".wast")).Concat(vectorFiles))
        {
            if (!File.Exists(path)) continue;
            string file = Path.GetFileNameWithoutExtension(path);
            int before = failures.Count;
            new SuiteRun(file, counts, failures).Run(WastReader.Read(File.ReadAllBytes(path)));
            if (failures.Count > before) output.WriteLine($"{file}: {failures.Count - before} failed");
        }
        foreach (string failure in failures.Take(60)) output.WriteLine(failure);
        output.WriteLine($"register machine: {counts.Matched} matched, {failures.Count} failed, "
            + $"{counts.Skipped} skipped (they share with other modules: {string.Join(", ", counts.SkippedBy)})");
        Assert.Empty(failures);
        Assert.True(counts.Matched > 46_000, $"only {counts.Matched} assertions ran");
        Assert.True(counts.Places > 1_500, $"only {counts.Places} places of traps were compared with the interpreter's");
    }

    private sealed class SuiteCounts
    {
        internal int Matched, Skipped, Places;
        internal readonly SortedSet<string> SkippedBy = [];
    }

    private sealed class Instance(Module module, LoweredProgram program, Wasm.Execution.Instance? oracle) : IDisposable
    {
        /// <summary>The same module in the interpreter, where it imports nothing.</summary>
        internal readonly Wasm.Execution.Instance? Oracle = oracle;
        internal readonly Module Module = module;
        internal readonly LoweredProgram Program = program;
        internal readonly RecordingInterpreter Interpreter = new(program, ProgramInputs.Empty);

        public void Dispose() => Interpreter.Dispose();
    }

    private sealed class SuiteRun(string file, SuiteCounts counts, List<string> failures)
    {
        private readonly Dictionary<string, Instance?> _named = [];
        private readonly List<Instance> _all = [];
        private Instance? _current;

        internal void Run(WastScript script)
        {
            Assert.Null(script.Error);
            foreach (WastCommand command in script.Commands) Step(command);
            foreach (Instance instance in _all) instance.Dispose();
        }

        private void Step(WastCommand command)
        {
            switch (command)
            {
                case WastDefinition definition:
                    _current = Instantiate(definition.Module);
                    if (definition.Module.Identifier is { } name) _named[name] = _current;
                    break;
                case WastAction action: Act(action, null); break;
                case WastAssertion { Action: { } action } assertion: Act(action, assertion); break;
                case WastAssertion { Kind: WastAssertionKind.Uninstantiable } assertion: Uninstantiable(assertion); break;
            }
        }

        private Instance? Instantiate(WastModule source)
        {
            (Module? module, LoweredProgram? program, ValidatedModule? validated) = Lower(source);
            if (module is null || program is null) return null;
            Instance instance = new(module, program, module.Imports.Length > 0 ? null
                : Wasm.Execution.Instance.Instantiate(validated!, new(), new Wasm.Execution.ExecutionLimits { CallDepth = 1000 }).Instance);
            _all.Add(instance);
            ExecutionResult result = instance.Interpreter.Run(1 << 22);
            if (result.Outcome == Outcome.Returned) return instance;
            failures.Add($"{file}:{source.Line}: start {result.Outcome.Message()}");
            return null;
        }

        private (Module? Module, LoweredProgram? Program, ValidatedModule? Validated) Lower(WastModule source)
        {
            WatResult compiled = source.Compile();
            if (compiled.Bytes is null) { failures.Add($"{file}:{source.Line}: {compiled.Error}"); return default; }
            DecodeResult decoded = ModuleDecoder.Decode(compiled.Bytes);
            if (!decoded.IsSuccess) { failures.Add($"{file}:{source.Line}: {decoded.Error}"); return default; }
            ValidationResult validated = Validator.Validate(decoded.Module);
            if (!validated.IsValid) { failures.Add($"{file}:{source.Line}: {validated.Error}"); return default; }
            if (decoded.Module.Imports.Any(i => i.ModuleName != "spectest" || i.Kind is ExternKind.Table or ExternKind.Memory)
                || (file == "elem" && decoded.Module.Exports.Any(e => e.Name == "shared-table")))
            {
                counts.SkippedBy.Add($"{file}");
                return default;
            }
            LoweringResult lowered = Lowerer.Lower(validated.Module, compiled.Bytes, new LoweringOptions
            {
                AllExports = true,
                SilentModules = new HashSet<string> { "spectest" },
                ImportedGlobals = new Dictionary<string, ulong>
                {
                    ["spectest.global_i32"] = 666,
                    ["spectest.global_i64"] = 666,
                    ["spectest.global_f32"] = 0x4426A666,
                    ["spectest.global_f64"] = 0x4084D00000000000,
                },
                Limits = LoweringLimits.Default with { StackLimit = 1 << 16 },
            });
            if (lowered.IsSuccess) return (VectorSplitter.Split(decoded.Module, out _), lowered.Program, validated.Module);
            failures.Add($"{file}:{source.Line}: {lowered.Error}");
            return default;
        }

        private void Uninstantiable(WastAssertion assertion)
        {
            (_, LoweredProgram? program, _) = Lower(assertion.Module!);
            if (program is null) { counts.Skipped++; return; }
            ExecutionResult result = Executor.Run(program, ProgramInputs.Empty, true);
            if (result.Outcome.Message() == assertion.Message) counts.Matched++;
            else failures.Add($"{file}:{assertion.Line}: {result.Outcome.Message()}, expected {assertion.Message}");
        }

        private void Act(WastAction action, WastAssertion? assertion)
        {
            Instance? instance = action.Module is { } name ? _named.GetValueOrDefault(name) : _current;
            if (instance is null || !action.IsInvoke) { counts.Skipped++; return; }
            Export export = instance.Module.Exports.First(e => e.Name == action.Name && e.Kind == ExternKind.Function);
            FunctionType type = instance.Module.FunctionTypeOf(export.Index);
            uint pc = instance.Program.Symbols.First(s => s.FunctionIndex == export.Index).ProgramCounter;
            Outcome outcome = instance.Interpreter.Invoke(
                pc, new RegisterLayout(type.Parameters), [.. action.Arguments.SelectMany(SuiteValues.Halves).Select(SuiteValues.Bits)], 1 << 24);
            string message = assertion is { Kind: not WastAssertionKind.Return } ? assertion.Message : Outcome.Returned.Message();
            bool matches = outcome.Message().StartsWith(message, StringComparison.Ordinal) || message.StartsWith(outcome.Message(), StringComparison.Ordinal);
            ComparePlace(instance, action, instance.Oracle?.Module.Module.FunctionTypeOf(export.Index).Parameters ?? [], outcome);
            if (outcome == Outcome.Returned && assertion is not null) matches &= Agrees(instance, type, assertion);
            if (matches) counts.Matched++;
            else failures.Add($"{file}:{action.Line}: {action.Name} {outcome.Message()} with another result, expected {message}");
        }

        /// <summary>Function and offset of a trap, against the interpreter's.</summary>
        private void ComparePlace(Instance instance, WastAction action, ValType[] type, Outcome outcome)
        {
            if (instance.Oracle is not { } oracle) return;
            Wasm.Execution.Outcome expected = oracle.Invoke(action.Name,
                [.. action.Arguments.Zip(type, (a, t) => new Wasm.Execution.Value(t, SuiteValues.Bits(a), a.UpperBits))]);
            if (expected.Trap is not { } trap || outcome == Outcome.CallStackExhausted) return;
            counts.Places++;
            ProgramPlace? place = ProgramPlace.Of(instance.Program, instance.Interpreter.PlaceProgramCounter);
            if (place is null || place.Function != trap.FunctionName || place.ByteOffset != trap.ByteOffset)
                failures.Add($"{file}:{action.Line}: {action.Name} {outcome.Message()} in {place}, the interpreter has {trap}");
        }

        private static unsafe bool Agrees(Instance instance, FunctionType type, WastAssertion assertion)
        {
            RegisterLayout results = new(type.Results);
            SuiteValues.Check[] expected = [.. assertion.Expected.SelectMany(SuiteValues.Checks)];
            for (int i = 0; i < expected.Length; i++)
            {
                ulong value = results.IsWideAt[i] ? instance.Interpreter.State.Registers64[1 + results.Registers[i]]
                    : instance.Interpreter.State.Registers32[1 + results.Registers[i]];
                if (expected[i].IsNotNull ? value == 0 : (value & expected[i].Mask) != expected[i].Value) return false;
            }
            return expected.Length == results.Length;
        }
    }
}
