namespace Supercomputer.Compute.Manifests;

/// <summary>A zkGraph's manifest (<c>zkgraph.yaml</c>, <c>cle.yaml</c>): which data of a block its program gets.</summary>
public sealed class Manifest
{
    internal Manifest(string specVersion, StreamLayout layout, string? name, string? network, string language, string file, string handler,
        IReadOnlyList<EventSource> events, IReadOnlyList<StorageSource> storage, IReadOnlyList<TransactionSource> transactions, IReadOnlyList<string> warnings)
    {
        SpecVersion = specVersion;
        Layout = layout;
        Name = name;
        Network = network;
        Language = language;
        File = file;
        Handler = handler;
        Events = events;
        Storage = storage;
        Transactions = transactions;
        Warnings = warnings;
    }

    /// <summary>The version of the manifest's format.</summary>
    public string SpecVersion { get; }

    /// <summary>How the program's streams are laid out.</summary>
    public StreamLayout Layout { get; }

    /// <summary>The zkGraph's name.</summary>
    public string? Name { get; }

    /// <summary>The network the block is of.</summary>
    public string? Network { get; }

    /// <summary>The language of the program.</summary>
    public string Language { get; }

    /// <summary>The program's file, relative to the manifest.</summary>
    public string File { get; }

    /// <summary>The program's handler.</summary>
    public string Handler { get; }

    /// <summary>The events wanted.</summary>
    public IReadOnlyList<EventSource> Events { get; }

    /// <summary>The storage slots wanted.</summary>
    public IReadOnlyList<StorageSource> Storage { get; }

    /// <summary>The transactions wanted; layout Cle only.</summary>
    public IReadOnlyList<TransactionSource> Transactions { get; }

    /// <summary>What in the manifest is not understood but harmless.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Reads a manifest file.</summary>
    /// <returns>The manifest, or what is wrong with it. Never throws on any contents.</returns>
    public static Result<Manifest> Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists) return Result<Manifest>.Refused($"manifest {path}: no such file");
            if (file.Length > ManifestReader.LongestFile)
                return Result<Manifest>.Refused($"manifest {path}: at most {ManifestReader.LongestFile} bytes are read, found {file.Length}");
            Result<Manifest> result = Read(System.IO.File.ReadAllBytes(path));
            return result.IsGood ? result : Result<Manifest>.Refused($"manifest {path}: {result.Error}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Result<Manifest>.Refused($"manifest {path} cannot be read: {error.Message}");
        }
    }

    /// <summary>Reads a manifest's bytes.</summary>
    /// <returns>The manifest, or what is wrong with it. Never throws on any bytes.</returns>
    public static Result<Manifest> Read(ReadOnlySpan<byte> utf8) => ManifestReader.Read(utf8);
}
