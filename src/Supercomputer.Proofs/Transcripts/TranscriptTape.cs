namespace Supercomputer.Proofs.Transcripts;

/// <summary>Everything one transcript observed and sampled, which soundness tests compare, and play back to another transcript.</summary>
/// <remarks>Soundness: a replayed transcript proves nothing. It is internal, for tests that show which observed value holds what.</remarks>
internal sealed class TranscriptTape
{
    private readonly List<TranscriptObservation> observations = [];
    private readonly List<uint[]> samples = [];
    private readonly List<uint[]> live = [];
    private readonly List<int> samplesBefore = [];
    private int nextSample;

    /// <summary>What was observed, in order.</summary>
    public IReadOnlyList<TranscriptObservation> Observations => this.observations;

    /// <summary>What was sampled, in order: canonical coordinates of a challenge, or the two words of sampled bits.</summary>
    public IReadOnlyList<uint[]> Samples => this.samples;

    /// <summary>What the transcript itself drew, also where a replay dictated something else.</summary>
    public IReadOnlyList<uint[]> Live => this.live;

    /// <summary>For each observation, how many samples were drawn before it.</summary>
    public IReadOnlyList<int> SamplesBefore => this.samplesBefore;

    /// <summary>Whether the prover's proofs of work are skipped: the nonce is 0.</summary>
    public bool SkipsGrinding { get; init; }

    /// <summary>The observation that is hashed with its first bit flipped, as if another value had been sent; none when negative.</summary>
    public int Altered { get; init; } = -1;

    /// <summary>Whether samples are dictated from an earlier tape instead of recorded.</summary>
    public bool IsReplaying { get; private init; }

    /// <summary>A tape that dictates the samples of this one and lets every proof of work pass.</summary>
    /// <param name="altered">The observation that the replay alters; none when negative.</param>
    public TranscriptTape Replay(int altered = -1)
    {
        TranscriptTape replay = new() { IsReplaying = true, Altered = altered };
        foreach (uint[] sample in this.samples) replay.samples.Add([.. sample]);
        return replay;
    }

    /// <summary>Notes an observation and gives the bytes to hash.</summary>
    public ReadOnlySpan<byte> Observed(TranscriptFrame kind, ReadOnlySpan<byte> payload)
    {
        this.observations.Add(new(kind, 0, [.. payload]));
        this.samplesBefore.Add(this.live.Count);
        return this.Alter(payload);
    }

    /// <summary>Notes that a frame of elements begins.</summary>
    public void BeginElements(int degree)
    {
        this.observations.Add(new(TranscriptFrame.Elements, degree, []));
        this.samplesBefore.Add(this.live.Count);
    }

    /// <summary>Notes the next elements of the frame and gives the bytes to hash.</summary>
    public ReadOnlySpan<byte> ContinueElements(ReadOnlySpan<byte> payload)
    {
        TranscriptObservation last = this.observations[^1];
        this.observations[^1] = last with { Payload = [.. last.Payload, .. payload] };
        return last.Payload.Length == 0 ? this.Alter(payload) : payload;
    }

    /// <summary>Notes a sample, or overwrites it with the recorded one. A replay that ran out leaves live samples.</summary>
    public void Sampled(Span<uint> words)
    {
        this.live.Add([.. words]);
        if (!this.IsReplaying) this.samples.Add([.. words]);
        else if (this.nextSample < this.samples.Count && this.samples[this.nextSample].Length == words.Length)
            this.samples[this.nextSample++].CopyTo(words);
    }

    private ReadOnlySpan<byte> Alter(ReadOnlySpan<byte> payload)
    {
        if (this.observations.Count - 1 != this.Altered || payload.IsEmpty) return payload;
        byte[] altered = payload.ToArray();
        altered[0] ^= 1;
        return altered;
    }
}
