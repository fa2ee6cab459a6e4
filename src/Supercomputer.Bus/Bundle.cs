using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Serialization;

namespace Supercomputer.Bus;

/// <summary>Proofs of claims that rest on one another, premises first.</summary>
/// <param name="Entries">The proofs.</param>
/// <remarks>Shape: "WSCB", format 1, number of entries; each: program digest 32, length and public bytes, length and proof. Integers are
/// four bytes, little-endian.</remarks>
public sealed record Bundle(IReadOnlyList<BundleEntry> Entries)
{
    private const uint Magic = 0x42435357; // "WSCB", little-endian
    private const uint FormatVersion = 1;
    private const int MostEntries = 256, MostPublicBytes = 1 << 20, MostProofBytes = 64 << 20;

    /// <summary>Whether bytes begin as a bundle does.</summary>
    public static bool IsBundle(ReadOnlySpan<byte> bytes) => bytes.StartsWith("WSCB"u8);

    /// <summary>The bundle's bytes.</summary>
    public byte[] ToArray()
    {
        ProofWriter writer = new();
        writer.WriteUInt32(Magic);
        writer.WriteUInt32(FormatVersion);
        writer.WriteLength(Entries.Count);
        foreach (BundleEntry entry in Entries)
        {
            writer.Write(entry.Program);
            writer.WriteLength(entry.Public.Length);
            writer.WriteBytes(entry.Public.Span);
            writer.WriteLength(entry.Proof.Length);
            writer.WriteBytes(entry.Proof.Span);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a bundle. Never throws on any bytes.</summary>
    public static Checked<Bundle> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length >= sizeof(uint) && !IsBundle(bytes.Span))
            return new VerificationError("file type", "a bundle (it begins with WSCB)", $"a file that begins with 0x{Convert.ToHexStringLower(bytes.Span[..sizeof(uint)])}");
        ProofReader reader = new(bytes);
        reader.ExpectUInt32("file type", Magic);
        reader.ExpectUInt32("bundle format", FormatVersion);
        int count = reader.ReadLength("entries", MostEntries);
        List<BundleEntry> entries = [];
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            Digest program = reader.ReadDigest($"program of entry {i}");
            byte[] request = reader.ReadBytes($"public bytes of entry {i}", reader.ReadLength($"public bytes of entry {i}", MostPublicBytes)).ToArray();
            byte[] proof = reader.ReadBytes($"proof of entry {i}", reader.ReadLength($"proof of entry {i}", MostProofBytes)).ToArray();
            entries.Add(new(program, request, proof));
        }

        if (!reader.Finish()) return new VerificationError("bundle", "the whole of a bundle and nothing behind it", $"{reader.Error}");
        if (entries.Count == 0) return new VerificationError("bundle", "at least one proof", "none");
        return new Bundle(entries);
    }
}
