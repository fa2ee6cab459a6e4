namespace Supercomputer.Wasm.Modules;

/// <summary>One export: a name for an entry of the index space of its kind.</summary>
public sealed record Export(string Name, ExternKind Kind, uint Index);
