using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Execution;

/// <summary>What an accelerator's instruction touches: consecutive registers from A hold pointers, each to words in a space.</summary>
/// <remarks>
/// Statement: the words behind all pointers but the last are read, the result is written behind the last. A pointer is 4 times the address
/// of the first word in its space.
/// Shape: the words of a step are first the registers after A, then those behind each pointer, at the pointer's time. Pointers with one
/// time must not meet: the routine that holds the instruction sees to it, and that they are aligned and in bounds.
/// </remarks>
internal sealed unsafe class AcceleratorCall
{
    /// <summary>The most pointers of a call.</summary>
    internal const int MaximumOperands = 5;

    /// <summary>The most words read or written by a call.</summary>
    internal const int MaximumWords = 84;

    private static readonly AcceleratorCall s_sha256 = new(&Sha256, new(8, 1, 0), new(16, 2, 1), new(8, 3, 2));

    private static readonly AcceleratorCall s_multiplyAdd256 = Modular(8, 8, &MultiplyAdd256), s_multiplyAdd384 = Modular(12, 12, &MultiplyAdd384);

    private static readonly AcceleratorCall s_multiplyAddFp2Of256 = Modular(16, 8, &MultiplyAddFp2Of256), s_multiplyAddFp2Of384 = Modular(24, 12, &MultiplyAddFp2Of384);

    private static readonly AcceleratorCall
        s_curveAdd256 = Curve(8, 16, &CurveAdd256), s_curveAdd384 = Curve(12, 24, &CurveAdd384),
        s_curveDouble256 = Curve(8, 8, &CurveDouble256), s_curveDouble384 = Curve(12, 12, &CurveDouble384);

    private static readonly AcceleratorCall
        s_inverse256 = new(&Inverse256, new(8, 0, 0), new(8, 1, 0), new(8, 2, 0)),
        s_inverse384 = new(&Inverse384, new(12, 0, 0), new(12, 1, 0), new(12, 2, 0));

    private static readonly AcceleratorCall s_poseidon2Of16 = new(&Poseidon2Of16, new(16, 1, 0), new(16, 2, 0));

    private static readonly AcceleratorCall s_poseidon2Of24 = new(&Poseidon2Of24, new(24, 1, 0), new(24, 2, 0));

    private readonly delegate*<uint*, uint*, bool> function;

    private AcceleratorCall(delegate*<uint*, uint*, bool> function, params Operand[] operands)
    {
        this.function = function;
        Operands = operands;
        WordCount = operands.Length - 1 + operands.Sum(operand => operand.Words);
    }

    /// <summary>The operands, the result last.</summary>
    internal IReadOnlyList<Operand> Operands { get; }

    /// <summary>The word accesses of a step.</summary>
    internal int WordCount { get; }

    /// <summary>The call of an operation; null where it is no accelerator's.</summary>
    internal static AcceleratorCall? Of(Operation operation) => operation switch
    {
        Operation.Sha256 => s_sha256,
        Operation.MultiplyAdd256 => s_multiplyAdd256,
        Operation.MultiplyAdd384 => s_multiplyAdd384,
        Operation.MultiplyAddFp2Of256 => s_multiplyAddFp2Of256,
        Operation.MultiplyAddFp2Of384 => s_multiplyAddFp2Of384,
        Operation.CurveAdd256 => s_curveAdd256,
        Operation.CurveAdd384 => s_curveAdd384,
        Operation.CurveDouble256 => s_curveDouble256,
        Operation.CurveDouble384 => s_curveDouble384,
        Operation.Inverse256 => s_inverse256,
        Operation.Inverse384 => s_inverse384,
        Operation.Poseidon2Of16 => s_poseidon2Of16,
        Operation.Poseidon2Of24 => s_poseidon2Of24,
        _ => null,
    };

    /// <summary>The space of an operand of an instruction.</summary>
    internal static Space SpaceOf(Operand operand, ulong immediate) => (Space)Limb(immediate, operand.SpaceLimb);

    /// <summary>The words behind an operand's pointer.</summary>
    /// <remarks>Errors: throws where the pointer is not aligned or the words are not in the space: the routine must have tested it.</remarks>
    internal static uint* Locate(MachineState state, Operand operand, ulong immediate, uint pointer)
    {
        Space space = SpaceOf(operand, immediate);
        ulong end = (pointer >> 2) + (ulong)operand.Words;
        bool fits = (pointer & 3) == 0 && space switch
        {
            Space.Memory => end <= (ulong)state.Pages << 14,
            Space.Auxiliary => end <= state.AuxiliarySize,
            _ => false,
        };
        if (!fits) throw new InvalidOperationException($"an accelerator's pointer {pointer} to {operand.Words} words in space {space}");
        return (space == Space.Memory ? (uint*)state.Memory : state.Auxiliary) + (pointer >> 2);
    }

    /// <summary>Executes the call; the machine traps with an integer overflow where it returns false.</summary>
    /// <param name="state">The machine.</param>
    /// <param name="immediate">The instruction's immediate.</param>
    /// <param name="pointers">The registers from A on.</param>
    internal bool Run(MachineState state, ulong immediate, uint* pointers)
    {
        uint* inputs = stackalloc uint[MaximumWords];
        uint* at = inputs;
        int last = Operands.Count - 1;
        for (int index = 0; index < last; index++)
        {
            uint* words = Locate(state, Operands[index], immediate, pointers[index]);
            for (int word = 0; word < Operands[index].Words; word++) *at++ = words[word];
        }

        return function(inputs, Locate(state, Operands[last], immediate, pointers[last]));
    }

    private static uint Limb(ulong immediate, int limb) => (uint)(immediate >> (16 * limb)) & 0xFFFF;

    private static AcceleratorCall Modular(int words, int modulusWords, delegate*<uint*, uint*, bool> function) =>
        new(function, new(words, 0, 0), new(words, 1, 0), new(words, 2, 0), new(modulusWords, 2, 0), new(words, 3, 0));

    private static AcceleratorCall Curve(int words, int secondWords, delegate*<uint*, uint*, bool> function) =>
        new(function, new(2 * words, 0, 0), new(secondWords, 1, 0), new(words, 2, 0), new(2 * words, 3, 0));

    private static bool CurveAdd256(uint* inputs, uint* result) => ScalarCurve.Add(8, inputs, result);

    private static bool CurveAdd384(uint* inputs, uint* result) => ScalarCurve.Add(12, inputs, result);

    private static bool CurveDouble256(uint* inputs, uint* result) => ScalarCurve.Double(8, inputs, result);

    private static bool CurveDouble384(uint* inputs, uint* result) => ScalarCurve.Double(12, inputs, result);

    private static bool Inverse256(uint* inputs, uint* result) => ScalarInverse.OfAny(8, inputs, result);

    private static bool Inverse384(uint* inputs, uint* result) => ScalarInverse.OfAny(12, inputs, result);

    private static bool MultiplyAddFp2Of256(uint* inputs, uint* result) => ScalarFp2.MultiplyAdd(8, inputs, result);

    private static bool MultiplyAddFp2Of384(uint* inputs, uint* result) => ScalarFp2.MultiplyAdd(12, inputs, result);

    private static bool MultiplyAdd256(uint* inputs, uint* result) => MultiplyAdd(8, inputs, result);

    private static bool MultiplyAdd384(uint* inputs, uint* result) => MultiplyAdd(12, inputs, result);

    private static bool MultiplyAdd(int words, uint* inputs, uint* result)
    {
        uint* quotient = stackalloc uint[ScalarModular.MaximumWords];
        return ScalarModular.MultiplyAdd(words, inputs, quotient, result);
    }

    private static bool Poseidon2Of16(uint* inputs, uint* result) => ScalarPoseidon2.Permute(16, inputs, result);

    private static bool Poseidon2Of24(uint* inputs, uint* result) => ScalarPoseidon2.Permute(24, inputs, result);

    private static bool Sha256(uint* inputs, uint* result)
    {
        ScalarSha256.Compress(inputs, inputs + 8, result);
        return true;
    }

    /// <summary>Words behind a pointer.</summary>
    /// <param name="Words">How many.</param>
    /// <param name="Time">When they are accessed, from the clock.</param>
    /// <param name="SpaceLimb">The limb of the immediate that names their space.</param>
    internal readonly record struct Operand(int Words, uint Time, int SpaceLimb);
}
