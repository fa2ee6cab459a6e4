using System.Buffers.Binary;

namespace Supercomputer.Machine.Execution;

/// <summary>The input streams of a run.</summary>
/// <param name="Public">Stream 0: part of the statement.</param>
/// <param name="Disclosed">Stream 1: a large stream that the verifier also has.</param>
/// <param name="Private">Stream 2: the prover's alone.</param>
public sealed record ProgramInputs(
    ReadOnlyMemory<byte> Public, ReadOnlyMemory<byte> Disclosed, ReadOnlyMemory<byte> Private)
{
    /// <summary>No input at all.</summary>
    public static ProgramInputs Empty { get; } = new(default, default, default);

    /// <summary>A stream as the machine reads it: the length in bytes, then 32-bit little-endian words, zero-padded.</summary>
    public static uint[] Entries(ReadOnlySpan<byte> stream)
    {
        uint[] entries = new uint[1 + (stream.Length + 3) / 4];
        entries[0] = (uint)stream.Length;
        int whole = stream.Length / 4;
        for (int i = 0; i < whole; i++) entries[1 + i] = BinaryPrimitives.ReadUInt32LittleEndian(stream[(4 * i)..]);
        if (stream.Length % 4 == 0) return entries;
        Span<byte> last = stackalloc byte[4];
        stream[(4 * whole)..].CopyTo(last);
        entries[1 + whole] = BinaryPrimitives.ReadUInt32LittleEndian(last);
        return entries;
    }
}
