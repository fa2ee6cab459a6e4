namespace Supercomputer.Wasm.Text;

/// <summary>One command of a script: <see cref="WastDefinition"/>, <see cref="WastRegister"/>, <see cref="WastAction"/> or <see cref="WastAssertion"/>.</summary>
/// <param name="Line">The line on which it opens.</param>
public abstract record WastCommand(int Line);
