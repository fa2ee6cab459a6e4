using System.Collections.Immutable;
using Supercomputer.Proofs.Soundness;

namespace Supercomputer.Proofs.Whir;

/// <summary>The sizes of one round, derived once from the shape.</summary>
public sealed class WhirRound
{
    internal WhirRound(WhirShape shape, int index)
    {
        WhirRoundShape round = shape.Rounds[index];
        Variables = shape.Variables(index);
        FoldingFactor = round.FoldingFactor;
        LogRows = shape.LogRows(index);
        Queries = round.Queries;
        QueryGrindingBits = round.QueryGrindingBits;
        FoldingGrindingBits = round.FoldingGrindingBits;
        NextOutOfDomainSamples = round.OutOfDomainSamples;
    }

    /// <summary>Variables of the function committed in this round.</summary>
    public int Variables { get; }

    /// <summary>Variables bound in this round; a leaf holds 2^k values.</summary>
    public int FoldingFactor { get; }

    /// <summary>log2 of the leaves, which is also log2 of the domain of each interleaved row.</summary>
    public int LogRows { get; }

    /// <summary>Leaves opened, drawn with repetition.</summary>
    public int Queries { get; }

    /// <summary>Proof of work before the queries.</summary>
    public int QueryGrindingBits { get; }

    /// <summary>Proof of work before each folding challenge.</summary>
    public ImmutableArray<int> FoldingGrindingBits { get; }

    /// <summary>Out-of-domain samples after the next commitment; 0 in the last round.</summary>
    public int NextOutOfDomainSamples { get; }
}
