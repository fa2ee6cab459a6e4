using System.Collections.Immutable;

namespace Supercomputer.Proofs.Soundness;

/// <summary>The numbers of one WHIR round: fold a committed function by k variables, commit the result, query.</summary>
/// <param name="FoldingFactor">k: variables bound in this round.</param>
/// <param name="Queries">t: leaves of this round's commitment that are opened, drawn with repetition.</param>
/// <param name="QueryGrindingBits">Proof of work before the queries are drawn.</param>
/// <param name="FoldingGrindingBits">Proof of work before each of the k folding challenges.</param>
/// <param name="OutOfDomainSamples">Samples after the NEXT commitment; 0 in the last round.</param>
/// <param name="DomainShift">The next domain is smaller by 2^shift.</param>
public sealed record WhirRoundShape(
    int FoldingFactor,
    int Queries,
    int QueryGrindingBits,
    ImmutableArray<int> FoldingGrindingBits,
    int OutOfDomainSamples,
    int DomainShift = 1);
