namespace Supercomputer.Machine.Execution;

/// <summary>The three input streams as entries: length, then words.</summary>
internal sealed class InputStreams(ProgramInputs inputs)
{
    private const uint PrivateStream = 2;

    private readonly uint[][] _entries =
    [
        ProgramInputs.Entries(inputs.Public.Span), ProgramInputs.Entries(inputs.Disclosed.Span),
        ProgramInputs.Entries(inputs.Private.Span),
    ];

    /// <summary>An entry of a stream. Emitted code checks the index; a private entry beyond the end may be anything and is 0.</summary>
    internal uint Entry(uint stream, uint index)
    {
        uint[] entries = _entries[stream];
        if (index < (uint)entries.Length) return entries[index];
        if (stream == PrivateStream) return 0;
        throw new InvalidOperationException($"entry {index} of stream {stream} read, it has {entries.Length}");
    }

    /// <summary>Throws unless an output byte continues the output.</summary>
    internal static void CheckOutput(uint index, int count, uint value)
    {
        if (index != count || value > 255)
            throw new InvalidOperationException($"output byte {index} = {value} written after {count} bytes");
    }
}
