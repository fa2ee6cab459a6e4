using System.Collections.Immutable;
using Supercomputer.Proofs.Soundness;

namespace Supercomputer.Proofs.Whir;

/// <summary>Searches the folding factors and the Johnson multiplicity for the smallest expected proof at the target.</summary>
/// <remarks>
/// Greater folds come first and keep their place within 2 %: their fewer, longer leaves are quicker to hash.
/// Prover and verifier run this search apart and must agree, so candidates are compared by whole multiples of 64 bytes and
/// the first of equals wins: a last-digit difference between two mathematics libraries cannot change the choice.
/// Plain loops throughout: a verifier that starts cold would wait longer for the compilation of queries over sequences
/// than for the search.
/// </remarks>
internal static class WhirSelector
{
    private const int MaximumFinalVariables = 7;
    private const int MaximumSamples = 3;
    private const int MaximumQueries = 4096;
    private static readonly int[] Multiplicities = [40, 25, 16, 10, 64];

    public static WhirShape? Find(WhirRequest request)
    {
        if (request.FieldDegree is not (5 or 6)
            || request.LogCells is < WhirParameters.MinimumLogCells or > WhirParameters.MaximumLogCells
            || request.LogInverseRate is < 1 or > 8)
            return null;
        WhirShape? best = null;
        long bestSize = long.MaxValue / 64;
        foreach (int[] folds in Folds(request.LogCells))
        {
            if (SmallestWith(request, folds, out long size) is not { } shape || size * 50 > bestSize * 49)
                continue;
            best = shape;
            bestSize = size;
        }
        return best;
    }

    /// <summary>The multiplicity that gives the smallest proof with these folds.</summary>
    private static WhirShape? SmallestWith(WhirRequest request, int[] folds, out long size)
    {
        WhirShape? best = null;
        size = long.MaxValue;
        for (int i = 0; i < (request.UniqueDecoding ? 1 : Multiplicities.Length); i++)
        {
            ProximityRegime regime = request.UniqueDecoding
                ? ProximityRegime.UniqueDecoding
                : ProximityRegime.Johnson(Multiplicities[i]);
            if (Complete(request, regime, folds) is not { } shape)
                continue;
            long candidate = (long)Math.Round(WhirSoundness.ExpectedBytes(shape) / 64);
            if (candidate >= size)
                continue;
            best = shape;
            size = candidate;
        }
        return best;
    }

    /// <summary>First fold 6 to <see cref="WhirParameters.MinimumFirstFold"/>, then equal folds of 5 to 3, down to a final polynomial of 2^4 to 2^7 values.</summary>
    private static List<int[]> Folds(int logCells)
    {
        var candidates = new List<int[]>();
        for (int first = 6; first >= WhirParameters.MinimumFirstFold; first--)
        {
            for (int next = 5; next >= 3; next--)
            {
                int variables = logCells - first;
                int rounds = Math.Max(0, (variables - MaximumFinalVariables + next - 1) / next);
                for (int more = 0; more <= 1 && variables - ((rounds + more) * next) >= WhirParameters.MinimumFinalVariables; more++)
                {
                    var folds = new int[1 + rounds + more];
                    Array.Fill(folds, next);
                    folds[0] = first;
                    candidates.Add(folds);
                }
            }
        }
        return candidates;
    }

    /// <summary>The fewest samples, queries and grinding bits that reach the target with these folds.</summary>
    private static WhirShape? Complete(WhirRequest request, ProximityRegime regime, int[] folds)
    {
        var rounds = ImmutableArray.CreateBuilder<WhirRoundShape>(folds.Length);
        for (int i = 0; i < folds.Length; i++)
        {
            int shift = i == 0 ? Math.Min(request.FirstDomainShift, folds[0]) : 1;
            rounds.Add(new(folds[i], 0, request.QueryGrindingBits, [], 0, shift));
        }
        var shape = new WhirShape(
            request.FieldDegree, request.LogCells, request.LogInverseRate, regime, 1, rounds.ToImmutable());
        int initialSamples = Samples(shape, 0, request.TargetBits);
        double batching = WhirSoundness.ClaimBatching(shape, request.Claims).Bits;
        if (initialSamples > MaximumSamples || batching < request.TargetBits)
            return null;
        for (int i = 0; i < folds.Length; i++)
        {
            // A row must fill whole vectors of sixteen words.
            if (i > 0 && (request.FieldDegree << folds[i]) % 16 != 0)
                return null;
            bool last = i + 1 == folds.Length;
            int samples = last ? 0 : Samples(shape, i + 1, request.TargetBits);
            int queries = Queries(shape, i, samples, request);
            int[] grinding = FoldingGrinding(shape, i, request.TargetBits);
            if (samples > MaximumSamples
                || queries > MaximumQueries
                || Array.Exists(grinding, bits => bits > request.MaximumFoldingGrindingBits)
                || shape.LogRows(i) is < 1 or > ChallengeFieldSize.TwoAdicity)
                return null;
            rounds[i] = rounds[i] with
            {
                Queries = queries,
                FoldingGrindingBits = [.. grinding],
                OutOfDomainSamples = samples,
            };
        }
        return shape with { InitialOutOfDomainSamples = initialSamples, Rounds = rounds.ToImmutable() };
    }

    private static int Samples(WhirShape shape, int round, int targetBits)
    {
        int samples = 1;
        while (samples <= MaximumSamples
            && -Math.Log2(WhirSoundness.OutOfDomainError(shape, round, samples)) < targetBits)
            samples++;
        return samples;
    }

    private static int Queries(WhirShape shape, int round, int samples, WhirRequest request)
    {
        double needed = request.TargetBits - request.QueryGrindingBits;
        double agreement = shape.Regime.Agreement(shape.LogInverseRateOf(round));
        int queries = Math.Max(1, (int)Math.Ceiling(needed / -Math.Log2(agreement)));
        bool last = round + 1 == shape.Rounds.Length;
        if (last)
            return queries;
        double perTerm = shape.Regime.ListSize(shape.LogInverseRateOf(round + 1))
            / ChallengeFieldSize.Of(shape.FieldDegree);
        while (queries <= MaximumQueries
            && -Math.Log2(Math.Pow(agreement, queries) + (perTerm * (queries + samples))) < needed)
            queries++;
        return queries;
    }

    private static int[] FoldingGrinding(WhirShape shape, int round, int targetBits)
    {
        var bits = new int[shape.Rounds[round].FoldingFactor];
        for (int step = 1; step <= shape.Rounds[round].FoldingFactor; step++)
        {
            double provided = -Math.Log2(WhirSoundness.FoldError(shape, round, step));
            bits[step - 1] = Math.Max(0, (int)Math.Ceiling(targetBits - provided));
        }
        return bits;
    }
}
