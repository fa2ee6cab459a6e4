using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>Poseidon2 over KoalaBear, a row a call: reads 16 or 24 words, writes the permuted state.</summary>
/// <remarks>
/// Statement: the words read are v, the result is the permutation of v modulo p, every word of it below p, and the row goes on at the trap of
/// an integer overflow where a word of v is not below p, else at the next instruction.
/// Soundness: a word is lo + 2^16 hi. inverse is 1/lo or 0, so b = lo inverse says whether lo is not zero. With t = 0x7F00 - hi - b the word is
/// below p if and only if t &gt;= 0: p has the limbs 0x7F00 and 1. Of a word that is read hi is a limb by the Memory bus, and t, or where it
/// exceeds -t - 1, is looked up as 16 bits: both are above -2^16, so the two cases exclude one another. Of a word that is written lo, hi and t
/// are looked up, so it is the one number below p that equals the permutation's element. Field equations do the rest: an S-box x^3 has the degree
/// of a constraint, so its result is committed wherever another S-box follows (<see cref="Poseidon2Rounds"/>), and elements between are affine in
/// those. traps is 0 or 1 by the inverse of the number of words that exceed.
/// Cost: 323 columns and 171 interactions for 16 words, 470 and 251 for 24.
/// </remarks>
internal sealed class Poseidon2Chip : InstructionChip
{
    private const uint HighLimb = KoalaBear.Modulus >> 16;

    private readonly Cell isReal;
    private readonly Cell traps;
    private readonly Cell inverseOfCount;
    private readonly Cell[] exceeds;
    private readonly Cell[] words;
    private readonly Cell[] inverses;
    private readonly Cell[] result;
    private readonly Cell[] resultInverses;
    private readonly Cell[] old;
    private readonly Cell[] cubes;
    private readonly AcceleratorOperands operands;
    private readonly int width;

    /// <summary>Declares the chip of an operation.</summary>
    internal Poseidon2Chip(Operation operation)
        : base($"Poseidon2Of{AcceleratorCall.Of(operation)!.Operands[0].Words}")
    {
        AcceleratorCall call = AcceleratorCall.Of(operation)!;
        width = call.Operands[0].Words;
        isReal = Air.Boolean("is_real");
        traps = Air.Column("traps");
        inverseOfCount = Air.Column("inverse_of_count");
        operands = new(Air, State, isReal, call, operation);
        (words, result, old) = (Air.Columns("word", 2 * width), Air.Columns("result", 2 * width), Air.Columns("old", 2 * width));
        (inverses, resultInverses) = (Air.Columns("inverse", width), Air.Columns("result_inverse", width));
        exceeds = Air.Booleans("exceeds", width);
        cubes = Air.Columns("cube", Poseidon2Rounds.Cubes(width));
        Expression exceeding = Expression.Zero;
        for (int word = 0; word < width; word++)
        {
            Expression room = Room("word", words, inverses, word);
            exceeding += exceeds[word];
            Air.Range16(isReal, room - exceeds[word] * (room + room + 1));
            Air.Range16(isReal, result[2 * word]);
            Air.Range16(isReal, result[2 * word + 1]);
            Air.Range16(isReal, Room("result", result, resultInverses, word));
        }

        Air.AssertEqual("traps where a word exceeds", exceeding * inverseOfCount, traps);
        Air.AssertZero("no word exceeds unless it traps", exceeding * (1 - traps));
        Air.AssertZero("the inverse of zero words is zero", inverseOfCount * (1 - traps));
        AssertPermutation();
        State.Step(isReal, State.ProgramCounter + 1 + traps * ((long)Outcome.IntegerOverflow - 1 - State.ProgramCounter));
        operands.Access(0, Limbs.Expressions(words), Limbs.Expressions(words));
        operands.Access(1, Limbs.Expressions(old), Limbs.Expressions(result));
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> accesses, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[isReal.Index] = 1;
        operands.Fill(step, instruction, accesses, row, counts);
        accesses = accesses.Slice(step.FirstWord + 1, 2 * width);
        uint exceeding = 0;
        Span<KoalaBear> state = stackalloc KoalaBear[width];
        for (int word = 0; word < width; word++)
        {
            uint before = (uint)accesses[word].Old, after = (uint)accesses[width + word].New;
            bool isExceeding = before >= KoalaBear.Modulus;
            state[word] = KoalaBear.Reduce(before);
            exceeding += row[exceeds[word].Index] = isExceeding ? 1u : 0;
            int room = FillWord(words, inverses, word, before, row);
            counts.Range16((uint)(isExceeding ? -room - 1 : room));
            counts.Range16((uint)FillWord(result, resultInverses, word, after, row));
            counts.Range16(after & 0xFFFF);
            counts.Range16(after >> 16);
            row[old[2 * word].Index] = Limbs.Of(accesses[width + word].Old, 0);
            row[old[2 * word + 1].Index] = Limbs.Of(accesses[width + word].Old, 1);
        }

        row[traps.Index] = exceeding == 0 ? 0 : 1u;
        row[inverseOfCount.Index] = SmallInverses.Of((int)exceeding);
        Span<KoalaBear> cubed = stackalloc KoalaBear[cubes.Length];
        Poseidon2Rounds.Trace(state, cubed);
        for (int cube = 0; cube < cubes.Length; cube++) row[cubes[cube].Index] = cubed[cube].ToCanonical();
    }

    /// <summary>Writes a word and the inverse of its low limb.</summary>
    /// <returns>0x7F00 - hi - b.</returns>
    private static int FillWord(Cell[] limbs, Cell[] inverses, int word, uint value, Span<uint> row)
    {
        int low = (int)(value & 0xFFFF), high = (int)(value >> 16);
        row[limbs[2 * word].Index] = (uint)low;
        row[limbs[2 * word + 1].Index] = (uint)high;
        row[inverses[word].Index] = SmallInverses.Of(low);
        return (int)HighLimb - high - (low == 0 ? 0 : 1);
    }

    /// <summary>0x7F00 - hi - b, from 0 on where the word is below p; with the constraints that b says whether lo is not zero.</summary>
    private Expression Room(string name, Cell[] limbs, Cell[] inverses, int word)
    {
        Expression low = limbs[2 * word], isNotZero = low * inverses[word];
        Air.AssertZero($"{name}[{word}] has an inverse of its low limb", low * (1 - isNotZero));
        Air.AssertZero($"{name}[{word}] has no inverse of zero", inverses[word] * (1 - isNotZero));
        return HighLimb * isReal - limbs[2 * word + 1] - isNotZero;
    }

    private void AssertPermutation()
    {
        Expression[] state = [.. Enumerable.Range(0, width).Select(word => words[2 * word] + 65536 * words[2 * word + 1])];
        Expression[] last = Poseidon2Rounds.Declare(Air, state, cubes, isReal);
        for (int word = 0; word < width; word++)
            Air.AssertEqual($"result[{word}] is the permutation's", result[2 * word] + 65536 * result[2 * word + 1], last[word]);
    }
}
