namespace Supercomputer.Wasm.Text;

/// <summary>Instantiates a module, which becomes the current one.</summary>
/// <param name="Line">The line on which it opens.</param>
/// <param name="Module">The module.</param>
public sealed record WastDefinition(int Line, WastModule Module) : WastCommand(Line);
