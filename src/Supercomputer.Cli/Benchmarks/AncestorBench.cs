using System.Globalization;
using Supercomputer.Bus;
using Supercomputer.Bus.History;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Cli.Commands;
using Supercomputer.Compute.Blocks;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.States;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Supercomputer.Primitives.Rlp;

namespace Supercomputer.Cli.Benchmarks;

/// <summary>Ancestors by every way that can be measured without a node: runs of headers, summaries, the accumulator of blocks before the merge.</summary>
internal static class AncestorBench
{
    private const ulong Mainnet = 1;
    private static readonly int[] s_runs = [1, 32, 256];

    /// <summary>Runs of made headers of the block's length; with vectors also mainnet headers under their real summaries and accumulator.</summary>
    public static IEnumerable<BusBench> All(CheckedBlock block, string? vectors)
    {
        foreach (int steps in s_runs)
        {
            List<ReadOnlyMemory<byte>> headers = Run(block, steps);
            FinalizedHeaderClaim claim = BusInputs.TrustedHeader(block, Mainnet) with { BlockNumber = block.Header.Number + (ulong)steps, BlockHash = Keccak256.Hash(headers[0].Span) };
            yield return new($"ancestor by {steps} parent {(steps == 1 ? "hash" : "hashes")}", BusPrograms.Ancestor, AncestorInputs.ParentHashes(claim, headers));
        }

        if (vectors is null) yield break;
        string folder = Path.Combine(vectors, "headers-with-proof");
        yield return UnderSummaries(HistoryFiles.Portal(Path.Combine(folder, "22162263.yaml")), InputFiles.Read(Path.Combine(folder, "historical_summaries_at_slot_11476992.ssz"), "summaries"));
        FinalizedHeaderClaim newest = BusInputs.TrustedHeader(block, Mainnet);
        yield return new(
            "ancestor by the accumulator, block 14764013", BusPrograms.Ancestor,
            BusBench.Good(AncestorInputs.Accumulator(newest, HistoryFiles.Portal(Path.Combine(folder, "14764013.yaml")))));
    }

    /// <summary>The branch under real summaries; the other fields of the state are zero, which costs the same.</summary>
    private static BusBench UnderSummaries(HeaderWithProof header, byte[] summaries)
    {
        const ulong StateSlot = 11_476_993;
        const int Levels = 5;
        Digest[] roots = [.. summaries.Chunk(Digest.Size).Select(chunk => new Digest(chunk))], pairs = [.. roots.Chunk(2).Select(pair => SszMerkle.HashPair(pair[0], pair[1]))];
        Digest[] fields = new Digest[28];
        fields[BeaconStateHistory.HistoricalSummariesField] = SszMerkle.MixInLength(SszMerkle.Merkleize([.. pairs], 24), (ulong)pairs.Length);
        int entry = (int)((header.Slot!.Value / 8192) - 758);
        Digest[] branch =
        [
            .. header.PeriodBranch, roots[(2 * entry) + 1], .. SszMerkle.Branch(pairs, 24, (ulong)entry), SszMerkle.UInt64Chunk((ulong)pairs.Length),
            .. SszMerkle.Branch(fields, Levels, BeaconStateHistory.HistoricalSummariesField),
        ];
        BeaconBlockHeader beacon = new() { Slot = StateSlot, StateRoot = SszMerkle.Merkleize([.. fields], Levels) };
        ZkPosNetwork network = ZkPosNetwork.Mainnet;
        FinalizedHeaderClaim claim = new(
            network.ChainId, network.Config.GenesisValidatorsRoot, default, StateSlot, BeaconBlockHeader.HashTreeRoot(beacon), 30_000_000, default, default, default, default, 0);
        return new(
            "ancestor by historical summaries, block 22162263", BusPrograms.Ancestor,
            BusBench.Good(AncestorInputs.State(claim, network, AncestorWay.History, beacon, BeaconPlace.Of(header)!, branch)));
    }

    /// <summary>Headers from the newest back to the block's: its own header with another parent and number.</summary>
    private static List<ReadOnlyMemory<byte>> Run(CheckedBlock block, int steps)
    {
        if (!RlpItem.TryRead(block.Header.Encoding, out RlpItem list, out string? error) || !list.TryGetItems(32, out RlpItem[]? fields, out error))
            throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"bench: block {block.Header.Number}: {error}"));
        List<ReadOnlyMemory<byte>> headers = [block.Header.Encoding];
        byte[][] parts = [.. fields.Select(field => field.Encoding.ToArray())];
        for (int i = 1; i <= steps; i++)
        {
            parts[0] = RlpEncoder.EncodeBytes(Keccak256.Hash(headers[0].Span).ToArray());
            parts[8] = RlpEncoder.EncodeInteger(block.Header.Number + (ulong)i);
            headers.Insert(0, RlpEncoder.EncodeList(parts));
        }

        return headers;
    }
}
