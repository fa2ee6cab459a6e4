namespace Supercomputer.Wasm.Execution;

/// <summary>What a module may import, by module name and name.</summary>
public sealed class Imports
{
    private readonly Dictionary<(string Module, string Name), Extern> _externs = [];

    /// <summary>Offers one function, table, memory or global; a later offer of the same name wins.</summary>
    public Imports Add(string moduleName, string name, Extern member)
    {
        _externs[(moduleName, name)] = member;
        return this;
    }

    /// <summary>Offers the members of a host module.</summary>
    public Imports Add(HostModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        foreach ((string name, Extern member) in module.Members) Add(module.Name, name, member);
        return this;
    }

    /// <summary>Offers the exports of an instance.</summary>
    public Imports Add(string moduleName, Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        foreach ((string name, Extern member) in instance.Exports) Add(moduleName, name, member);
        return this;
    }

    internal Extern? Find(string moduleName, string name) => _externs.GetValueOrDefault((moduleName, name));
}
