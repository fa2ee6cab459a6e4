using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Machine.SpecProofs;

/// <summary>A module of the suite with what its script does to the instance.</summary>
/// <param name="Name">The file and the line of the module.</param>
/// <param name="Bytes">The module in the binary format.</param>
/// <param name="Validated">The module.</param>
internal sealed record SuiteModule(string Name, byte[] Bytes, ValidatedModule Validated)
{
    /// <summary>Actions, and assertions with an action, in order.</summary>
    internal List<WastCommand> Commands { get; } = [];

    /// <summary>The trap that the script expects of the instantiation; null where it expects none.</summary>
    internal string? InstantiationTrap { get; init; }

    internal Module Module => Validated.Module;

    /// <summary>Whether the module has no memory of its own, so that it can share a program with others.</summary>
    internal bool IsMemoryless => Module.MemoryTypes.Length == 0;

    /// <summary>The assertions among the commands that are proved: of a return or a trap.</summary>
    internal int Assertions => Commands.Count(c => c is WastAssertion);
}
