namespace Supercomputer.Wasm.Modules;

/// <summary>A custom section, kept as it stands.</summary>
public sealed record CustomSection(string Name, ReadOnlyMemory<byte> Bytes);
