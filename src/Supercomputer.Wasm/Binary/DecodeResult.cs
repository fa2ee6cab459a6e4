using System.Diagnostics.CodeAnalysis;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Binary;

/// <summary>What decoding gave: a module, or why there is none.</summary>
public sealed record DecodeResult(Module? Module, ModuleError? Error)
{
    /// <summary>Whether there is a module.</summary>
    [MemberNotNullWhen(true, nameof(Module)), MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;
}
