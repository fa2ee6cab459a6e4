using Supercomputer.Wasm.Validation;

namespace Supercomputer.Machine.Linking;

/// <summary>A module whose exports other modules import.</summary>
/// <param name="Name">The module name that imports give.</param>
/// <param name="Validated">The module.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
public sealed record LinkedModule(string Name, ValidatedModule Validated, ReadOnlyMemory<byte> Digest);
