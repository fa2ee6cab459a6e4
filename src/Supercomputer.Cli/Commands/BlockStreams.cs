using Supercomputer.Compute;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Compute.Streams;
using Supercomputer.Machine.Execution;
using Supercomputer.Primitives;

namespace Supercomputer.Cli.Commands;

/// <summary>The streams that a checked block file and a manifest give.</summary>
internal static class BlockStreams
{
    /// <summary>Reads and checks both files; refuses with the reason.</summary>
    public static ProgramInputs Read(string blockPath, string graphPath, string? state = null, bool isSafe = false)
    {
        CheckedBlock block = ReadBlock(blockPath);
        byte[]? expected = null;
        if (state is not null && !Hex.TryDecode(state, out expected))
            throw new CommandFailure($"--state: hexadecimal bytes expected, actual '{state}'", CommandFailure.Usage);
        Result<Compute.Streams.ProgramStreams> streams = ZkGraphInputs.Create(block, ReadManifest(graphPath), expected, isSafe);
        return streams.IsGood
            ? new(streams.Value.Public, streams.Value.Disclosed, streams.Value.Private)
            : throw new CommandFailure($"{graphPath}: {streams.Error}");
    }

    /// <summary>The block, with its receipts, transactions and proofs checked against its header.</summary>
    public static CheckedBlock ReadBlock(string path)
    {
        Result<CheckedBlock> block = BlockFile.Read(path);
        return block.IsGood ? block.Value : throw new CommandFailure(block.Error);
    }

    /// <summary>The manifest.</summary>
    public static Manifest ReadManifest(string path)
    {
        Result<Manifest> manifest = Manifest.Read(path);
        if (!manifest.IsGood) throw new CommandFailure(manifest.Error);
        foreach (string warning in manifest.Value.Warnings) Console.Error.WriteLine($"wsc: {path}: {warning}");
        return manifest.Value;
    }

    /// <summary>The program that a manifest names, seen from the manifest's folder.</summary>
    public static string ProgramPath(string graphPath) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(graphPath))!, ReadManifest(graphPath).File);
}
