using System.Diagnostics.CodeAnalysis;

namespace Supercomputer.Wasm.Execution;

/// <summary>What instantiation gave.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Instance">The instance, where there is one.</param>
/// <param name="Message">Why there is none, in the specification suite's words and then which, expected and actual.</param>
/// <param name="Start">How the start function or the segments ended, where they ran.</param>
public sealed record InstantiationResult(InstantiationKind Kind, Instance? Instance, string? Message, Outcome? Start)
{
    /// <summary>Whether there is an instance.</summary>
    [MemberNotNullWhen(true, nameof(Instance)), MemberNotNullWhen(false, nameof(Message))]
    public bool IsSuccess => Kind == InstantiationKind.Instantiated;
}
