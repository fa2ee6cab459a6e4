namespace Supercomputer.Wasm.Execution;

/// <summary>How an invocation ended.</summary>
/// <param name="Kind">Returned, trapped or out of fuel.</param>
/// <param name="Values">The results of a function that returned; empty otherwise.</param>
/// <param name="Trap">The trap of one that trapped.</param>
/// <param name="Instructions">
/// The number of instructions executed. Every instruction that control reaches counts one, the one that trapped
/// included; <c>block</c>, <c>loop</c>, <c>else</c> and <c>end</c> are marks in the code and count nothing.
/// </param>
public sealed record Outcome(OutcomeKind Kind, Value[] Values, Trap? Trap, ulong Instructions);
