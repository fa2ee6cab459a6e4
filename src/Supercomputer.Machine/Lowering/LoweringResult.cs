using System.Diagnostics.CodeAnalysis;

namespace Supercomputer.Machine.Lowering;

/// <summary>What lowering gave: a program, or why there is none.</summary>
public sealed record LoweringResult(LoweredProgram? Program, LoweringError? Error)
{
    /// <summary>Whether there is a program.</summary>
    [MemberNotNullWhen(true, nameof(Program)), MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;
}
