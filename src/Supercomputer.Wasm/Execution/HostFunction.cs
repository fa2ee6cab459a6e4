namespace Supercomputer.Wasm.Execution;

/// <summary>A function of the host.</summary>
/// <param name="context">Who calls.</param>
/// <param name="arguments">One word an operand, as <see cref="Value.Bits"/>; a v128 takes two, its low half first.</param>
/// <param name="results">One word a result, two for a v128, zero at the call; an i32 or f32 has its upper half zero.</param>
/// <returns>The trap, or null.</returns>
public delegate Trap? HostFunction(HostContext context, ReadOnlySpan<ulong> arguments, Span<ulong> results);
