namespace Supercomputer.Wasm.Text;

/// <summary>One token: its kind and the characters of the source that it covers.</summary>
internal readonly record struct WatToken(WatTokenKind Kind, int Start, int Length);
