using System.Collections.Concurrent;
using System.Collections.Immutable;
using Supercomputer.Proofs.Soundness;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Proofs.Whir;

/// <summary>
/// The numbers of a WHIR opening that reach their target: there is no other way to construct them. Prover and verifier each
/// derive them from the size of the committed table; nothing of them is read from a proof.
/// </summary>
public sealed class WhirParameters
{
    /// <summary>The largest multilinear that may be committed: 2^27 cells.</summary>
    public const int MaximumLogCells = 27;

    /// <summary>The smallest multilinear that may be committed: fewer cells are padded.</summary>
    public const int MinimumLogCells = 8;

    /// <summary>Variables of the final polynomial at least: every table of the prover fills a lane group.</summary>
    internal const int MinimumFinalVariables = 4;

    /// <summary>Variables bound in the first round at least.</summary>
    internal const int MinimumFirstFold = 4;

    private static readonly ConcurrentDictionary<WhirRequest, WhirParameters> Chosen = new();

    private WhirParameters(WhirShape shape, int targetBits)
    {
        Shape = shape;
        TargetBits = targetBits;
        var rounds = new WhirRound[shape.Rounds.Length];
        for (int i = 0; i < rounds.Length; i++)
            rounds[i] = new(shape, i);
        Rounds = [.. rounds];
    }

    /// <summary>The numbers, as the calculator reads them.</summary>
    public WhirShape Shape { get; }

    /// <summary>Every error source reaches at least so many bits.</summary>
    public int TargetBits { get; }

    /// <summary>Variables of the committed multilinear.</summary>
    public int LogCells => Shape.LogCells;

    /// <summary>Out-of-domain samples right after the first root.</summary>
    public int InitialOutOfDomainSamples => Shape.InitialOutOfDomainSamples;

    /// <summary>The rounds, with the sizes derived from the shape.</summary>
    public ImmutableArray<WhirRound> Rounds { get; }

    /// <summary>Variables of the final polynomial, which is sent in the clear.</summary>
    public int FinalVariables => Shape.Variables(Shape.Rounds.Length);

    /// <summary>The smallest expected proof that reaches the target, for a given rate.</summary>
    /// <param name="request">What is to be committed and how safely.</param>
    /// <param name="parameters">The parameters, or null.</param>
    /// <returns>Null, or why there are none.</returns>
    /// <remarks>Cost: under a millisecond the first time a request is made in a process, then a look-up.</remarks>
    public static WhirError? TryChoose(WhirRequest request, out WhirParameters? parameters)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Chosen.TryGetValue(request, out parameters))
            return null;
        if (WhirSelector.Find(request) is not { } shape)
            return new(
                "parameters",
                $"a set of at least {request.TargetBits} bits for 2^{request.LogCells} cells at degree {request.FieldDegree}",
                "none",
                "choose a lower rate, a larger field or fewer cells");
        WhirError? error = TryCreate(shape, request.TargetBits, request.Claims, out parameters);
        if (error is null)
            Chosen.TryAdd(request, parameters!);
        return error;
    }

    /// <summary>The same for sizes our own code picked; throws when there is no such set.</summary>
    public static WhirParameters Choose(WhirRequest request) =>
        TryChoose(request, out WhirParameters? parameters) is { } error
            ? throw new ArgumentException(error.ToString(), nameof(request))
            : parameters!;

    /// <summary>Parameters with exactly these numbers, if every error source reaches the target.</summary>
    public static WhirError? TryCreate(
        WhirShape shape, int targetBits, int claims, out WhirParameters? parameters)
    {
        ArgumentNullException.ThrowIfNull(shape);
        parameters = null;
        if (CheckShape(shape) is { } problem)
            return problem;
        SoundnessReport report = ArgumentSoundness.Compute(shape, claims, targetBits, "opening");
        if (!report.MeetsTarget)
            return new(
                "parameters",
                $"at least {targetBits} bits",
                $"{report.MinimumBits} bits ({report.Weakest.Name})",
                "add queries, grinding or samples there");
        parameters = new(shape, targetBits);
        return null;
    }

    /// <summary>Observes every number, so that two sides with other parameters disagree on every challenge.</summary>
    internal void Observe(Transcript transcript)
    {
        Span<int> head =
        [
            Shape.FieldDegree, TargetBits, LogCells, Shape.LogInverseRate, Shape.Regime.Multiplicity,
            InitialOutOfDomainSamples, Rounds.Length,
        ];
        foreach (int number in head)
            transcript.ObserveLength((ulong)number);
        foreach (WhirRoundShape round in Shape.Rounds)
        {
            Span<int> numbers =
            [
                round.FoldingFactor, round.Queries, round.QueryGrindingBits, round.OutOfDomainSamples,
                round.DomainShift, .. round.FoldingGrindingBits,
            ];
            foreach (int number in numbers)
                transcript.ObserveLength((ulong)number);
        }
    }

    private static WhirError? CheckShape(WhirShape shape)
    {
        if (shape.FieldDegree is not (5 or 6))
            return new("parameters", "a field of degree 5 or 6", $"degree {shape.FieldDegree}", "choose a profile");
        if (shape.LogCells is < MinimumLogCells or > MaximumLogCells || shape.LogInverseRate is < 1 or > 8)
            return new(
                "parameters",
                $"{MinimumLogCells} to {MaximumLogCells} variables and a rate of 1/2 to 1/256",
                $"{shape.LogCells} variables, rate 1/2^{shape.LogInverseRate}",
                "choose another size");
        if (shape.Rounds.IsDefaultOrEmpty || shape.Variables(shape.Rounds.Length) < MinimumFinalVariables
            || shape.InitialOutOfDomainSamples < 1)
            return new("parameters", "rounds that leave 4 variables or more, and an initial sample", "another shape", "choose other folds");
        for (int i = 0; i < shape.Rounds.Length; i++)
        {
            WhirRoundShape round = shape.Rounds[i];
            bool last = i + 1 == shape.Rounds.Length;
            bool valid = round.FoldingFactor is >= 1 and <= 8
                && ((i == 0 ? 1 : shape.FieldDegree) << round.FoldingFactor) % 16 == 0
                && round.Queries >= 1
                && round.DomainShift >= 1
                && round.DomainShift <= round.FoldingFactor
                && round.FoldingGrindingBits.Length == round.FoldingFactor
                && WithinThirtyBits(round.FoldingGrindingBits)
                && round.QueryGrindingBits is >= 0 and <= 30
                && (last ? round.OutOfDomainSamples == 0 : round.OutOfDomainSamples >= 1)
                && shape.LogRows(i) is >= 1 and <= ChallengeFieldSize.TwoAdicity;
            if (!valid)
                return new("parameters", "a round within the limits", $"round {i}: {round}", "choose other folds");
        }
        return null;
    }

    private static bool WithinThirtyBits(ImmutableArray<int> grindingBits)
    {
        foreach (int bits in grindingBits)
        {
            if (bits is < 0 or > 30)
                return false;
        }
        return true;
    }
}
