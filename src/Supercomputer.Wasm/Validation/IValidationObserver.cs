using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Validation;

/// <summary>Sees what the validator knows at each instruction; lowering takes operand heights and types from here.</summary>
public interface IValidationObserver
{
    /// <summary>A function's body begins.</summary>
    /// <param name="functionIndex">Its index in the function index space (imports first).</param>
    void EnterFunction(uint functionIndex);

    /// <summary>Called before the instruction's effect.</summary>
    /// <param name="instructionIndex">Its index in the body.</param>
    /// <param name="operands">The function's operand stack, bottom first; <see cref="ValType.Unknown"/> occurs in unreachable code only.</param>
    /// <param name="isReachable">False where the instruction can never run.</param>
    void VisitInstruction(int instructionIndex, ReadOnlySpan<ValType> operands, bool isReachable);
}
