using System.Diagnostics.CodeAnalysis;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Validation;

/// <summary>What validation gave: a valid module, or the first rule that was broken.</summary>
public sealed record ValidationResult(ValidatedModule? Module, ModuleError? Error)
{
    /// <summary>Whether the module is valid.</summary>
    [MemberNotNullWhen(true, nameof(Module)), MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Error is null;
}
