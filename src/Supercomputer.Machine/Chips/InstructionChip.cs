using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips;

/// <summary>A chip whose every real row is one executed instruction.</summary>
/// <remarks>Soundness: every interaction is multiplied by a flag of the row, so the all-zero row is valid and does nothing.</remarks>
internal abstract class InstructionChip
{
    private Chip? chip;

    protected InstructionChip(string name)
    {
        Air = new(name);
        State = new(Air);
    }

    /// <summary>The finished chip.</summary>
    internal Chip Chip => chip ??= Air.Build();

    protected AirBuilder Air { get; }

    protected StateColumns State { get; }

    /// <summary>What a chip's name ends with: the chips of one class differ by it.</summary>
    protected static string Suffix(OperandForm form, bool inPlace = false) =>
        (form == OperandForm.Immediate ? "Imm" : "") + (inPlace ? "InPlace" : "");

    /// <summary>Fills one row that was zero, and counts its lookups.</summary>
    /// <param name="step">The executed step.</param>
    /// <param name="instruction">Its instruction.</param>
    /// <param name="words">The run's word accesses; the step's begin at <see cref="Step.FirstWord"/>.</param>
    /// <param name="row">Receives one canonical value a column.</param>
    /// <param name="counts">Receives the lookups.</param>
    internal abstract void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts);
}
