using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Machine.SpecProofs;

/// <summary>Reads a script of the suite into its modules, and counts apart what shares state with other modules.</summary>
internal sealed class SuiteReader(string file)
{
    private readonly Dictionary<string, SuiteModule?> _named = [];
    private readonly List<SuiteModule> _modules = [];
    private readonly Dictionary<string, SuiteModule?> _registered = [];
    private SuiteModule? _current;

    /// <summary>How many assertions of a return or a trap are not proved, by reason.</summary>
    internal SortedDictionary<string, int> Apart { get; } = new(StringComparer.Ordinal);

    internal IReadOnlyList<SuiteModule> Read(string path)
    {
        WastScript script = WastReader.Read(File.ReadAllBytes(path));
        Assert.Null(script.Error);
        foreach (WastCommand command in script.Commands) Step(command);
        while (_modules.Find(m => !m.IsShared && m.Linked.Values.Any(l => l.IsShared)) is { } importer) importer.IsShared = true;
        foreach (SuiteModule module in _modules.Where(m => m.IsShared))
            for (int i = 0; i < module.Assertions; i++) Count("a module linked to others");
        return [.. _modules.Where(m => !m.IsShared)];
    }

    private void Step(WastCommand command)
    {
        switch (command)
        {
            case WastDefinition definition:
                _current = Load(definition.Module, null);
                if (_current is not null) _modules.Add(_current);
                if (definition.Module.Identifier is { } name) _named[name] = _current;
                break;
            case WastRegister register:
                _registered[register.Name] = register.Module is { } identifier ? _named.GetValueOrDefault(identifier) : _current;
                break;
            case WastAction action: Add(action, action); break;
            case WastAssertion { Kind: WastAssertionKind.Return or WastAssertionKind.Trap, Action: { } action } assertion:
                Add(assertion, action);
                break;
            case WastAssertion { Kind: WastAssertionKind.Uninstantiable } assertion:
                if (Load(assertion.Module!, assertion.Message) is { } module) _modules.Add(module);
                else Count("a module linked to others traps at its start");
                break;
        }
    }

    private void Add(WastCommand command, WastAction action)
    {
        SuiteModule? module = action.Module is { } name ? _named.GetValueOrDefault(name) : _current;
        if (module is not null) module.Commands.Add(command);
        else if (command is WastAssertion) Count("a module linked to others");
    }

    private void Count(string reason) => Apart[reason] = Apart.GetValueOrDefault(reason) + 1;

    private SuiteModule? Load(WastModule source, string? trap)
    {
        WatResult compiled = source.Compile();
        Assert.True(compiled.Bytes is not null, $"{file}:{source.Line}: {compiled.Error}");
        DecodeResult decoded = ModuleDecoder.Decode(compiled.Bytes);
        Assert.True(decoded.IsSuccess, $"{file}:{source.Line}: {decoded.Error}");
        ValidationResult validated = Validator.Validate(decoded.Module);
        Assert.True(validated.IsValid, $"{file}:{source.Line}: {validated.Error}");
        Import[] linked = [.. decoded.Module.Imports.Where(i => i.ModuleName != "spectest")];
        bool isApart = decoded.Module.Imports.Any(i => i.Kind is ExternKind.Table or ExternKind.Memory)
            || linked.Any(i => i.Kind != ExternKind.Function || _registered.GetValueOrDefault(i.ModuleName) is not { IsMemoryless: true })
            || (linked.Length > 0 && decoded.Module.MemoryTypes.Length > 0) || (file == "elem" && decoded.Module.Exports.Any(e => e.Name == "shared-table"));
        if (isApart)
        {
            foreach (Import import in linked)
                if (_registered.GetValueOrDefault(import.ModuleName) is { } exporter) exporter.IsShared = true;
            return null;
        }
        return new SuiteModule(file, source.Line, compiled.Bytes, validated.Module)
        {
            InstantiationTrap = trap,
            Linked = linked.Select(i => i.ModuleName).Distinct().ToDictionary(n => n, n => _registered[n]!),
        };
    }
}
