namespace Supercomputer.Wasm.Text;

/// <summary>Why a text module or script was refused, and where.</summary>
/// <param name="Kind">The family of the fault.</param>
/// <param name="Line">Line of the offending token, from 1.</param>
/// <param name="Column">Column of the offending token in characters, from 1.</param>
/// <param name="Which">The fault in the specification suite's words.</param>
/// <param name="Expected">What would have been accepted.</param>
/// <param name="Actual">What was found.</param>
public sealed record WatError(WatErrorKind Kind, int Line, int Column, string Which, string Expected, string Actual)
{
    /// <summary>The whole error as one line.</summary>
    public override string ToString() => $"{Line}:{Column}: {Which}: expected {Expected}, found {Actual}";
}
