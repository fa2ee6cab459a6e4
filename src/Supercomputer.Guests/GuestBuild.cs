namespace Supercomputer.Guests;

/// <summary>What came of compiling a guest: a module, or the reasons why there is none.</summary>
/// <param name="Module">The module's bytes; null where there are diagnostics.</param>
/// <param name="Diagnostics">Every method that is outside the subset, once.</param>
public sealed record GuestBuild(byte[]? Module, IReadOnlyList<GuestDiagnostic> Diagnostics);
