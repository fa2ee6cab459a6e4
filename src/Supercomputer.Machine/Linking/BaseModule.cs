using Supercomputer.Wasm.Validation;

namespace Supercomputer.Machine.Linking;

/// <summary>A module that lies beneath a program: it stands in for imports of the program and has memory that the program cannot reach.</summary>
/// <param name="Validated">The module. What it exports as <c>module.name</c> stands in for that import of the program.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Pages">Its memory, for good. The program's addresses begin behind it.</param>
/// <remarks>Soundness: the program reaches no byte of the module's memory, whatever its addresses; the module reaches all memory and may
/// write into the program's, as a host does. It is part of the program proved and of its digest.</remarks>
public sealed record BaseModule(ValidatedModule Validated, ReadOnlyMemory<byte> Digest, uint Pages);
