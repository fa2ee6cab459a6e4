namespace Supercomputer.Guests;

/// <summary>A native run of a guest: the streams that it reads and what it puts out.</summary>
public sealed class GuestRun
{
    private static readonly AsyncLocal<GuestRun?> s_current = new();
    private readonly byte[][] _streams;
    private readonly List<byte> _output = [];
    private readonly List<string> _log = [];

    private GuestRun(byte[] @public, byte[] disclosed, byte[] @private) => _streams = [@public, disclosed, @private];

    /// <summary>The public output.</summary>
    public byte[] Output => [.. _output];

    /// <summary>What <see cref="Guest.Log"/> was given.</summary>
    public IReadOnlyList<string> Lines => _log;

    internal static GuestRun Current =>
        s_current.Value ?? throw new InvalidOperationException("a guest runs natively inside GuestRun.Execute, which gives it its streams");

    /// <summary>Runs a guest's entry on streams.</summary>
    /// <remarks>Errors: what the guest throws; <see cref="GuestTrapException"/> where the host ends the run.</remarks>
    public static GuestRun Execute(Action entry, byte[]? @public = null, byte[]? disclosed = null, byte[]? @private = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        GuestRun run = new(@public ?? [], disclosed ?? [], @private ?? []);
        GuestRun? outer = s_current.Value;
        s_current.Value = run;
        try
        {
            entry();
        }
        finally
        {
            s_current.Value = outer;
        }

        return run;
    }

    internal ReadOnlySpan<byte> StreamOf(InputStream stream) =>
        (uint)stream < (uint)_streams.Length ? _streams[(int)stream] : throw new GuestTrapException($"there is no stream {(int)stream}");

    internal void Append(ReadOnlySpan<byte> bytes) => _output.AddRange(bytes);

    internal void Log(string text) => _log.Add(text);
}
