using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Runtime;

namespace Supercomputer.Machine.Hosts;

/// <summary>Complete sums of points in linear memory, (0, 0) for infinity: where they lie, or copied when not aligned.</summary>
/// <remarks>The lowest words of the two x tell nearly always that a sum has a slope: else all words are compared.</remarks>
internal static class CurveRoutines
{
    private const uint First = 0, Second = 1, Modulus = 2, Result = 3, A = 4, Scratch = 5, Pointers = 8, Copy = 12;

    /// <summary>r0 to r4: two points, the modulus, where the sum goes, and a.</summary>
    internal static void Add(RoutineWriter w, RuntimeLibrary library, Operation add, Operation twice)
    {
        uint n = (uint)AcceleratorCall.Of(add)!.Operands[(int)Modulus].Words;
        uint[] words = [2 * n, 2 * n, n, 2 * n, n];
        Label copied = w.NewLabel();
        for (uint operand = 0; operand < words.Length; operand++) w.Load(Operation.Load32, Scratch, operand, 4 * words[operand] - 4);
        w.Do(Operation.Or32, Scratch, First, Second);
        for (uint operand = Modulus; operand <= A; operand++) w.Do(Operation.Or32, Scratch, Scratch, operand);
        w.With(Operation.And32Imm, 3, Scratch, Scratch);
        w.BranchIf(Operation.BrNe32Imm, copied, Scratch, 0);
        for (uint operand = First; operand <= Result; operand++) w.Do(Operation.Move32, Pointers + operand, operand);
        Sum(w, n, add, twice, Space.Memory, (register, operand, word) => w.Load(Operation.Load32, register, operand, 4 * word),
            (register, word) => w.Store(Operation.Store32, Result, register, 4 * word), w.Return);
        w.Bind(copied);
        uint copies = library.Region($"operands of {add}", (uint)words.Sum(count => count));
        uint[] starts = [.. Enumerable.Range(0, words.Length).Select(operand => copies + (uint)words[..operand].Sum(count => count))];
        for (uint operand = 0; operand < words.Length; operand++)
            for (uint word = 0; word < words[operand] && operand != Result; word++)
            {
                w.Load(Operation.Load32, Scratch, operand, 4 * word);
                w.With(Operation.AuxStore, starts[operand] + word, b: Scratch);
            }

        for (uint operand = First; operand <= Result; operand++) w.Const(Pointers + operand, 4 * starts[operand]);
        w.Const(A, 4 * starts[A]);
        Label done = w.NewLabel();
        Sum(w, n, add, twice, Space.Auxiliary, (register, operand, word) => w.With(Operation.AuxLoad, starts[operand] + word, register),
            (register, word) => w.With(Operation.AuxStore, starts[Result] + word, b: register), () => w.Jump(done));
        w.Bind(done);
        for (uint word = 0; word < words[Result]; word++)
        {
            w.With(Operation.AuxLoad, starts[Result] + word, Scratch);
            w.Store(Operation.Store32, Result, Scratch, 4 * word);
        }

        w.Return();
    }

    /// <summary>The sum by the pointers in r8 to r11, and in r4 to a.</summary>
    private static void Sum(
        RoutineWriter w, uint n, Operation add, Operation twice, Space space, Action<uint, uint, uint> load, Action<uint, uint> store, Action leave)
    {
        const uint left = Scratch, right = Scratch + 1;
        Label compare = w.NewLabel(), sum = w.NewLabel();
        load(left, First, 0);
        load(right, Second, 0);
        w.Branch(Operation.BrEq32, compare, left, right);
        w.BranchIf(Operation.BrEq32Imm, compare, left, 0);
        w.BranchIf(Operation.BrEq32Imm, compare, right, 0);
        w.Bind(sum);
        w.With(add, (ulong)space, a: Pointers);
        leave();
        w.Bind(compare);
        CopyIfInfinite(First, Second);
        CopyIfInfinite(Second, First);
        for (uint word = 0; word < 2 * n; word++)
        {
            load(left, First, word);
            load(right, Second, word);
            w.Branch(Operation.BrNe32, sum, left, right);
        }

        w.Do(Operation.Move32, Pointers + Second, A);
        w.With(twice, (ulong)space, a: Pointers);
        leave();

        void CopyIfInfinite(uint tested, uint other)
        {
            Label isFinite = w.NewLabel();
            for (uint word = 0; word < 2 * n; word++)
            {
                load(left, tested, word);
                w.BranchIf(Operation.BrNe32Imm, isFinite, left, 0);
            }

            // All is read before anything is written: the result may overlap.
            for (uint word = 0; word < 2 * n; word++) load(Copy + word, other, word);
            for (uint word = 0; word < 2 * n; word++) store(Copy + word, word);
            leave();
            w.Bind(isFinite);
        }
    }
}
