using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Runtime;

namespace Supercomputer.Machine.Hosts;

/// <summary>Modular multiply-add on numbers in linear memory: where they lie, or copied when not aligned.</summary>
internal static class ModularRoutines
{
    private const uint Operands = 5, C = 2, Modulus = 3, Result = 4;

    /// <summary>r0 to r4: a, b, c, the modulus, and where the result goes.</summary>
    /// <remarks>c and the modulus are read at one time, so they are copied where they overlap.</remarks>
    internal static void MultiplyAdd(RoutineWriter w, RuntimeLibrary library, Operation operation)
    {
        uint words = (uint)AcceleratorCall.Of(operation)!.Operands[0].Words, bytes = 4 * words;
        uint copies = library.Region($"operands of {operation}", Operands * words);
        Label copied = w.NewLabel();
        for (uint operand = 0; operand < Operands; operand++) w.Load(Operation.Load32, 5, operand, bytes - 4);
        w.Do(Operation.Or32, 5, 0, 1);
        for (uint operand = 2; operand < Operands; operand++) w.Do(Operation.Or32, 5, 5, operand);
        w.With(Operation.And32Imm, 3, 5, 5);
        w.BranchIf(Operation.BrNe32Imm, copied, 5, 0);
        w.Do(Operation.Sub32, 5, C, Modulus);
        w.With(Operation.Add32Imm, bytes - 1, 5, 5);
        w.BranchIf(Operation.BrLtU32Imm, copied, 5, 2 * bytes - 1);
        w.With(operation, (ulong)Space.Memory, a: 0);
        w.Return();

        w.Bind(copied);
        for (uint operand = 0; operand < Result; operand++)
            for (uint word = 0; word < words; word++)
            {
                w.Load(Operation.Load32, 5, operand, 4 * word);
                w.With(Operation.AuxStore, copies + operand * words + word, b: 5);
            }
        for (uint operand = 0; operand < Operands; operand++) w.Const(6 + operand, 4 * (copies + operand * words));
        w.With(operation, (ulong)Space.Auxiliary, a: 6);
        for (uint word = 0; word < words; word++)
        {
            w.With(Operation.AuxLoad, copies + Result * words + word, 5);
            w.Store(Operation.Store32, Result, 5, 4 * word);
        }
        w.Return();
    }
}
