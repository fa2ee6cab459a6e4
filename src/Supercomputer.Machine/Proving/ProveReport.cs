using Supercomputer.Machine.Execution;
using Supercomputer.Proofs.Soundness;

namespace Supercomputer.Machine.Proving;

/// <summary>A proof and how it was made.</summary>
/// <param name="Proof">The proof file.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Execution">The run.</param>
/// <param name="Rows">Rows that the run needs, over all chips (without padding).</param>
/// <param name="Segments">In how many segments it is proved.</param>
/// <param name="Soundness">The bits of every error source.</param>
/// <param name="EstimatedPeakBytes">The peak of the process, as estimated before the tables were allocated.</param>
/// <param name="Phases">Seconds of each phase, in order.</param>
/// <param name="Chips">The chips present: columns, interactions, log height, rows.</param>
public sealed record ProveReport(
    byte[] Proof,
    Statement Statement,
    ExecutionResult Execution,
    long Rows,
    int Segments,
    SoundnessReport Soundness,
    long EstimatedPeakBytes,
    IReadOnlyList<(string Phase, double Seconds)> Phases,
    IReadOnlyList<(string Name, int Columns, int Interactions, int LogHeight, long Rows)> Chips);
