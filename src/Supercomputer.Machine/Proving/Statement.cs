using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;

namespace Supercomputer.Machine.Proving;

/// <summary>
/// What a proof says: the program with digest D, on public bytes P and disclosed stream S (and some private input), ended with this
/// outcome, after so many steps and WebAssembly instructions, with outputs O.
/// </summary>
/// <param name="Program">The digest D of the verifying key; limits are part of it.</param>
/// <param name="Public">The public bytes P.</param>
/// <param name="Disclosed">The disclosed stream S, which the verifier also has.</param>
/// <param name="Output">The public outputs O.</param>
/// <param name="Outcome">How the run ended.</param>
/// <param name="Steps">Executed instructions of the register machine before the end; equal to the fuel when it ran out, else below it.</param>
/// <param name="InstructionCount">WebAssembly instructions executed.</param>
public sealed record Statement(
    Digest Program,
    ReadOnlyMemory<byte> Public,
    ReadOnlyMemory<byte> Disclosed,
    ReadOnlyMemory<byte> Output,
    Outcome Outcome,
    ulong Steps,
    ulong InstructionCount)
{
    /// <summary>The clock of the row that ends the run.</summary>
    public ulong Clock => 4 + 4 * Steps;
}
