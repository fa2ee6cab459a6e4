using System.Diagnostics.CodeAnalysis;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Claims;

/// <summary>The one layout of claims in C#, in Solidity and in the machine: words of 32 bytes, the kind first.</summary>
public static class ClaimEncoding
{
    /// <summary>The claim's bytes.</summary>
    public static byte[] Encode<TClaim>(in TClaim claim)
        where TClaim : struct, IClaim<TClaim>
    {
        ClaimWriter writer = new(TClaim.WordCount);
        writer.Uint64((ulong)TClaim.ClaimKind);
        claim.WriteTo(writer);
        return writer.ToArray();
    }

    /// <summary>The claim's digest: Keccak-256 of its bytes. It names the claim in other claims, and is its replay key.</summary>
    public static Digest DigestOf<TClaim>(in TClaim claim)
        where TClaim : struct, IClaim<TClaim> => Keccak256.Hash(Encode(in claim));

    /// <summary>The kind that bytes begin with, or null where they begin with none.</summary>
    public static ClaimKind? KindOf(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= ClaimWriter.WordBytes && !bytes[..31].ContainsAnyExcept((byte)0) && Enum.IsDefined((ClaimKind)bytes[31])
            ? (ClaimKind)bytes[31]
            : null;

    /// <summary>Reads bytes that are exactly one claim of a type.</summary>
    /// <remarks>Errors: never throws on any bytes. What is read encodes to the same bytes.</remarks>
    public static bool TryRead<TClaim>(ReadOnlyMemory<byte> bytes, out TClaim claim, [NotNullWhen(false)] out string? error)
        where TClaim : struct, IClaim<TClaim>
    {
        claim = default;
        int expected = TClaim.WordCount * ClaimWriter.WordBytes;
        error = null;
        if (bytes.Length != expected) error = $"a {TClaim.ClaimKind} claim: expected {expected} bytes, actual {bytes.Length}";
        else if (KindOf(bytes.Span) != TClaim.ClaimKind)
            error = $"word 0 (kind): expected {(int)TClaim.ClaimKind} ({TClaim.ClaimKind}), actual 0x{Convert.ToHexStringLower(bytes.Span[..32])}";
        if (error is not null) return false;
        ClaimReader reader = new(bytes[ClaimWriter.WordBytes..]);
        claim = TClaim.ReadFrom(reader);
        error = reader.Error;
        return error is null;
    }
}
