using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>A function at run time: code of an instance, or of the host.</summary>
public sealed class FunctionInstance : Extern
{
    private Store? _store;
    private ulong _reference;

    /// <summary>A function of the host.</summary>
    public FunctionInstance(FunctionType type, HostFunction host)
    {
        Type = type;
        Host = host;
    }

    internal FunctionInstance(FunctionType type, Instance owner, uint index)
    {
        Type = type;
        Owner = owner;
        Index = index;
    }

    /// <inheritdoc/>
    public override ExternKind Kind => ExternKind.Function;

    /// <summary>Its type.</summary>
    public FunctionType Type { get; }

    internal HostFunction? Host { get; }

    internal Instance? Owner { get; }

    /// <summary>The function index in the owner's module.</summary>
    internal uint Index { get; }

    internal CompiledFunction? Compiled { get; set; }

    internal CompiledFunction Compile() => Compiled ??= CodeCompiler.Compile(Owner!.Module, Index);

    /// <summary>The word that stands for this function in tables and on the stack.</summary>
    internal ulong ReferenceIn(Store store)
    {
        if (_store is not null && _store != store) throw new InvalidOperationException("a function belongs to one store");
        if (_store is not null) return _reference;
        _store = store;
        return _reference = store.Register(this);
    }
}
