using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Instruction = Supercomputer.Machine.Lowering.Instruction;

namespace Supercomputer.Machine.SpecProofs;

/// <summary>One program that makes all calls of some modules of the suite and compares every result with what is expected.</summary>
/// <remarks>
/// A result that differs, a trap that is not expected and a return where a trap is expected end the run as trapped by the program.
/// Else it returns, with the number of assertions as its output. So that a run goes on after a trap, the program counters of the
/// trap halts hold jumps to the driver here: it goes on in the frame that trapped, where all registers are dead. The driver
/// tells by a word of the Auxiliary space which assertion expects a trap now.
/// </remarks>
internal sealed class SuiteDriver(IReadOnlyList<SuiteModule> modules)
{
    private const uint Frame = 1;

    private readonly Label[] _handlers = new Label[Outcomes.HaltCount];
    private readonly List<Label> _resumptions = [];
    private ProgramBuilder _builder = null!;
    private readonly Dictionary<SuiteModule, ModuleContext> _contexts = [];
    private ModuleContext _context = null!;
    private Label _failed;
    private uint _resume, _scratch;
    private bool _isTrapExpected;
    private LoweringError? _error;

    private LoweringOptions Options(Action<ModuleContext>? main) => new()
    {
        LinkedFunction = Link,
        AllExports = true,
        EmitMain = main,
        SilentModules = new HashSet<string> { "spectest" },
        ImportedGlobals = new Dictionary<string, ulong>
        {
            ["spectest.global_i32"] = 666,
            ["spectest.global_i64"] = 666,
            ["spectest.global_f32"] = 0x4426A666,
            ["spectest.global_f64"] = 0x4084D4CCCCCCCCCD,
        },
        Limits = LoweringLimits.Default with { StackLimit = 1 << 16 },
    };

    /// <summary>The number of assertions.</summary>
    internal int Assertions => modules.Sum(m => m.Assertions);

    /// <summary>A module alone, which traps at its start.</summary>
    internal static LoweringResult LowerAlone(SuiteModule module) =>
        Lowerer.Lower(module.Validated, module.Bytes, new SuiteDriver([module]).Options(null));

    internal LoweringResult Lower()
    {
        LoweringResult lowered = Lowerer.Lower(modules[0].Validated, modules[0].Bytes, Options(Emit));
        if (!lowered.IsSuccess || _error is not null) return lowered.IsSuccess ? new LoweringResult(null, _error) : lowered;
        for (int halt = 1; halt < Outcomes.HaltCount; halt++)
            lowered.Program.Instructions[halt] = new Instruction(Operation.Jump, (uint)_builder.AddressOf(_handlers[halt]), 0, 0, 0, 0);
        return lowered;
    }

    private void Emit(ModuleContext first)
    {
        _builder = first.Builder;
        for (int i = 1; i < _handlers.Length; i++) _handlers[i] = _builder.NewLabel();
        _failed = _builder.NewLabel();
        _resumptions.Add(_failed);
        _resume = first.Auxiliary.Region("resume", 1);
        foreach (SuiteModule module in modules)
        {
            ModuleContext context = _contexts.Count == 0 ? first : new ModuleContext(
                module.Module, Options(null), _builder, first.Library, first.Auxiliary, $"module {module.Line} ")
            {
                FirstHelper = (uint)module.Validated.Module.FunctionTypeIndices.Length,
            };
            _contexts.Add(module, context);
        }
        foreach ((int _, SuiteModule module, WastCommand? command) in Steps().OrderBy(s => s.Line))
        {
            _context = _contexts[module];
            if (command is not null) Step(command);
            else if (_context != first) Start(module);
        }
        Finish(first);
        while (_contexts.Values.FirstOrDefault(c => c.Pending.Count > 0 && c.Error is null) is { } pending) Lowerer.EmitFunctions(pending);
        _error = _contexts.Values.Select(c => c.Error).FirstOrDefault(e => e is not null);
    }

    /// <summary>What the script does to the modules: instantiations (without a command) and commands, each with its line.</summary>
    private IEnumerable<(int Line, SuiteModule Module, WastCommand? Command)> Steps()
    {
        foreach (SuiteModule module in modules)
        {
            yield return (module.Line, module, null);
            foreach (WastCommand command in module.Commands) yield return (command.Line, module, command);
        }
    }

    private void Start(SuiteModule module)
    {
        Lowerer.RequestExports(_context);
        if (module.Module.Start is { } start) _builder.Call(_context.LabelOf(start), Frame);
    }

    /// <summary>Where a function of another module begins that one of these imports.</summary>
    private Label? Link(Import import)
    {
        if (import.ModuleName == "spectest") return null;
        SuiteModule exporter = modules.First(m => m.Linked.ContainsKey(import.ModuleName)).Linked[import.ModuleName];
        return _contexts[exporter].LabelOf(exporter.Module.Exports.First(e => e.Name == import.Name).Index);
    }

    private void Finish(ModuleContext first)
    {
        _builder.Emit(Operation.Const32, Frame, immediate: (uint)Assertions);
        _builder.Call(first.Library.LabelOf("wsc.output_word"), Frame);
        _builder.Jump(Label.Of(Outcome.Returned));
        Label go = _builder.NewLabel(), table = _builder.NewLabel();
        for (int halt = 1; halt < _handlers.Length; halt++)
        {
            _builder.Bind(_handlers[halt]);
            _builder.Emit(Operation.Const32, 0, immediate: (uint)halt);
            _builder.Jump(go);
        }
        _builder.Bind(go);
        _builder.Emit(Operation.AuxLoad, 1, immediate: _resume);
        _builder.JumpIndirect(table, 1);
        _builder.Bind(table);
        foreach (Label label in _resumptions) _builder.TableEntry(label);
        _builder.Bind(_failed);
        _builder.Emit(Operation.Halt, immediate: (uint)Outcome.ProgramTrap);
    }

    private void Step(WastCommand command)
    {
        WastAssertion? assertion = command as WastAssertion;
        WastAction action = assertion?.Action ?? (WastAction)command;
        Module module = _context.Module;
        if (!action.IsInvoke)
        {
            uint global = module.Exports.First(e => e.Name == action.Name && e.Kind == ExternKind.Global).Index;
            ReadGlobal(global);
            Compare(new RegisterLayout([module.GlobalTypes[global].ValueType]), assertion);
            return;
        }
        uint function = module.Exports.First(e => e.Name == action.Name && e.Kind == ExternKind.Function).Index;
        FunctionType type = module.FunctionTypeOf(function);
        bool traps = assertion?.Kind == WastAssertionKind.Trap;
        ExpectTrap(traps);
        RegisterLayout parameters = new(type.Parameters);
        WastValue[] arguments = [.. action.Arguments.SelectMany(SuiteValues.Halves)];
        for (int i = 0; i < parameters.Length; i++)
            _builder.Emit(parameters.IsWideAt[i] ? Operation.Const64 : Operation.Const32, Frame + parameters.Registers[i],
                immediate: SuiteValues.Bits(arguments[i]));
        _builder.Call(_context.LabelOf(function), Frame);
        if (!traps)
        {
            Compare(new RegisterLayout(type.Results), assertion);
            return;
        }
        _builder.Jump(_failed);
        _builder.Bind(_resumptions[^1]);
        _builder.Branch(Operation.BrNe32Imm, _failed, 0, 0, (uint)OutcomeOf(assertion!.Message));
    }

    /// <summary>Says where the run goes on after a trap: at a new label, or at the end of a run that failed.</summary>
    private void ExpectTrap(bool traps)
    {
        if (!traps && !_isTrapExpected) return;
        _isTrapExpected = traps;
        if (traps) _resumptions.Add(_builder.NewLabel());
        _builder.Emit(Operation.Const32, 0, immediate: traps ? (uint)_resumptions.Count - 1 : 0);
        _builder.Emit(Operation.AuxStore, immediate: _resume);
    }

    private static Outcome OutcomeOf(string message) => Enum.GetValues<Outcome>().First(o =>
        message.StartsWith(o.Message(), StringComparison.Ordinal) || o.Message().StartsWith(message, StringComparison.Ordinal));

    private void ReadGlobal(uint global)
    {
        GlobalType type = _context.Module.GlobalTypes[global];
        bool isWide = RegisterLayout.IsWide(type.ValueType);
        if (!type.IsMutable)
        {
            _builder.Emit(isWide ? Operation.Const64 : Operation.Const32, Frame, immediate: _context.InitialValue(global));
            return;
        }
        uint address = _context.GlobalAddress(global);
        _builder.Emit(Operation.AuxLoad, Frame, immediate: address);
        if (!isWide) return;
        _builder.Emit(Operation.ExtendU, Frame, Frame);
        _builder.Emit(Operation.AuxLoad, Frame, immediate: address + 1);
        _builder.Emit(Operation.ExtendU, Frame + 1, Frame);
        _builder.Emit(Operation.Shl64Imm, Frame + 1, Frame + 1, immediate: 32);
        _builder.Emit(Operation.Or64, Frame, Frame, Frame + 1);
    }

    private void Compare(RegisterLayout results, WastAssertion? assertion)
    {
        if (assertion is null) return;
        SuiteValues.Check[] expected = [.. assertion.Expected.SelectMany(SuiteValues.Checks)];
        if (results.Length != expected.Length) throw new InvalidOperationException($"line {assertion.Line}: number of results");
        _scratch = Frame + Math.Max(results.Count32, results.Count64);
        for (int i = 0; i < results.Length; i++) Compare(Frame + results.Registers[i], results.IsWideAt[i], expected[i]);
    }

    private void Compare(uint register, bool isWide, SuiteValues.Check expected)
    {
        if (expected.IsNotNull)
        {
            _builder.Branch(Operation.BrEq32Imm, _failed, register, 0, 0);
            return;
        }
        ulong mask = isWide ? expected.Mask : (uint)expected.Mask;
        if (mask != (isWide ? ulong.MaxValue : uint.MaxValue))
        {
            _builder.Emit(isWide ? Operation.And64Imm : Operation.And32Imm, _scratch, register, immediate: mask);
            register = _scratch;
        }
        _builder.Branch(isWide ? Operation.BrNe64Imm : Operation.BrNe32Imm, _failed, register, 0, expected.Value);
    }
}
