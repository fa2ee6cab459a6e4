namespace Supercomputer.Wasm.Text;

/// <summary>Invokes an exported function or reads an exported global.</summary>
/// <param name="Line">The line on which it opens.</param>
/// <param name="IsInvoke">True to invoke, false to get a global.</param>
/// <param name="Module">The identifier of the instance, or null for the current one.</param>
/// <param name="Name">The export.</param>
/// <param name="Arguments">The arguments; empty for a get.</param>
public sealed record WastAction(int Line, bool IsInvoke, string? Module, string Name, IReadOnlyList<WastValue> Arguments) : WastCommand(Line);
