using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;

namespace Supercomputer.Wasm.Tests.SpecSuite;

/// <summary>Runs one script and checks each of its assertions.</summary>
internal sealed class ScriptRunner(string name)
{
    private readonly Store _store = new();
    private readonly Imports _imports = new Imports().Add(Spectest.Create());
    private readonly Dictionary<string, Instance?> _named = new(StringComparer.Ordinal);
    private Instance? _current;

    public int Passed { get; private set; }

    /// <summary>A line for each assertion that does not hold, and for each command that should work and does not.</summary>
    public List<string> Failures { get; } = [];

    public void Run(IEnumerable<WastCommand> commands)
    {
        foreach (WastCommand command in commands)
        {
            string? failure = command switch
            {
                WastDefinition definition => Define(definition.Module),
                WastRegister register => Register(register),
                WastAction action => Perform(action, out _),
                WastAssertion assertion => Check(assertion),
                _ => "unknown command",
            };
            if (failure is not null) Failures.Add($"{name}:{command.Line}: {failure}");
            else if (command is WastAssertion) Passed++;
        }
    }

    private string? Define(WastModule module)
    {
        _current = null;
        LoadedModule loaded = LoadedModule.Load(module);
        if (loaded.Module is null) return $"module refused ({loaded.Refused}): {loaded.Message}";
        InstantiationResult result = Instance.Instantiate(loaded.Module, _imports, _store);
        _current = result.Instance;
        if (module.Identifier is { } identifier) _named[identifier] = _current;
        return result.IsSuccess ? null : $"module not instantiated: {result.Message}";
    }

    private string? Register(WastRegister register)
    {
        if (InstanceOf(register.Module) is not { } instance) return $"no instance to register as {register.Name}";
        _imports.Add(register.Name, instance);
        return null;
    }

    private Instance? InstanceOf(string? identifier) => identifier is null ? _current : _named.GetValueOrDefault(identifier);

    private string? Check(WastAssertion assertion) => assertion.Kind switch
    {
        WastAssertionKind.Malformed => CheckRefused(assertion, LoadedModule.Phase.Malformed),
        WastAssertionKind.Invalid => CheckRefused(assertion, LoadedModule.Phase.Invalid),
        WastAssertionKind.Unlinkable => CheckNotInstantiated(assertion, InstantiationKind.Unlinkable),
        WastAssertionKind.Uninstantiable => CheckNotInstantiated(assertion, InstantiationKind.Trapped),
        WastAssertionKind.Return => CheckReturn(assertion),
        _ => CheckTrap(assertion),
    };

    private static string? CheckRefused(WastAssertion assertion, LoadedModule.Phase phase)
    {
        LoadedModule loaded = LoadedModule.Load(assertion.Module!);
        if (loaded.Refused != phase)
            return $"expected {phase} ({assertion.Message}), found {(loaded.Module is null ? $"{loaded.Refused} ({loaded.Message})" : "a valid module")}";
        // A decoder may meet another fault of broken bytes first, so binary modules are held to the phase, texts to the words too.
        bool words = assertion.Module!.Form == WastModuleForm.Binary || loaded.Message.StartsWith(assertion.Message, StringComparison.Ordinal);
        return words ? null : $"expected \"{assertion.Message}\", found \"{loaded.Message}\"";
    }

    private string? CheckNotInstantiated(WastAssertion assertion, InstantiationKind kind)
    {
        LoadedModule loaded = LoadedModule.Load(assertion.Module!);
        if (loaded.Module is null) return $"module refused ({loaded.Refused}): {loaded.Message}";
        InstantiationResult result = Instance.Instantiate(loaded.Module, _imports, _store);
        if (result.Kind != kind) return $"expected {kind} ({assertion.Message}), found {result.Kind} ({result.Message})";
        return Agree(assertion.Message, result.Message!) ? null : $"expected \"{assertion.Message}\", found \"{result.Message}\"";
    }

    private string? CheckTrap(WastAssertion assertion)
    {
        if (Perform(assertion.Action!, out Outcome? outcome) is { } failure && outcome?.Trap is null) return failure;
        if (outcome?.Trap is not { } trap) return $"expected a trap ({assertion.Message}), found {outcome?.Kind}";
        if (assertion.Kind == WastAssertionKind.Exhaustion != (trap.Kind == TrapKind.CallStackExhausted) || !Agree(assertion.Message, trap.Message))
            return $"expected \"{assertion.Message}\", found \"{trap.Message}\"";
        return null;
    }

    /// <summary>One message begins with the other: the suite adds an index here, this engine names the import there.</summary>
    private static bool Agree(string expected, string actual) =>
        actual.StartsWith(expected, StringComparison.Ordinal) || expected.StartsWith(actual, StringComparison.Ordinal);

    private string? CheckReturn(WastAssertion assertion)
    {
        if (Perform(assertion.Action!, out Outcome? outcome) is { } failure) return failure;
        Value[] values = outcome!.Values;
        bool equal = values.Length == assertion.Expected.Count && values.Zip(assertion.Expected).All(pair => Matches(pair.First, pair.Second));
        return equal ? null : $"expected [{string.Join(' ', assertion.Expected)}], found [{string.Join(' ', values)}]";
    }

    private static bool Matches(Value value, WastValue expected) => expected.Kind switch
    {
        WastValueKind.F32CanonicalNan => value.Type == ValType.F32 && (value.Bits & 0xffff_ffff_7fff_ffff) == 0x7fc0_0000,
        WastValueKind.F32ArithmeticNan => value.Type == ValType.F32 && (value.Bits & 0xffff_ffff_7fc0_0000) == 0x7fc0_0000,
        WastValueKind.F64CanonicalNan => value.Type == ValType.F64 && (value.Bits & long.MaxValue) == 0x7ff8_0000_0000_0000,
        WastValueKind.F64ArithmeticNan => value.Type == ValType.F64 && (value.Bits & 0x7ff8_0000_0000_0000) == 0x7ff8_0000_0000_0000,
        WastValueKind.V128 => value.Type == ValType.V128 && LanesMatch(value.AsV128, expected.Lanes!),
        WastValueKind.AnyExternal => value.Type == ValType.ExternRef && !value.IsNull,
        WastValueKind.AnyFunction => value.Type == ValType.FuncRef && !value.IsNull,
        _ => value == ToValue(expected),
    };

    private static bool LanesMatch(UInt128 vector, IReadOnlyList<WastValue> lanes)
    {
        int size = 128 / lanes.Count;
        for (int i = 0; i < lanes.Count; i++)
        {
            ulong bits = (ulong)(vector >> (size * i)) & (ulong.MaxValue >> (64 - size));
            ValType type = lanes[i].Kind switch
            {
                WastValueKind.I32 => ValType.I32,
                WastValueKind.I64 => ValType.I64,
                _ => size == 32 ? ValType.F32 : ValType.F64,
            };
            if (!Matches(new Value(type, bits), lanes[i])) return false;
        }
        return true;
    }

    private static Value? ToValue(WastValue value) => value.Kind switch
    {
        WastValueKind.I32 => new Value(ValType.I32, value.Bits),
        WastValueKind.I64 => new Value(ValType.I64, value.Bits),
        WastValueKind.F32 => new Value(ValType.F32, value.Bits),
        WastValueKind.F64 => new Value(ValType.F64, value.Bits),
        WastValueKind.V128 => new Value(ValType.V128, value.Bits, value.UpperBits),
        WastValueKind.NullFunction => Value.Null(ValType.FuncRef),
        WastValueKind.NullExternal => Value.Null(ValType.ExternRef),
        WastValueKind.External => Value.FromExternRef((uint)value.Bits),
        _ => null,
    };

    /// <summary>Does what an action says; null when it returned, else what went wrong.</summary>
    private string? Perform(WastAction action, out Outcome? outcome)
    {
        outcome = null;
        Extern? member = InstanceOf(action.Module)?.Exports.GetValueOrDefault(action.Name);
        if (!action.IsInvoke)
        {
            if (member is not GlobalInstance global) return $"no exported global {action.Name}";
            outcome = new Outcome(OutcomeKind.Returned, [global.Value], null, 0);
            return null;
        }
        if (member is not FunctionInstance function) return $"no exported function {action.Name}";
        Value?[] arguments = [.. action.Arguments.Select(ToValue)];
        if (arguments.Contains(null)) return $"{action.Name} has an argument that is no value";
        outcome = _store.Invoke(function, [.. arguments.Select(argument => argument!.Value)]);
        return outcome.Kind == OutcomeKind.Returned ? null : $"{action.Name} {outcome.Kind}: {outcome.Trap}";
    }
}
