using System.Text;

namespace Supercomputer.Compute.Blocks;

/// <summary>Reads block files and checks everything in them against the block's header.</summary>
/// <remarks>
/// Shape: one of
/// (1) YAML with <c>header</c>, <c>body</c> and <c>receipts</c> as RLP in hexadecimal (body and receipts may be absent);
/// (2) JSON {block, receipts, proofs}: the answers of eth_getBlockByNumber, eth_getBlockReceipts and eth_getProof (one or a
/// list), each as it is or with its JSON-RPC envelope, receipts and proofs may be absent;
/// (3) the answer of eth_getBlockByNumber alone;
/// (4) a folder that holds such answers as block.json, receipts.json, proof.json.
/// </remarks>
public static class BlockFile
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const int LongestFile = 16 << 20;

    private static readonly (string File, string Property)[] FolderParts =
        [("block.json", "block"), ("receipts.json", "receipts"), ("proof.json", "proofs")];

    /// <summary>Reads and checks a file or folder.</summary>
    /// <returns>The block, or what is wrong with it. Never throws on any contents.</returns>
    public static Result<CheckedBlock> Read(string path)
    {
        try
        {
            if (Directory.Exists(path)) return ReadFolder(path);
            if (!File.Exists(path)) return Result<CheckedBlock>.Refused($"block file {path}: no such file or folder");
            long length = new FileInfo(path).Length;
            if (length > LongestFile) return Result<CheckedBlock>.Refused($"block file {path}: at most {LongestFile} bytes are read, found {length}");
            Result<CheckedBlock> result = Read(File.ReadAllBytes(path));
            return result.IsGood ? result : Result<CheckedBlock>.Refused($"block file {path}: {result.Error}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Result<CheckedBlock>.Refused($"block file {path} cannot be read: {error.Message}");
        }
    }

    /// <summary>Reads and checks a file's bytes.</summary>
    /// <returns>The block, or what is wrong with it. Never throws on any bytes.</returns>
    public static Result<CheckedBlock> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > LongestFile) return Result<CheckedBlock>.Refused($"at most {LongestFile} bytes are read, found {bytes.Length}");
        ReadOnlySpan<byte> text = bytes.Span.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) return Result<CheckedBlock>.Refused("the file is empty; expected YAML with header, body and receipts, or JSON-RPC answers");
        Result<UncheckedBlock> block = text[0] is (byte)'{' or (byte)'[' ? BlockJson.Read(bytes) : BlockYaml.Read(bytes);
        return block.IsGood ? BlockCheck.Check(block.Value) : Result<CheckedBlock>.Refused(block.Error);
    }

    private static Result<CheckedBlock> ReadFolder(string path)
    {
        StringBuilder json = new("{");
        foreach ((string file, string property) in FolderParts)
        {
            string part = Path.Combine(path, file);
            if (!File.Exists(part)) continue;
            if (json.Length + new FileInfo(part).Length > LongestFile)
                return Result<CheckedBlock>.Refused($"block folder {path}: at most {LongestFile} bytes are read");
            json.Append(json.Length > 1 ? "," : "").Append('"').Append(property).Append("\":").Append(File.ReadAllText(part));
        }
        if (json.Length == 1)
            return Result<CheckedBlock>.Refused($"block folder {path}: expected block.json (and receipts.json, proof.json), found none of them");
        Result<CheckedBlock> result = Read(Encoding.UTF8.GetBytes(json.Append('}').ToString()));
        return result.IsGood ? result : Result<CheckedBlock>.Refused($"block folder {path}: {result.Error}");
    }
}
