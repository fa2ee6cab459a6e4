namespace Supercomputer.Guests;

/// <summary>A native run of a guest: the streams that it reads and what it puts out.</summary>
/// <remarks>Errors: a second read of a byte of the private stream, or of its length, ends the run: see <see cref="InputStream.Private"/>.</remarks>
public sealed class GuestRun
{
    private static readonly AsyncLocal<GuestRun?> s_current = new();
    private readonly byte[][] _streams;
    private readonly bool[] _isTaken;
    private bool _isSizeTaken;
    private readonly List<byte> _output = [];
    private readonly List<string> _log = [];

    private GuestRun(byte[] @public, byte[] disclosed, byte[] @private) =>
        (_streams, _isTaken) = ([@public, disclosed, @private], new bool[@private.Length]);

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

    /// <summary>The length of a stream; of the private one it is asked for once.</summary>
    internal int SizeOf(InputStream stream)
    {
        if (stream == InputStream.Private && _isSizeTaken) throw Repeated("the length");
        _isSizeTaken |= stream == InputStream.Private;
        return StreamOf(stream).Length;
    }

    /// <summary>Bytes of a stream, at most to its end; of the private one each is taken once.</summary>
    internal ReadOnlySpan<byte> Take(InputStream stream, int offset, int count)
    {
        ReadOnlySpan<byte> bytes = StreamOf(stream)[offset..];
        bytes = bytes[..Math.Min(bytes.Length, count)];
        if (stream != InputStream.Private) return bytes;
        Span<bool> taken = _isTaken.AsSpan(offset, bytes.Length);
        if (taken.IndexOf(true) is var first and >= 0) throw Repeated($"byte {offset + first}");
        taken.Fill(true);
        return bytes;
    }

    internal ReadOnlySpan<byte> StreamOf(InputStream stream) =>
        (uint)stream < (uint)_streams.Length ? _streams[(int)stream] : throw new GuestTrapException($"there is no stream {(int)stream}");

    internal void Append(ReadOnlySpan<byte> bytes) => _output.AddRange(bytes);

    internal void Log(string text) => _log.Add(text);

    private static GuestTrapException Repeated(string what) =>
        new($"{what} of the private stream is read a second time: expected once, as a prover may answer each read otherwise; keep what was read");
}
