namespace Supercomputer.Wasm.Modules;

/// <summary>A run of locals of one type, as the binary format groups them.</summary>
public readonly record struct LocalRun(uint Count, ValType Type);
