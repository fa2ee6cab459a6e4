using System.Buffers.Binary;
using Supercomputer.Cli.Commands;
using Supercomputer.Machine.Execution;

namespace Supercomputer.Cli.Benchmarks;

/// <summary>One program of the machine benchmark.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Program">Its file.</param>
/// <param name="Inputs">Its streams.</param>
internal sealed record BenchProgram(string Name, string Program, ProgramInputs Inputs)
{
    private const int HashedBytes = 64 << 10;
    private const int SortedWords = 1 << 13;
    private const int SmallTurns = 909;

    /// <summary>The programs: Fibonacci of 2^20 instructions, SHA-256 of 64 KiB, two zkGraphs over the receipts of a block, a sort, and a small run.</summary>
    /// <param name="block">A block file for the zkGraphs, or null for the one of the demo.</param>
    /// <param name="graph">Its manifest, or null.</param>
    public static IReadOnlyList<BenchProgram> All(string? block, string? graph)
    {
        byte[] message = new byte[HashedBytes];
        for (int i = 0; i < message.Length; i++) message[i] = (byte)(i * 31 + (i >> 8));
        ProgramInputs streams = BlockStreams.Read(block ?? SampleFiles.Path("demo", "block.json"), graph ?? SampleFiles.Path("demo", "zkgraph.yaml"));
        return
        [
            new("fibonacci 2^20", SampleFiles.Path("fibonacci", "fibonacci.wat"), ProgramInputs.Empty),
            new("sha256 of 64 KiB", SampleFiles.Path("sha256", "sha256.wasm"), ProgramInputs.Empty with { Disclosed = message }),
            new("token transfers", SampleFiles.Path("token-transfers", "token-transfers.wasm"), streams),
            new("transfer volume in C#", SampleFiles.Path("transfer-volume", "transfer-volume.wasm"), streams),
            new("sort", SampleFiles.Path("sort", "sort.wasm"), ProgramInputs.Empty with { Public = Words(SortedWords, 1) }),
            new("fibonacci 10 k", SampleFiles.Path("fibonacci", "fibonacci.wat"), ProgramInputs.Empty with { Public = Words(SmallTurns) }),
        ];
    }

    private static byte[] Words(params uint[] words)
    {
        byte[] bytes = new byte[4 * words.Length];
        for (int i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);
        return bytes;
    }
}
