using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Runtime;

namespace Supercomputer.Machine.Hosts;

/// <summary>Modular multiply-add and inverses on numbers in linear memory: where they lie, or copied when not aligned.</summary>
internal static class ModularRoutines
{
    private const uint C = 2, Modulus = 3;

    /// <summary>r0 to r4: a, b, c, the modulus, and where the result goes.</summary>
    /// <remarks>c and the modulus are read at one time, so they are copied where they overlap.</remarks>
    internal static void MultiplyAdd(RoutineWriter w, RuntimeLibrary library, Operation operation)
    {
        uint[] words = [.. AcceleratorCall.Of(operation)!.Operands.Select(operand => (uint)operand.Words)];
        Label copied = w.NewLabel();
        for (uint operand = 0; operand < words.Length; operand++) w.Load(Operation.Load32, 5, operand, 4 * words[operand] - 4);
        w.Do(Operation.Or32, 5, 0, 1);
        for (uint operand = 2; operand < words.Length; operand++) w.Do(Operation.Or32, 5, 5, operand);
        w.With(Operation.And32Imm, 3, 5, 5);
        w.BranchIf(Operation.BrNe32Imm, copied, 5, 0);
        w.Do(Operation.Sub32, 5, C, Modulus);
        w.With(Operation.Add32Imm, 4 * words[C] - 1, 5, 5);
        w.BranchIf(Operation.BrLtU32Imm, copied, 5, 4 * (words[C] + words[Modulus]) - 1);
        w.With(operation, (ulong)Space.Memory, a: 0);
        w.Return();

        w.Bind(copied);
        Copied(w, library.Region($"operands of {operation}", (uint)words.Sum(count => count)), words, operation);
    }

    /// <summary>r0 to r2: a number, the modulus, and where the inverse goes.</summary>
    internal static void Invert(RoutineWriter w, RuntimeLibrary library, Operation operation)
    {
        uint[] words = [.. AcceleratorCall.Of(operation)!.Operands.Select(operand => (uint)operand.Words)];
        Label copied = w.NewLabel();
        for (uint operand = 0; operand < words.Length; operand++) w.Load(Operation.Load32, 5, operand, 4 * words[operand] - 4);
        w.Do(Operation.Or32, 5, 0, 1);
        w.Do(Operation.Or32, 5, 5, 2);
        w.With(Operation.And32Imm, 3, 5, 5);
        w.BranchIf(Operation.BrNe32Imm, copied, 5, 0);
        w.With(operation, (ulong)Space.Memory, a: 0);
        w.Return();

        w.Bind(copied);
        Copied(w, library.Region($"operands of {operation}", (uint)words.Sum(count => count)), words, operation);
    }

    /// <summary>The call on copies in the Auxiliary space, one after another.</summary>
    private static void Copied(RoutineWriter w, uint copies, uint[] words, Operation operation)
    {
        uint[] starts = new uint[words.Length];
        uint last = (uint)words.Length - 1;
        for (int operand = 0; operand < words.Length; operand++)
            starts[operand] = operand == 0 ? copies : starts[operand - 1] + words[operand - 1];
        for (uint operand = 0; operand < last; operand++)
            for (uint word = 0; word < words[operand]; word++)
            {
                w.Load(Operation.Load32, 5, operand, 4 * word);
                w.With(Operation.AuxStore, starts[operand] + word, b: 5);
            }
        for (uint operand = 0; operand < words.Length; operand++) w.Const(6 + operand, 4 * starts[operand]);
        w.With(operation, (ulong)Space.Auxiliary, a: 6);
        for (uint word = 0; word < words[last]; word++)
        {
            w.With(Operation.AuxLoad, starts[last] + word, 5);
            w.Store(Operation.Store32, last, 5, 4 * word);
        }
        w.Return();
    }
}
