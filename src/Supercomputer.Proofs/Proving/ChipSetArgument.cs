using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Commitments;
using Supercomputer.Proofs.Lookups;
using Supercomputer.Proofs.Soundness;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Whir;

namespace Supercomputer.Proofs.Proving;

/// <summary>What prover and verifier of a chip set compute alike from the heights: layouts, parameters, the soundness of the whole.</summary>
/// <remarks>Statement: every constraint of every chip holds in every row, and every bus balances over all chips and public terms.
/// Steps: 1. observe heights, root, out-of-domain answers; 2. draw alpha, beta; 3. LogUp-GKR; 4. zerocheck; 5. opening.</remarks>
public sealed class ChipSetArgument
{
    private ChipSetArgument(
        IReadOnlyList<ChipShape> shapes, LeafLayout leaves, StackedLayout columns, WhirParameters parameters, SoundnessReport soundness)
    {
        Shapes = shapes;
        Leaves = leaves;
        Columns = columns;
        Parameters = parameters;
        Soundness = soundness;
    }

    /// <summary>The chips present, in machine order.</summary>
    public IReadOnlyList<ChipShape> Shapes { get; }

    /// <summary>Where fractions lie.</summary>
    public LeafLayout Leaves { get; }

    /// <summary>Where columns lie.</summary>
    public StackedLayout Columns { get; }

    /// <summary>The parameters of the opening.</summary>
    public WhirParameters Parameters { get; }

    /// <summary>The bits of every error source.</summary>
    public SoundnessReport Soundness { get; }

    /// <summary>Derives everything from the heights, or says why a proof of this shape is refused.</summary>
    /// <param name="shapes">The chips present and their heights.</param>
    /// <param name="publicTerms">What the statement adds.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static Checked<ChipSetArgument> Create<TField>(IReadOnlyList<ChipShape> shapes, IReadOnlyList<PublicTerm> publicTerms)
        where TField : unmanaged, IChallengeField<TField>
    {
        if (ChipSetLimits.Check(shapes, publicTerms.Count) is { } limit) return limit;
        int[] heights = [.. shapes.SelectMany(shape => Enumerable.Repeat(shape.LogHeight, shape.Chip.Width))];
        if (StackedLayout.TryCreate(heights, out StackedLayout? columns) is { } layoutError) return Convert(layoutError);
        WhirRequest request = WhirRequest.ForProfile(columns!.LogCells, TField.Degree, heights.Length);
        if (WhirParameters.TryChoose(request, out WhirParameters? parameters) is { } error) return Convert(error);
        LeafLayout leaves = new(shapes);
        ArgumentShape argument = new(
            shapes.Max(shape => shape.LogHeight),
            shapes.Sum(shape => shape.Chip.Constraints.Count),
            Chip.MaxDegree,
            leaves.LogSize,
            publicTerms.Count,
            Fingerprint<TField>.MaxArity(shapes, publicTerms) + 1,
            heights.Length);
        SoundnessReport soundness = ArgumentSoundness.Compute(
            argument, parameters!.Shape, ChallengeFieldSize.TargetBits(TField.Degree), "chip set argument");
        if (!soundness.MeetsTarget)
            return new VerificationError(
                $"soundness of {soundness.Weakest.Name}", $"{soundness.TargetBits} bits", $"{soundness.MinimumBits} bits");
        return new ChipSetArgument(shapes, leaves, columns, parameters, soundness);
    }

    /// <summary>Observes which chips are present and how tall.</summary>
    /// <param name="transcript">The transcript.</param>
    /// <param name="heights">By chip of the set, <see cref="TableParts.Maximum"/> bytes each: the log heights of its parts, then <see cref="AbsentHeight"/>.</param>
    internal static void Observe(Transcript transcript, ReadOnlySpan<byte> heights)
    {
        transcript.Label("chip set argument 2"u8);
        transcript.Observe(heights);
    }

    /// <summary>The height that says a part is absent.</summary>
    internal const byte AbsentHeight = 0xff;

    internal static VerificationError Convert(WhirError error) =>
        new($"opening: {error.Check}", error.Expected, error.Actual);
}
