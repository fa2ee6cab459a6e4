namespace Supercomputer.Wasm.Text;

/// <summary>An argument or an expected result of a script.</summary>
/// <param name="Kind">Its type, or the pattern that a result has to match.</param>
/// <param name="Bits">The bits of a number (upper half zero for 32-bit types) or the number of an external reference.</param>
public readonly record struct WastValue(WastValueKind Kind, ulong Bits);
