namespace Supercomputer.Wasm.Modules;

/// <summary>Why a module was refused: which rule, where, what was expected and what was found.</summary>
/// <param name="Kind">The kind of refusal.</param>
/// <param name="ByteOffset">Where in the module's bytes.</param>
/// <param name="Rule">The rule that was broken, in the specification suite's words.</param>
/// <param name="Expected">What would have been accepted.</param>
/// <param name="Actual">What was found.</param>
/// <param name="Function">The function in whose body it stands, by index and name; null where it stands in none.</param>
public sealed record ModuleError(
    ModuleErrorKind Kind, int ByteOffset, string Rule, string Expected, string Actual, string? Function = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Rule}{(Function is null ? "" : $" in {Function}")} at byte {ByteOffset}: expected {Expected}, found {Actual} ({Kind.ToString().ToLowerInvariant()} module)";
}
