namespace Supercomputer.Wasm.Text;

/// <summary>One assertion of a script.</summary>
/// <param name="Line">The line on which it opens.</param>
/// <param name="Kind">What is asserted.</param>
/// <param name="Action">The action, for return, trap and exhaustion; null else.</param>
/// <param name="Module">The module, for malformed, invalid, unlinkable and uninstantiable; null else.</param>
/// <param name="Expected">The expected results of a return.</param>
/// <param name="Message">How the expected message begins; empty for a return.</param>
public sealed record WastAssertion(
    int Line, WastAssertionKind Kind, WastAction? Action, WastModule? Module, IReadOnlyList<WastValue> Expected, string Message)
    : WastCommand(Line);
