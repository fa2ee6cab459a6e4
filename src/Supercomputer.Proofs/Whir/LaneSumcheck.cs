using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Whir;

/// <summary>Both sides of sum over x of f(x) w(x) as tables in lanes, and the operations a WHIR round does with them.</summary>
/// <remarks>Shape: 2^Variables elements each, the highest variable bound first, in place.</remarks>
internal sealed unsafe class LaneSumcheck<TField> : IDisposable
    where TField : unmanaged, IChallengeField<TField>
{
    /// <summary>Elements that one task takes, in blocks of <see cref="Block"/> that stay in the first-level cache.</summary>
    private const int TaskLength = 1 << 12;
    private const int Block = 1 << 8;

    /// <summary>Powers that are tabulated when a weight z^x is added.</summary>
    private const int LogPowers = 9;

    private readonly WordBuffer values;
    private readonly WordBuffer weights;

    /// <summary>Tables of 2^variables elements, to be filled by the caller.</summary>
    public LaneSumcheck(int variables)
    {
        Variables = variables;
        values = new(GroupsOf(variables) * Lanes<TField>.GroupWords);
        weights = new(GroupsOf(variables) * Lanes<TField>.GroupWords);
    }

    /// <summary>Variables not bound yet.</summary>
    public int Variables { get; private set; }

    /// <summary>f in lanes.</summary>
    public uint* Values => values.Pointer;

    /// <summary>w in lanes.</summary>
    public uint* Weights => weights.Pointer;

    /// <summary>The message for the highest variable.</summary>
    public SumcheckMessage<TField> Message()
    {
        nint half = (nint)1 << (Variables - 1);
        var partial = new (TField Constant, TField Quadratic)[(half + TaskLength - 1) / TaskLength];
        ParallelChunks.Run(half, TaskLength, (from, to) => partial[from / TaskLength] = PartialMessage(half, from, to));
        TField constant = TField.Zero;
        TField quadratic = TField.Zero;
        foreach ((TField c0, TField c2) in partial)
        {
            constant += c0;
            quadratic += c2;
        }
        return new(constant, quadratic);
    }

    /// <summary>Binds the highest variable.</summary>
    public void Bind(TField challenge)
    {
        nint half = (nint)1 << (Variables - 1);
        nint high = half / Lanes<TField>.GroupSize * Lanes<TField>.GroupWords;
        using var constant = new WordBuffer(Lanes<TField>.GroupWords);
        uint* broadcast = constant.Pointer;
        Lanes<TField>.Broadcast(broadcast, challenge);
        ParallelChunks.Run(half, TaskLength, (from, to) =>
        {
            nint word = from / Lanes<TField>.GroupSize * Lanes<TField>.GroupWords;
            nint groups = (to - from) / Lanes<TField>.GroupSize;
            Lanes<TField>.Fold(Values + word, Values + word, Values + word + high, broadcast, groups);
            Lanes<TField>.Fold(Weights + word, Weights + word, Weights + word + high, broadcast, groups);
        });
        Variables--;
    }

    /// <summary>The sum of f(x) z^x.</summary>
    public TField EvaluateAt(TField z)
    {
        int log = Math.Min(LogPowers, Variables);
        nint length = (nint)1 << log;
        using WordBuffer powers = PackPowers(z, log);
        uint* table = powers.Pointer;
        nint chunkWords = GroupsOf(log) * Lanes<TField>.GroupWords;
        var sums = new TField[1 << (Variables - log)];
        ParallelChunks.ForEach(sums.Length, chunk =>
        {
            using var sum = new WordBuffer(Lanes<TField>.GroupWords, clear: true);
            Lanes<TField>.MultiplyAdd(
                sum.Pointer,
                0,
                Values + (chunk * chunkWords),
                Lanes<TField>.GroupWords,
                table,
                Lanes<TField>.GroupWords,
                length / Lanes<TField>.GroupSize);
            sums[chunk] = Lanes<TField>.SumGroup(sum.Pointer);
        });
        return Tensors.Horner<TField>(sums, Tensors.PowerOfTwo(z, log));
    }

    /// <summary>Adds coefficient * z^x to the weight.</summary>
    public void AddPowers(TField z, TField coefficient)
    {
        int log = Math.Min(LogPowers, Variables);
        using WordBuffer powers = PackPowers(z, log);
        uint* table = powers.Pointer;
        nint chunkWords = GroupsOf(log) * Lanes<TField>.GroupWords;
        TField[] scales = Tensors.Powers(Tensors.PowerOfTwo(z, log), 1 << (Variables - log));
        ParallelChunks.ForEach(scales.Length, chunk =>
        {
            using var scale = new WordBuffer(Lanes<TField>.GroupWords);
            Lanes<TField>.Broadcast(scale.Pointer, coefficient * scales[chunk]);
            Lanes<TField>.MultiplyAdd(
                Weights + (chunk * chunkWords),
                Lanes<TField>.GroupWords,
                scale.Pointer,
                0,
                table,
                Lanes<TField>.GroupWords,
                GroupsOf(log));
        });
    }

    /// <summary>f as consecutive elements.</summary>
    public TField[] ToArray()
    {
        var table = new TField[1 << Variables];
        Lanes<TField>.Unpack(Values, table);
        return table;
    }

    /// <summary>Frees both tables.</summary>
    public void Dispose()
    {
        values.Dispose();
        weights.Dispose();
    }

    private static nint GroupsOf(int variables) => Lanes<TField>.GroupsFor((nint)1 << variables);

    private static WordBuffer PackPowers(TField z, int log)
    {
        var powers = new WordBuffer(GroupsOf(log) * Lanes<TField>.GroupWords);
        Lanes<TField>.Pack(Tensors.Powers(z, 1 << log), powers.Pointer);
        return powers;
    }

    /// <summary>The sums of f0 w0 and (f1 - f0)(w1 - w0) over part of the lower half.</summary>
    private (TField Constant, TField Quadratic) PartialMessage(nint half, nint from, nint to)
    {
        nint groupWords = Lanes<TField>.GroupWords;
        nint high = half / Lanes<TField>.GroupSize * groupWords;
        nint blockWords = Block / Lanes<TField>.GroupSize * groupWords;
        using var scratch = new WordBuffer((2 * groupWords) + (2 * blockWords), clear: true);
        uint* constant = scratch.Pointer;
        uint* quadratic = constant + groupWords;
        uint* valueSlope = quadratic + groupWords;
        uint* weightSlope = valueSlope + blockWords;
        for (nint start = from; start < to; start += Block)
        {
            nint groups = Math.Min(Block, to - start) / Lanes<TField>.GroupSize;
            uint* value = Values + (start / Lanes<TField>.GroupSize * groupWords);
            uint* weight = Weights + (start / Lanes<TField>.GroupSize * groupWords);
            Lanes<TField>.MultiplyAdd(constant, 0, value, groupWords, weight, groupWords, groups);
            Lanes<TField>.Subtract(valueSlope, value + high, value, groups);
            Lanes<TField>.Subtract(weightSlope, weight + high, weight, groups);
            Lanes<TField>.MultiplyAdd(quadratic, 0, valueSlope, groupWords, weightSlope, groupWords, groups);
        }
        return (Lanes<TField>.SumGroup(constant), Lanes<TField>.SumGroup(quadratic));
    }
}
