namespace Supercomputer.Consensus.Tests.Clients;

/// <summary>A clock that stands still; its timers run.</summary>
internal sealed class FixedTime(ulong seconds) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds((long)seconds);
}
