using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Runtime;

namespace Supercomputer.Machine.Hosts;

/// <summary>Poseidon2 on states in linear memory: where they lie, or copied when one is not aligned.</summary>
internal static class Poseidon2Routines
{
    /// <summary>r0 the state, r1 where it goes.</summary>
    internal static void Permute(RoutineWriter w, RuntimeLibrary library, Operation operation)
    {
        uint words = (uint)AcceleratorCall.Of(operation)!.Operands[0].Words;
        Label unaligned = w.NewLabel();
        w.Load(Operation.Load32, 2, 0, 4 * words - 4);
        w.Load(Operation.Load32, 2, 1, 4 * words - 4);
        w.Do(Operation.Or32, 2, 0, 1);
        w.With(Operation.And32Imm, 3, 2, 2);
        w.BranchIf(Operation.BrNe32Imm, unaligned, 2, 0);
        w.With(operation, (ulong)Space.Memory, a: 0);
        w.Return();

        w.Bind(unaligned);
        uint state = library.Region($"state of {operation}", words);
        for (uint word = 0; word < words; word++)
        {
            w.Load(Operation.Load32, 2, 0, 4 * word);
            w.With(Operation.AuxStore, state + word, b: 2);
        }
        w.Const(3, 4 * state);
        w.Do(Operation.Move32, 4, 3);
        w.With(operation, (ulong)Space.Auxiliary, a: 3);
        for (uint word = 0; word < words; word++)
        {
            w.With(Operation.AuxLoad, state + word, 2);
            w.Store(Operation.Store32, 1, 2, 4 * word);
        }
        w.Return();
    }
}
