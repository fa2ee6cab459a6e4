namespace Supercomputer.Machine.Execution;

/// <summary>The three input streams as entries: length, at index -1, then words.</summary>
internal sealed class InputStreams(ProgramInputs inputs)
{
    private const uint PrivateStream = 2;

    private readonly uint[][] _entries =
    [
        ProgramInputs.Entries(inputs.Public.Span), ProgramInputs.Entries(inputs.Disclosed.Span),
        ProgramInputs.Entries(inputs.Private.Span),
    ];

    /// <summary>A word of a stream, or its length at index -1. Emitted code checks the index; a private word beyond the end may be anything and is 0.</summary>
    internal uint Entry(uint stream, uint index)
    {
        uint[] entries = _entries[stream];
        uint entry = unchecked(index + 1);
        if (entry < (uint)entries.Length) return entries[entry];
        if (stream == PrivateStream) return 0;
        throw new InvalidOperationException($"word {index} of stream {stream} read, it has {entries.Length - 1}");
    }

    /// <summary>As <see cref="Entry"/>, or false where the stream has no such word.</summary>
    internal bool TryEntry(uint stream, uint index, out uint value)
    {
        uint[] entries = _entries[stream];
        uint entry = unchecked(index + 1);
        value = entry < (uint)entries.Length ? entries[entry] : 0;
        return entry < (uint)entries.Length || stream == PrivateStream;
    }

    /// <summary>Throws unless an output byte continues the output.</summary>
    internal static void CheckOutput(uint index, int count, uint value)
    {
        if (index != count || value > 255)
            throw new InvalidOperationException($"output byte {index} = {value} written after {count} bytes");
    }
}
