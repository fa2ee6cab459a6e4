using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>Keccak-f[1600] on 50 words of the Auxiliary space: one row a permutation.</summary>
/// <remarks>
/// Statement: the words at i0 to i0 + 49 are read and rewritten at clock + 2; (clock, 0, words before) is sent to the
/// <see cref="KeccakRoundChip"/> and (clock, 24, words after) received.
/// Soundness: no two rows have one clock (<see cref="Buses.State"/>), and only this chip sends round 0 and receives round 24, so the rounds
/// of a clock are one path of 24 rows from this row's words to this row's words. New limbs are below 2^16 because the last round
/// sends no others. Cost: 256 columns, 155 interactions.
/// </remarks>
internal sealed class KeccakChip : InstructionChip
{
    private const int Words = 50;

    private readonly Cell isReal;
    private readonly Cell address;
    private readonly Cell[] before;
    private readonly Cell[] after;
    private readonly CellAccess[] accesses;

    internal KeccakChip()
        : base("Keccak")
    {
        isReal = Air.Boolean("is_real");
        address = Air.Column("address");
        before = Air.Columns("before", 2 * Words);
        after = Air.Columns("after", 2 * Words);
        State.Step(isReal, State.ProgramCounter + 1);
        State.Instruction(isReal, (long)Operation.KeccakF, immediates: [address]);
        accesses = [.. Enumerable.Range(0, Words).Select(Access)];
        Air.Send(Buses.Keccak, isReal, [State.Clock, Expression.Zero, .. Limbs.Expressions(before)]);
        Air.Receive(Buses.Keccak, isReal, [State.Clock, KeccakRoundFunction.Rounds, .. Limbs.Expressions(after)]);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[isReal.Index] = 1;
        row[address.Index] = (uint)instruction.Immediate;
        for (int index = 0; index < Words; index++)
        {
            ref readonly WordAccess word = ref words[step.FirstWord + index];
            for (int limb = 0; limb < 2; limb++)
            {
                row[before[2 * index + limb].Index] = Limbs.Of(word.Old, limb);
                row[after[2 * index + limb].Index] = Limbs.Of(word.New, limb);
            }

            accesses[index].Fill(word.PreviousTime, step.Clock + 2, row, counts);
        }
    }

    private CellAccess Access(int index) => new(
        Air, $"word[{index}]", isReal, (long)Space.Auxiliary, address + index,
        Limbs.Expressions(before[2 * index], before[2 * index + 1]), Limbs.Expressions(after[2 * index], after[2 * index + 1]),
        State.Clock + 2);
}
