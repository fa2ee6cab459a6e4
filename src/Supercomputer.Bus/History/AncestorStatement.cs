using System.Buffers.Binary;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Bus.History;

/// <summary>What a proof of ancestor-proof says: the public bytes that a verifier makes itself, and the output that it reads.</summary>
/// <remarks>
/// Shape, words: the digest of the claim that it rests on, the way; for ways through a beacon state SLOTS_PER_HISTORICAL_ROOT and the first slots
/// of Capella, Deneb and Electra (2^64 - 1 for never). Output: the FinalizedHeader claim, the digest of the claim that it rests on.
/// </remarks>
public static class AncestorStatement
{
    private const int Word = ClaimWriter.WordBytes, ClaimBytes = 12 * Word;

    /// <summary>Whether a way reads a beacon state, whose shape the network decides.</summary>
    public static bool NeedsNetwork(AncestorWay way) => way is AncestorWay.BlockRoots or AncestorWay.History;

    /// <summary>The public bytes; null where the way needs a network of the mainnet or minimal preset and there is none.</summary>
    /// <param name="premise">The digest of the claim that the proof rests on.</param>
    /// <param name="way">The way.</param>
    /// <param name="network">The network of that claim; other ways than those through a beacon state need none.</param>
    public static byte[]? PublicInput(Digest premise, AncestorWay way, ZkPosNetwork? network)
    {
        if (!NeedsNetwork(way)) return Words(premise, (ulong)way);
        return network is { Config: var config } && CasperPreset.Of(config.Preset) is { } preset
            ? Words(
                premise, (ulong)way, (ulong)preset.SlotsPerHistoricalRoot, FirstSlot(config, Fork.Capella), FirstSlot(config, Fork.Deneb), FirstSlot(config, Fork.Electra))
            : null;
    }

    /// <summary>The way that public bytes name, or null.</summary>
    public static AncestorWay? WayOf(ReadOnlySpan<byte> request) =>
        request.Length >= 2 * Word && !request[Word..((2 * Word) - 1)].ContainsAnyExcept((byte)0) && Enum.IsDefined((AncestorWay)request[(2 * Word) - 1])
            ? (AncestorWay)request[(2 * Word) - 1]
            : null;

    /// <summary>Reads an output: the claim, and the digest of the claim that it rests on.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? TryReadOutput(ReadOnlyMemory<byte> output, out FinalizedHeaderClaim claim, out Digest premise)
    {
        claim = default;
        premise = default;
        if (output.Length != ClaimBytes + Digest.Size) return $"an ancestor and what it rests on: expected {ClaimBytes + Digest.Size} bytes, actual {output.Length}";
        if (!ClaimEncoding.TryRead(output[..ClaimBytes], out claim, out string? error)) return error;
        premise = new(output.Span[ClaimBytes..]);
        return null;
    }

    /// <summary>The first slot of a fork; 2^64 - 1 where it never comes.</summary>
    internal static ulong FirstSlot(in ConsensusConfig config, Fork fork)
    {
        ulong epoch = config.Forks.Epoch(fork);
        return epoch >= ForkSchedule.FarFuture / config.Preset.SlotsPerEpoch ? ulong.MaxValue : epoch * config.Preset.SlotsPerEpoch;
    }

    private static byte[] Words(Digest premise, params ReadOnlySpan<ulong> numbers)
    {
        byte[] words = new byte[(1 + numbers.Length) * Word];
        premise.CopyTo(words);
        for (int i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteUInt64BigEndian(words.AsSpan(((i + 2) * Word) - 8), numbers[i]);
        return words;
    }
}
