using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Memory;

/// <summary>The size of the memory in pages, and its growth.</summary>
/// <remarks>
/// Statement: a size gives pages; a growth by delta gives pages and pages' = pages + delta when that is at most the program's maximum, else -1.
/// Soundness: pages and maximum are at most 2^15 (the program's limits). A growth that succeeds, or fails with delta below 2^16, has delta's
/// high limb 0 and looks up its distance to the maximum in [0, 2^16); any other failure shows an inverse of the high limb.
/// Cost: 18 columns, 10 interactions.
/// </remarks>
internal sealed class MemorySizeChip : InstructionChip
{
    private readonly Cell isSize;
    private readonly Cell grows;
    private readonly Cell exceeds;
    private readonly Cell exceedsFar;
    private readonly Cell maximum;
    private readonly Cell inverse;
    private readonly Cell[] delta;
    private readonly RegisterRead a;
    private readonly RegisterWrite d;

    internal MemorySizeChip()
        : base("MemorySize")
    {
        isSize = Air.Boolean("is_size");
        grows = Air.Boolean("grows");
        exceeds = Air.Boolean("exceeds");
        exceedsFar = Air.Column("exceeds_far"); // boolean by the two constraints that tie it to its inverse
        maximum = Air.Column("maximum");
        inverse = Air.Column("inverse");
        delta = Air.Columns("a", 2);
        Expression isReal = Air.OneOf(isSize, grows, exceeds, exceedsFar);
        Expression isGrow = isReal - isSize;
        foreach (Cell limb in delta) Air.AssertZero("a size has no delta", isSize * limb);
        Air.AssertZero("a small delta", (grows + exceeds) * delta[1]);
        Air.AssertEqual("a delta of 2^16 or more", exceedsFar, delta[1] * inverse);
        Air.AssertZero("an inverse only for such a delta", (1 - exceedsFar) * inverse);
        Expression pages = State.Pages + delta[0];
        Air.Range16(grows + exceeds, grows * (maximum - pages) + exceeds * (pages - maximum - 1));
        a = new(Air, State, "a", isGrow, (long)Space.Register32, Limbs.Expressions(delta), 0);
        Expression fails = exceeds + exceedsFar;
        d = new(
            Air, State, isReal, (long)Space.Register32,
            [(isSize + grows) * State.Pages + 0xFFFF * fails, 0xFFFF * fails]);
        State.Step(isReal, State.ProgramCounter + 1, null, State.Pages + grows * delta[0]);
        State.Instruction(
            isReal, (long)Operation.MemorySize * isSize + (long)Operation.MemoryGrow * isGrow,
            d.Index, a.Index, null, maximum);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        d.Fill(instruction.D, step.OldD, step.DTime, step.Clock, row, counts);
        if (instruction.Operation == Operation.MemorySize)
        {
            row[isSize.Index] = 1;
            return;
        }

        row[maximum.Index] = instruction.I0;
        Limbs.Write(row, delta, step.A);
        a.Fill(instruction.A, step.ATime, step.Clock, row, counts);
        uint pages = step.Pages + (uint)(step.A & 0xFFFF);
        if (step.A >> 16 != 0)
        {
            row[exceedsFar.Index] = 1;
            row[inverse.Index] = KoalaBear.FromCanonical(Limbs.Of(step.A, 1)).Inverse().ToCanonical();
            return;
        }

        bool fits = pages <= instruction.I0;
        row[(fits ? grows : exceeds).Index] = 1;
        counts.Range16(fits ? instruction.I0 - pages : pages - instruction.I0 - 1);
    }
}
