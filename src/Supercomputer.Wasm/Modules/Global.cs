namespace Supercomputer.Wasm.Modules;

/// <summary>A global variable that the module defines.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Initializer">The constant expression of its first value, with the closing <c>end</c>.</param>
public sealed record Global(GlobalType Type, Instruction[] Initializer);
