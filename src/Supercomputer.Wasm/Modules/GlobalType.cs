namespace Supercomputer.Wasm.Modules;

/// <summary>The type of a global variable.</summary>
public readonly record struct GlobalType(ValType ValueType, bool IsMutable);
