using System.Numerics;
using System.Text.Json;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Clients;

/// <summary>What leads from a checkpoint over votes of all validators to the newest justified one: states, blocks, and the links that they give.</summary>
/// <param name="States">The states of the checkpoints, in their order, as SSZ.</param>
/// <param name="Blocks">Blocks with votes, as the beacon interface gives them under "data".</param>
/// <param name="Links">The supermajority links; all that they start from is final.</param>
/// <param name="Stopped">Why there is no further link.</param>
public sealed record CasperHistory(IReadOnlyList<byte[]> States, IReadOnlyList<JsonElement> Blocks, IReadOnlyList<CasperLink> Links, string Stopped)
{
    /// <summary>The file of the blocks, as <see cref="SaveAsync"/> writes it.</summary>
    public const string BlocksFile = "blocks.json";

    private const string StateFiles = "state-*.ssz";

    /// <summary>Fetches states and blocks from a checkpoint on, as far as votes lead.</summary>
    /// <param name="beacon">The endpoints; states need their debug interface.</param>
    /// <param name="config">The network, of the mainnet or minimal preset.</param>
    /// <param name="checkpoint">The root of the trusted checkpoint's block.</param>
    /// <param name="cancellation">Stops asking.</param>
    /// <remarks>States are checked against their headers' roots, votes by their signatures.</remarks>
    public static async Task<Answer<CasperHistory>> FetchAsync(
        BeaconClient beacon, ConsensusConfig config, Digest checkpoint, CancellationToken cancellation = default)
    {
        List<byte[]> states = [];
        SortedDictionary<ulong, JsonElement> blocks = [];
        List<CasperLink> links = [];
        Answer<(CasperCheckpoint Checkpoint, byte[] State)> source = await ReadAsync(beacon, config, checkpoint, cancellation).ConfigureAwait(false);
        if (!source.IsGood) return source.As<CasperHistory>();
        CasperCheckpoint at = source.Value.Checkpoint;
        string stopped;
        states.Add(source.Value.State);
        while (true)
        {
            await AddBlocksAsync(beacon, config, at.Checkpoint.Epoch + 1, blocks, cancellation).ConfigureAwait(false);
            List<Attestation> votes = Votes(config, blocks.Values);
            stopped = FormattableString.Invariant($"no votes from checkpoint 0x{at.Checkpoint.Root} of epoch {at.Checkpoint.Epoch} to the next epoch");
            if (FindTarget(at, votes) is not { } root) break;
            Answer<(CasperCheckpoint Checkpoint, byte[] State)> next = await ReadAsync(beacon, config, root, cancellation).ConfigureAwait(false);
            if (!next.IsGood) return next.As<CasperHistory>();
            stopped = CasperLink.TryMake(config, at, next.Value.Checkpoint, votes, out CasperLink? link) ?? "";
            if (link is null) break;
            links.Add(link);
            states.Add(next.Value.State);
            at = next.Value.Checkpoint;
        }

        return Answer<CasperHistory>.Good(new(states, [.. blocks.Values], links, stopped));
    }

    /// <summary>Reads what <see cref="SaveAsync"/> wrote.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? TryRead(string folder, in ConsensusConfig config, out CasperHistory? history)
    {
        history = null;
        string path = Path.Combine(folder, BlocksFile);
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, StateFiles) : [];
        if (files.Length == 0 || !File.Exists(path)) return $"{folder}: {StateFiles} and {BlocksFile} expected, as --save writes them; actual {files.Length} states";
        List<(CasperCheckpoint Checkpoint, byte[] State)> read = [];
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(file);
            if (CasperCheckpoint.TryRead(bytes, config, out CasperCheckpoint? checkpoint) is { } wrong) return $"{file}: {wrong}";
            read.Add((checkpoint!, bytes));
        }

        JsonElement[]? blocks;
        try
        {
            blocks = JsonSerializer.Deserialize<JsonElement[]>(File.ReadAllBytes(path));
        }
        catch (JsonException error)
        {
            return $"{path}: an array of blocks expected, actual {error.Message}";
        }

        read.Sort(static (left, right) => left.Checkpoint.Header.Slot.CompareTo(right.Checkpoint.Header.Slot));
        List<CasperLink> links = [];
        for (int i = 1; i < read.Count; i++)
        {
            if (CasperLink.TryMake(config, read[i - 1].Checkpoint, read[i].Checkpoint, Votes(config, blocks ?? []), out CasperLink? link) is { } wrong) return $"{folder}: {wrong}";
            links.Add(link!);
        }

        history = new([.. read.Select(static entry => entry.State)], blocks ?? [], links, $"no further state in {folder}");
        return null;
    }

    /// <summary>Writes the states, named by their epochs, and the blocks.</summary>
    public async Task SaveAsync(string folder, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        ulong epoch = Links[0].Source.Checkpoint.Epoch;
        foreach (byte[] state in States)
            await File.WriteAllBytesAsync(Path.Combine(folder, FormattableString.Invariant($"state-{epoch++}.ssz")), state, cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(folder, BlocksFile), JsonSerializer.Serialize(Blocks) + "\n", cancellation).ConfigureAwait(false);
    }

    /// <summary>The block of a root with the state after it.</summary>
    private static async Task<Answer<(CasperCheckpoint Checkpoint, byte[] State)>> ReadAsync(BeaconClient beacon, ConsensusConfig config, Digest root, CancellationToken cancellation)
    {
        Answer<BeaconBlockHeader> header = await beacon.GetHeaderAsync(root, cancellation).ConfigureAwait(false);
        if (!header.IsGood) return header.As<(CasperCheckpoint, byte[])>();
        CasperCheckpoint? checkpoint = null;
        Answer<byte[]> state = await beacon.GetStateAsync(FormattableString.Invariant($"{header.Value.Slot}"), bytes =>
            CasperCheckpoint.TryRead(bytes, config, out checkpoint) ?? (checkpoint!.Checkpoint.Root == root ? null : $"the state after block 0x{checkpoint.Checkpoint.Root} in place of 0x{root}"), cancellation).ConfigureAwait(false);
        return state.IsGood ? Answer<(CasperCheckpoint, byte[])>.Good((checkpoint!, state.Value)) : state.As<(CasperCheckpoint, byte[])>();
    }

    /// <summary>The blocks that may carry votes for an epoch, those that are there.</summary>
    private static async Task AddBlocksAsync(BeaconClient beacon, ConsensusConfig config, ulong epoch, SortedDictionary<ulong, JsonElement> blocks, CancellationToken cancellation)
    {
        ulong slots = config.Preset.SlotsPerEpoch;
        for (ulong slot = epoch * slots + 1; slot < (epoch + 2) * slots; slot++)
        {
            if (blocks.ContainsKey(slot)) continue;
            Answer<JsonElement> block = await beacon.GetBlockAsync(FormattableString.Invariant($"{slot}"), data => BlockVotes.TryRead(data, config, out _), cancellation).ConfigureAwait(false);
            if (block.IsGood) blocks[slot] = block.Value.Clone();
        }
    }

    private static List<Attestation> Votes(ConsensusConfig config, IEnumerable<JsonElement> blocks) =>
        [.. blocks.SelectMany(block => BlockVotes.TryRead(block, config, out BlockVotes? votes) is null ? votes!.Attestations : [])];

    /// <summary>The target of most votes that start from a checkpoint.</summary>
    private static Digest? FindTarget(CasperCheckpoint source, List<Attestation> votes) => votes
        .Where(vote => vote.Data.Source == source.Checkpoint && vote.Data.Target.Epoch == source.Checkpoint.Epoch + 1)
        .GroupBy(static vote => vote.Data.Target.Root)
        .OrderByDescending(static group => group.Sum(static vote => vote.AggregationBits.Sum(static bits => BitOperations.PopCount(bits))))
        .FirstOrDefault()?.Key;
}
