namespace Supercomputer.Consensus.Clients;

/// <summary>How patient a client is, how much it reads, and how many endpoints must agree.</summary>
public sealed record ClientOptions
{
    /// <summary>How long one attempt may take, reply included.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a request is made when the fault may pass: no connection, no reply in time, status 429 or from 500 on.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The pause after the first attempt; it doubles from one to the next.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The most bytes of a reply that are read.</summary>
    public long MostReplyBytes { get; init; } = 64 << 20;

    /// <summary>How many endpoints must agree on what no proof decides; zero stands for more than half of them.</summary>
    public int Quorum { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How many of so many endpoints must agree.</summary>
    internal int QuorumOf(int endpoints) => Quorum > 0 ? Quorum : endpoints / 2 + 1;
}
