using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs.Serialization;

namespace Supercomputer.Machine.Segments;

/// <summary>What all who prove segments of one run must have in common: program, streams, how large a segment is, and the profile.</summary>
/// <param name="Key">The program.</param>
/// <param name="Inputs">Its streams, the private one too: keep the bytes as secret as it is.</param>
/// <param name="LogCells">The log of a segment's committed cells.</param>
/// <param name="Profile">The kind of proof.</param>
public sealed record SegmentPlan(VerifyingKey Key, ProgramInputs Inputs, int LogCells, ProofProfile Profile)
{
    private const uint Magic = 0x4a435357; // "WSCJ", little-endian
    private const uint FormatVersion = 2;
    private const int MaximumStream = 64 << 20;

    /// <summary>The plan of a run under a memory limit.</summary>
    /// <param name="key">The program.</param>
    /// <param name="inputs">Its streams.</param>
    /// <param name="memoryLimitBytes">The most memory of one process; null for no limit.</param>
    /// <param name="profile">The kind of proof.</param>
    public static SegmentPlan For(VerifyingKey key, ProgramInputs inputs, long? memoryLimitBytes, ProofProfile profile) =>
        new(key, inputs, SegmentBudget.LogCellsFor(memoryLimitBytes ?? long.MaxValue), profile);

    /// <summary>The plan's name: Keccak-256 of its bytes.</summary>
    public Digest Digest => Keccak256.Hash(ToBytes());

    /// <summary>The plan as bytes.</summary>
    public byte[] ToBytes()
    {
        ProofWriter writer = new();
        writer.WriteUInt32(Magic);
        writer.WriteUInt32(FormatVersion);
        writer.WriteUInt32((uint)LogCells);
        writer.WriteByte(Profile.Code);
        foreach (ReadOnlyMemory<byte> bytes in new[] { Key.Bytes, Inputs.Public, Inputs.Disclosed, Inputs.Private })
        {
            writer.WriteLength(bytes.Length);
            writer.WriteBytes(bytes.Span);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a plan; a message in place of the plan says what is wrong with the bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="plan">The plan.</param>
    public static string? TryRead(ReadOnlyMemory<byte> bytes, out SegmentPlan? plan)
    {
        plan = null;
        ProofReader reader = new(bytes);
        if (reader.ReadUInt32("file type") is var magic && !reader.Failed && magic != Magic)
            return $"file type: expected a segment plan (it begins with WSCJ), actual a file that begins with {FileType.Text(magic)}";
        reader.ExpectUInt32("plan format", FormatVersion);
        int logCells = (int)Math.Min(reader.ReadUInt32("cells"), int.MaxValue);
        byte code = reader.ReadByte("profile");
        byte[][] parts = new byte[4][];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = reader.ReadBytes("plan", reader.ReadLength("plan length", MaximumStream)).ToArray();
        if (!reader.Finish()) return reader.Error!.ToString();
        if (logCells is < 1 or > SegmentBudget.MaximumLogCells) return $"cells: 2^1 to 2^{SegmentBudget.MaximumLogCells} expected, actual 2^{logCells}";
        if (ProofProfile.All.FirstOrDefault(candidate => candidate.Code == code) is not { } profile)
            return $"profile: {string.Join(" or ", ProofProfile.All.Select(known => known.Code))} expected, actual {code}";
        if (VerifyingKey.TryRead(parts[0], out VerifyingKey? key) is { } error) return $"key: {error}";
        plan = new(key!, new(parts[1], parts[2], parts[3]), logCells, profile);
        return null;
    }
}
