using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Hosts;

/// <summary>A function that programs may import.</summary>
/// <param name="Module">The module it is imported from.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsSilent">Whether it does nothing in a proof (diagnostics).</param>
public sealed record HostFunction(string Module, string Name, FunctionType Type, bool IsSilent = false);
