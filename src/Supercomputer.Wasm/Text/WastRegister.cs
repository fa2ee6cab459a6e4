namespace Supercomputer.Wasm.Text;

/// <summary>Makes an instance importable under a name.</summary>
/// <param name="Line">The line on which it opens.</param>
/// <param name="Name">The module name that imports will use.</param>
/// <param name="Module">The identifier of the instance, or null for the current one.</param>
public sealed record WastRegister(int Line, string Name, string? Module) : WastCommand(Line);
