namespace Supercomputer.Wasm.Text;

/// <summary>The commands of a script, or why it could not be read.</summary>
/// <param name="Commands">The commands up to the error, all of them without one.</param>
/// <param name="Error">The first error, or null.</param>
public sealed record WastScript(IReadOnlyList<WastCommand> Commands, WatError? Error);
