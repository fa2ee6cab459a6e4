using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>A global variable at run time.</summary>
public sealed class GlobalInstance(GlobalType type, ulong bits, ulong upperBits = 0) : Extern
{
    internal ulong Bits = bits;

    internal ulong UpperBits = upperBits;

    /// <inheritdoc/>
    public override ExternKind Kind => ExternKind.Global;

    /// <summary>Its type.</summary>
    public GlobalType Type { get; } = type;

    /// <summary>Its value now.</summary>
    public Value Value => new(Type.ValueType, Bits, UpperBits);
}
