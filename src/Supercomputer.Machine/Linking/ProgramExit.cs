using System.Buffers.Binary;
using Supercomputer.Machine.Execution;

namespace Supercomputer.Machine.Linking;

/// <summary>The exit code of a WASI program, as the statement says it.</summary>
/// <remarks>Exit code 0 is the outcome returned. Another exit code is the outcome trapped by the program, and the last four bytes of the output are
/// the code, little-endian: a program that imports <c>proc_exit</c> ends as trapped by the program in no other way.</remarks>
public static class ProgramExit
{
    internal const string HostFunction = $"{WasiLibrary.ModuleName}.proc_exit";

    /// <summary>The exit code; null where the program knows none or ended by another trap.</summary>
    /// <param name="hostFunctions">The host functions of the program, which its key names.</param>
    /// <param name="outcome">How the run ended.</param>
    /// <param name="output">The public output.</param>
    public static uint? CodeOf(IReadOnlyList<string> hostFunctions, Outcome outcome, ReadOnlySpan<byte> output)
    {
        ArgumentNullException.ThrowIfNull(hostFunctions);
        if (!hostFunctions.Contains(HostFunction)) return null;
        if (outcome == Outcome.Returned) return 0;
        return outcome == Outcome.ProgramTrap && output.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(output[^4..]) : null;
    }
}
