namespace Supercomputer.Machine.Lowering;

/// <summary>Why a module cannot be lowered: where, what was found, what would have been accepted.</summary>
/// <param name="Function">The function, or the part of the module.</param>
/// <param name="Instruction">The instruction, or the entry of that part.</param>
/// <param name="ByteOffset">Where in the module's bytes; -1 where it is no one place.</param>
/// <param name="Actual">What was found.</param>
/// <param name="Expected">What would have been accepted.</param>
public sealed record LoweringError(string Function, string Instruction, int ByteOffset, string Actual, string Expected)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Function}: {Instruction}{(ByteOffset >= 0 ? $" at byte {ByteOffset}" : "")}: {Actual}; {Expected}";
}
