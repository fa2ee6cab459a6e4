namespace Supercomputer.Wasm.Execution;

/// <summary>A function in the interpreter's code.</summary>
/// <param name="code">Its operations; pinned, so that the interpreter may walk them by pointer.</param>
/// <param name="byteOffsets">The place in the module's bytes of each operation.</param>
/// <param name="parameterCount">Number of parameters.</param>
/// <param name="localCount">Number of locals, parameters included.</param>
/// <param name="frameSlots">Slots of a frame: locals and the most operands.</param>
internal sealed unsafe class CompiledFunction(Operation[] code, int[] byteOffsets, int parameterCount, int localCount, int frameSlots)
{
    public readonly Operation* Code = (Operation*)System.Runtime.CompilerServices.Unsafe.AsPointer(
        ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(code));

    public readonly int ParameterCount = parameterCount;

    public readonly int LocalCount = localCount;

    public readonly int FrameSlots = frameSlots;

    /// <summary>Keeps the pinned operations alive.</summary>
    public Operation[] Operations { get; } = code;

    public int ByteOffsetAt(Operation* operation) => byteOffsets[(int)(operation - Code)];
}
