namespace Supercomputer.Proofs.Transcripts;

/// <summary>Everything one transcript observed and sampled, which soundness tests compare, and play back to another transcript.</summary>
/// <remarks>Soundness: a replayed transcript proves nothing. It is internal, for tests that show which observed value holds what.</remarks>
internal sealed class TranscriptTape
{
    private readonly List<TranscriptObservation> observations = [];
    private readonly List<uint[]> samples = [];
    private int nextSample;

    /// <summary>What was observed, in order.</summary>
    public IReadOnlyList<TranscriptObservation> Observations => this.observations;

    /// <summary>What was sampled, in order: canonical coordinates of a challenge, or the two words of sampled bits.</summary>
    public IReadOnlyList<uint[]> Samples => this.samples;

    /// <summary>Whether samples are dictated from an earlier tape instead of recorded.</summary>
    public bool IsReplaying { get; private init; }

    /// <summary>A tape that dictates the samples of this one and lets every proof of work pass.</summary>
    /// <param name="alter">Changes the samples before they are played; null plays them as they are.</param>
    public TranscriptTape Replay(Action<List<uint[]>>? alter = null)
    {
        TranscriptTape replay = new() { IsReplaying = true };
        foreach (uint[] sample in this.samples) replay.samples.Add([.. sample]);
        alter?.Invoke(replay.samples);
        return replay;
    }

    /// <summary>Notes an observation.</summary>
    public void Observed(TranscriptFrame kind, ReadOnlySpan<byte> payload) => this.observations.Add(new(kind, 0, [.. payload]));

    /// <summary>Notes that a frame of elements begins.</summary>
    public void BeginElements(int degree) => this.observations.Add(new(TranscriptFrame.Elements, degree, []));

    /// <summary>Notes the next elements of the frame.</summary>
    public void ContinueElements(ReadOnlySpan<byte> payload)
    {
        TranscriptObservation last = this.observations[^1];
        this.observations[^1] = last with { Payload = [.. last.Payload, .. payload] };
    }

    /// <summary>Notes a sample, or overwrites it with the recorded one. A replay that ran out leaves live samples.</summary>
    public void Sampled(Span<uint> words)
    {
        if (!this.IsReplaying) this.samples.Add([.. words]);
        else if (this.nextSample < this.samples.Count && this.samples[this.nextSample].Length == words.Length)
            this.samples[this.nextSample++].CopyTo(words);
    }
}
