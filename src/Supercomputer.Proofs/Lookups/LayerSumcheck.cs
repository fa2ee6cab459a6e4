using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Sumcheck;

namespace Supercomputer.Proofs.Lookups;

/// <summary>
/// The prover's work for one layer: sum over x of eq(r, x) (p0 q1 + a q0), where a = p1 + lambda q1, and p0, p1, q0, q1 are the two
/// fractions of each sum.
/// </summary>
/// <remarks>Only what the layer stores is computed with: behind it p0 = 0, a = lambda, q0 = q1 = 1, which adds lambda times the weight
/// behind. A round binds the variable of the round before in the same pass that evaluates its own polynomial, block by block, from one
/// buffer into another. The layer's memory is consumed.
/// Where all numerators of a block are s = 1 or -1 (<see cref="NumeratorSigns"/>), p0 q1 + a q0 = lambda ((q0 + m)(q1 + m) - m^2) with
/// m = s / lambda, and the leading coefficient is lambda times the product of the differences of q0 and q1: such a block has no p0 and a
/// until it is folded together with others.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
internal sealed unsafe class LayerSumcheck<TField> : IDisposable
    where TField : unmanaged, IChallengeField<TField>
{
    /// <summary>Groups of x are a multiple of this, or all there are: four pairs.</summary>
    private const nint Granule = 8;

    private readonly FractionLayer<TField> layer;
    private readonly TField lambda;
    private readonly int variables;
    private readonly nint[] groups;
    private readonly PrefixEq<TField> eq;
    private readonly WordBuffer constants = new(4 * Lanes<TField>.GroupWords);
    private readonly WordBuffer[] buffers = new WordBuffer[2];

    // p0, a, q0, q1: where each begins and how far its groups lie apart.
    private readonly uint*[] vectors = new uint*[4];
    private readonly nint[] steps = new nint[4];
    private nint folded;
    private readonly NumeratorSigns? signs;
    private readonly TField square;
    private bool isPending;
    private bool isLayer = true;
    private int round;

    /// <summary>Takes a layer over, at a point of one coordinate less than its log size.</summary>
    public LayerSumcheck(FractionLayer<TField> layer, ReadOnlySpan<TField> point, TField lambda)
    {
        this.layer = layer;
        this.lambda = lambda;
        variables = layer.LogSize - 1;
        Lanes<TField>.Broadcast(constants.Pointer, lambda);
        if (layer.Signs is not null && lambda != TField.Zero)
        {
            signs = layer.Signs;
            TField inverse = lambda.Inverse();
            square = inverse * inverse;
            Lanes<TField>.Broadcast(Shift(1), inverse);
            Lanes<TField>.Broadcast(Shift(-1), -inverse);
        }

        groups = GroupsByRound(layer, variables);
        nint[] pairs = [.. groups.Take(Math.Max(variables - LayerVariables.Lanes, 0)).Select(count => count / 2)];
        eq = new(point, pairs);
        nint words = 4 * Lanes<TField>.GroupWords;
        buffers[0] = new(words * (groups.Length > 1 ? groups[1] : 1));
        buffers[1] = new(words * (groups.Length > 2 ? groups[2] : 1));
        if (variables <= LayerVariables.Lanes) TakeLanes();
        else TakeGroups();
    }

    private static nint Words => Lanes<TField>.GroupWords;

    private uint* Challenge => constants.Pointer + Words;

    /// <summary>1 / lambda or -1 / lambda.</summary>
    private uint* Shift(int sign) => constants.Pointer + ((sign > 0 ? 2 : 3) * Words);

    /// <summary>The challenge that the next pass binds; set after each round.</summary>
    public void Bind(TField challenge)
    {
        Lanes<TField>.Broadcast(Challenge, challenge);
        isPending = true;
    }

    /// <summary>The round that binds a variable: h(0) (or h(1)) and the leading coefficient of its polynomial.</summary>
    public (TField Value, TField Leading) Round(int variable, bool atOne)
    {
        if (variable < LayerVariables.Lanes) return LaneRound(variable, atOne);
        eq.Select(variable);
        uint*[] from = (uint*[])vectors.Clone();
        nint[] fromSteps = [.. steps];
        bool fromLayer = isLayer;
        round = variable - LayerVariables.Lanes;
        if (isPending) Turn();
        (TField value, TField leading) = (lambda * eq.Behind, TField.Zero);
        Lock gate = new();
        ParallelChunks.Run(eq.Blocks, Math.Max(16, eq.Blocks / 32), (first, last) =>
        {
            (TField v, TField l) = Chunk(from, fromSteps, fromLayer, atOne, first, last);
            lock (gate)
            {
                value += v;
                leading += l;
            }
        });
        isPending = false;
        return (value, leading);
    }

    /// <summary>After the last challenge: p0, p1, q0, q1 at the point.</summary>
    public TField[] Ends()
    {
        using WordBuffer scratch = new(Words);
        TField[] ends = new TField[4];
        for (int v = 0; v < 4; v++)
        {
            Halves.Fold<TField>(vectors[v], 1, Challenge, scratch.Pointer);
            ends[v] = Lanes<TField>.Read(vectors[v], 0);
        }

        ends[1] -= lambda * ends[3];
        return ends;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        buffers[0].Dispose();
        buffers[1].Dispose();
        constants.Dispose();
        eq.Dispose();
    }

    /// <summary>The groups of x that each round above the lanes works on, and at last the one that the lanes' rounds do.</summary>
    private static nint[] GroupsByRound(FractionLayer<TField> layer, int variables)
    {
        nint[] counts = new nint[Math.Max(variables - LayerVariables.Lanes, 0) + 1];
        counts[0] = Math.Max(layer.Groups / 2, 1);
        for (int round = 1; round < counts.Length; round++)
            counts[round] = Math.Min(
                (nint)1 << (variables - LayerVariables.Lanes - round), (counts[round - 1] / 2 + Granule - 1) / Granule * Granule);
        return counts;
    }

    private void TakeGroups()
    {
        vectors[0] = layer.P;
        vectors[1] = layer.P + layer.NumeratorWords;
        vectors[2] = layer.Q;
        vectors[3] = layer.Q + Words;
        (steps[0], steps[1], steps[2], steps[3]) = (2 * layer.NumeratorWords, 2 * layer.NumeratorWords, 2 * Words, 2 * Words);
    }

    /// <summary>At most sixteen x: one group a vector, in a buffer from the start.</summary>
    private void TakeLanes()
    {
        int half = 1 << variables;
        uint* to = buffers[0].Pointer;
        Part(layer.P, to, to + Words);
        Part(layer.Q, to + (2 * Words), to + (3 * Words));
        SetBuffer(to, 1);
        Lanes<TField>.MultiplyAdd(vectors[1], Words, vectors[3], Words, constants.Pointer, 0, 1);

        void Part(uint* from, uint* low, uint* high)
        {
            new Span<uint>(from, (int)Words).CopyTo(new Span<uint>(low, (int)Words));
            if (variables < LayerVariables.Lanes) Halves.CopyHigh<TField>(low, half, high);
            else new Span<uint>(from + Words, (int)Words).CopyTo(new Span<uint>(high, (int)Words));
        }
    }

    private void SetBuffer(uint* to, nint count)
    {
        isLayer = false;
        Array.Fill(steps, Words);
        for (int v = 0; v < 4; v++) vectors[v] = to + (v * count * Words);
    }

    /// <summary>Turns to the buffer that a round writes, and makes what its blocks do not reach 0, lambda, 1, 1.</summary>
    private void Turn()
    {
        nint count = groups[round];
        folded = groups[round - 1] / 2;
        SetBuffer(buffers[(round - 1) % 2].Pointer, count);
        TField[] behind = [TField.Zero, lambda, TField.One, TField.One];
        for (int v = 0; v < 4; v++)
            for (nint group = folded; group < count; group++) Lanes<TField>.Broadcast(vectors[v] + (group * Words), behind[v]);
    }

    private (TField Value, TField Leading) Chunk(uint*[] from, nint[] fromSteps, bool fromLayer, bool atOne, nint first, nint last)
    {
        nint pairs = eq.BlockGroups;
        using WordBuffer scratch = new(((7 * pairs) + 7) * Words, clear: true);
        uint* sums = scratch.Pointer + (7 * pairs * Words), totals = sums + (2 * Words), weight = totals + (4 * Words);
        TField signed = TField.Zero;
        for (nint block = first; block < last; block++)
        {
            nint x = 2 * block * pairs;
            int sign = SignOf(block);
            if (block + 1 < last) FetchNext(from, fromSteps, fromLayer, x + (2 * pairs), 2 * pairs, SignOf(block + 1) != 0);
            if (isPending) Fold(from, fromSteps, fromLayer, x, Math.Min(2 * pairs, folded - x));
            new Span<uint>(sums, (int)(2 * Words)).Clear();
            if (sign != 0) EvaluateSigned(x, atOne, scratch.Pointer, pairs, sign, sums, sums + Words);
            else if (isLayer) EvaluateLayer(x, atOne, scratch.Pointer, pairs, sums, sums + Words);
            else Evaluate(x, atOne, scratch.Pointer, pairs, sums, sums + Words);
            Lanes<TField>.Broadcast(weight, eq.High(block));
            Lanes<TField>.MultiplyAdd(totals + (sign != 0 ? 2 * Words : 0), Words, sums, Words, weight, 0, 2);
            if (sign != 0) signed += eq.High(block);
        }

        return (Lanes<TField>.SumGroup(totals) + (lambda * (Lanes<TField>.SumGroup(totals + (2 * Words)) - (square * signed))),
            Lanes<TField>.SumGroup(totals + Words) + (lambda * Lanes<TField>.SumGroup(totals + (3 * Words))));
    }

    /// <summary>The sign of all numerators of a block of this round, 0 where they are not alike.</summary>
    private int SignOf(nint block) =>
        signs is not null && 2 * eq.BlockGroups == NumeratorSigns.BlockGroups ? signs.OfBlock(round, block) : 0;

    /// <summary>Asks for what the next block reads: x, or the two that are folded into each.</summary>
    private void FetchNext(uint*[] from, nint[] fromSteps, bool fromLayer, nint x, nint count, bool isSigned)
    {
        nint times = isPending ? 2 : 1;
        for (int v = isSigned ? 2 : 0; v < 4; v++)
        {
            // The layer's own vectors lie in pairs, side by side.
            if (fromLayer && v % 2 == 1) continue;
            Prefetch.Words(from[v] + (times * x * fromSteps[v]), times * count * fromSteps[v]);
        }
    }

    /// <summary>Binds the pending challenge for so many groups of the new vectors, from one on, half a block at a time.</summary>
    private void Fold(uint*[] from, nint[] fromSteps, bool fromLayer, nint x, nint count)
    {
        const nint Half = NumeratorSigns.BlockGroups / 2;
        if (signs is null)
        {
            FoldAll(from, fromSteps, fromLayer, x, count);
            return;
        }

        bool isSigned = eq.BlockGroups == Half && signs.OfBlock(round, x / NumeratorSigns.BlockGroups) != 0;
        for (nint end = x + count; x < end; x += Half)
        {
            nint groups = Math.Min(Half, end - x);
            int sign = signs.OfBlock(round - 1, 2 * x / NumeratorSigns.BlockGroups);
            if (sign == 0)
            {
                FoldAll(from, fromSteps, fromLayer, x, groups);
                continue;
            }

            FoldPart(from, fromSteps, 2, x, groups);
            FoldPart(from, fromSteps, 3, x, groups);
            if (isSigned) continue;
            for (nint group = x; group < x + groups; group++)
                for (int v = 0; v < 2; v++) Lanes<TField>.Broadcast(vectors[v] + (group * Words), sign > 0 ? TField.One : -TField.One);
            AddLambda(x, groups);
        }
    }

    private void FoldAll(uint*[] from, nint[] fromSteps, bool fromLayer, nint x, nint count)
    {
        if (count <= 0) return;
        bool isBase = fromLayer && layer.IsBase;
        for (int v = 0; v < 4; v++)
        {
            if (!isBase || v > 1)
            {
                FoldPart(from, fromSteps, v, x, count);
                continue;
            }

            uint* low = from[v] + (2 * x * fromSteps[v]);
            Lanes<TField>.FoldBase(vectors[v] + (x * Words), low, low + fromSteps[v], 2 * fromSteps[v], Challenge, count);
        }

        // The leaves' numerators are words, in which a has no place: it is made after they are folded.
        if (isBase) AddLambda(x, count);
    }

    private void FoldPart(uint*[] from, nint[] fromSteps, int v, nint x, nint count)
    {
        uint* low = from[v] + (2 * x * fromSteps[v]);
        Lanes<TField>.Fold(vectors[v] + (x * Words), low, low + fromSteps[v], 2 * fromSteps[v], Challenge, count);
    }

    /// <summary>a = p1 + lambda q1, in the place of p1.</summary>
    private void AddLambda(nint x, nint count) =>
        Lanes<TField>.MultiplyAdd(vectors[1] + (x * Words), Words, vectors[3] + (x * Words), Words, constants.Pointer, 0, count);

    private (TField Value, TField Leading) LaneRound(int variable, bool atOne)
    {
        int half = 1 << variable;
        using WordBuffer scratch = new(12 * Words, clear: true);
        uint* s = scratch.Pointer;
        if (isPending && variable < LayerVariables.Lanes - 1)
        {
            for (int v = 0; v < 4; v++) Halves.Fold<TField>(vectors[v], 2 * half, Challenge, s);
        }
        else if (isPending)
        {
            uint*[] from = (uint*[])vectors.Clone();
            nint[] fromSteps = [.. steps];
            bool fromLayer = isLayer;
            round = variables - LayerVariables.Lanes;
            Turn();
            Fold(from, fromSteps, fromLayer, 0, 1);
        }

        eq.SelectLane(variable);
        uint* high = s + (8 * Words);
        for (int v = 0; v < 4; v++) Halves.CopyHigh<TField>(vectors[v], half, high + (v * Words));
        EvaluatePairs(
            [(nint)vectors[0], (nint)vectors[1], (nint)vectors[2], (nint)vectors[3]],
            [(nint)high, (nint)(high + Words), (nint)(high + (2 * Words)), (nint)(high + (3 * Words))],
            Words, atOne, s, 1, s + (6 * Words), s + (7 * Words));
        isPending = false;
        return (Lanes<TField>.SumGroup(s + (6 * Words)), Lanes<TField>.SumGroup(s + (7 * Words)));
    }

    private void Evaluate(nint x, bool atOne, uint* scratch, nint pairs, uint* value, uint* leading)
    {
        Span<nint> low = stackalloc nint[4], high = stackalloc nint[4];
        for (int v = 0; v < 4; v++) (low[v], high[v]) = ((nint)(vectors[v] + (x * Words)), (nint)(vectors[v] + ((x + 1) * Words)));
        EvaluatePairs(low, high, 2 * Words, atOne, scratch, pairs, value, leading);
    }

    /// <summary>Adds eq (p0 q1 + a q0) at X = 0 or 1, and of the differences, into two groups.</summary>
    private void EvaluatePairs(
        ReadOnlySpan<nint> low, ReadOnlySpan<nint> high, nint step, bool atOne, uint* scratch, nint pairs, uint* value, uint* leading)
    {
        nint block = pairs * Words;
        ReadOnlySpan<nint> at = atOne ? high : low;
        uint* t = scratch + (4 * block);
        Lanes<TField>.Multiply(t, Words, (uint*)at[0], step, (uint*)at[3], step, pairs);
        Lanes<TField>.MultiplyAdd(t, Words, (uint*)at[1], step, (uint*)at[2], step, pairs);
        Lanes<TField>.MultiplyAdd(value, 0, t, Words, eq.Low, Words, pairs);
        for (int v = 0; v < 4; v++) Lanes<TField>.Subtract(scratch + (v * block), (uint*)high[v], (uint*)low[v], step, pairs);
        Lanes<TField>.Multiply(t, Words, scratch, Words, scratch + (3 * block), Words, pairs);
        Lanes<TField>.MultiplyAdd(t, Words, scratch + block, Words, scratch + (2 * block), Words, pairs);
        Lanes<TField>.MultiplyAdd(leading, 0, t, Words, eq.Low, Words, pairs);
    }

    /// <summary>A block whose numerators are all s: eq (q0 + m)(q1 + m) at X = 0 or 1, and eq times the product of the differences.</summary>
    private void EvaluateSigned(nint x, bool atOne, uint* scratch, nint pairs, int sign, uint* value, uint* leading)
    {
        nint block = pairs * Words, step = 2 * steps[2], at = (atOne ? 1 : 0) * steps[2];
        uint* q0 = vectors[2] + (x * steps[2]), q1 = vectors[3] + (x * steps[3]), left = scratch, right = scratch + block, t = right + block;
        Lanes<TField>.AddGroup(left, q0 + at, step, Shift(sign), pairs);
        Lanes<TField>.AddGroup(right, q1 + at, step, Shift(sign), pairs);
        Lanes<TField>.Multiply(t, Words, left, Words, right, Words, pairs);
        Lanes<TField>.MultiplyAdd(value, 0, t, Words, eq.Low, Words, pairs);
        Lanes<TField>.Subtract(left, q0 + steps[2], q0, step, pairs);
        Lanes<TField>.Subtract(right, q1 + steps[3], q1, step, pairs);
        Lanes<TField>.Multiply(t, Words, left, Words, right, Words, pairs);
        Lanes<TField>.MultiplyAdd(leading, 0, t, Words, eq.Low, Words, pairs);
    }

    /// <summary>The first round, on the layer itself: a is made in place of p1, or aside where numerators are words.</summary>
    private void EvaluateLayer(nint x, bool atOne, uint* scratch, nint pairs, uint* value, uint* leading)
    {
        nint block = pairs * Words, numeratorStep = steps[0], step = steps[2];
        uint* p0 = vectors[0] + (x * numeratorStep), p1 = vectors[1] + (x * numeratorStep);
        uint* q0 = vectors[2] + (x * step), q1 = vectors[3] + (x * step);
        if (!layer.IsBase)
        {
            Lanes<TField>.MultiplyAdd(p1, step, q1, step, constants.Pointer, 0, 2 * pairs);
            EvaluatePairs(
                [(nint)p0, (nint)p1, (nint)q0, (nint)q1],
                [(nint)(p0 + step), (nint)(p1 + step), (nint)(q0 + step), (nint)(q1 + step)],
                2 * step, atOne, scratch, pairs, value, leading);
            return;
        }

        // a for the low and the high of each pair, one after the other.
        uint* a = scratch + (5 * block), t = scratch + (4 * block);
        Lanes<TField>.Multiply(a, Words, q1, step, constants.Pointer, 0, 2 * pairs);
        Lanes<TField>.AddBase(a, p1, numeratorStep, 2 * pairs);
        nint at = atOne ? 1 : 0;
        Lanes<TField>.MultiplyBase(t, q1 + (at * step), 2 * step, p0 + (at * numeratorStep), 2 * numeratorStep, pairs);
        Lanes<TField>.MultiplyAdd(t, Words, a + (at * Words), 2 * Words, q0 + (at * step), 2 * step, pairs);
        Lanes<TField>.MultiplyAdd(value, 0, t, Words, eq.Low, Words, pairs);
        Lanes<TField>.Subtract(scratch + block, a + Words, a, 2 * Words, pairs);
        Lanes<TField>.Subtract(scratch + (2 * block), q0 + step, q0, 2 * step, pairs);
        Lanes<TField>.Subtract(scratch + (3 * block), q1 + step, q1, 2 * step, pairs);
        for (nint pair = 0; pair < pairs; pair++)
        {
            uint* low = p0 + (2 * pair * numeratorStep);
            KoalaBearLanes.Subtract(scratch + (pair * Lanes<TField>.GroupSize), low + numeratorStep, low, Lanes<TField>.GroupSize);
        }

        Lanes<TField>.MultiplyBase(t, scratch + (3 * block), Words, scratch, Lanes<TField>.GroupSize, pairs);
        Lanes<TField>.MultiplyAdd(t, Words, scratch + block, Words, scratch + (2 * block), Words, pairs);
        Lanes<TField>.MultiplyAdd(leading, 0, t, Words, eq.Low, Words, pairs);
    }
}
