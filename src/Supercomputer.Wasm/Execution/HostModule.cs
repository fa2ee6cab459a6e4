using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>Host functions under one module name, to be imported.</summary>
public sealed class HostModule(string name)
{
    private readonly Dictionary<string, Extern> _members = new(StringComparer.Ordinal);

    /// <summary>The module name that imports give.</summary>
    public string Name { get; } = name;

    internal IReadOnlyDictionary<string, Extern> Members => _members;

    /// <summary>Adds a function.</summary>
    public HostModule Add(string name, FunctionType type, HostFunction function)
    {
        _members.Add(name, new FunctionInstance(type, function));
        return this;
    }

    /// <summary>Adds a table, memory, global or function instance.</summary>
    public HostModule Add(string name, Extern member)
    {
        _members.Add(name, member);
        return this;
    }
}
