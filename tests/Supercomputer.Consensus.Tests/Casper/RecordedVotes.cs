using System.IO.Compression;
using System.Text.Json;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Consensus.Tests.Casper;

/// <summary>A state of a devnet with 16 validators, the votes of the blocks after it, and what the node's own states said after each.</summary>
internal sealed class RecordedVotes
{
    public RecordedVotes()
    {
        string path = Path.Combine(Repository.Root, "tests", "Supercomputer.Consensus.Tests", "Fixtures", "devnet-votes.json.gz");
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using JsonDocument json = JsonDocument.Parse(stream);
        Assert.Null(CasperStateSsz.TryRead(LightClientData.Bytes(json.RootElement.GetProperty("state").GetString()!), Config, out CasperState? state, out Digest root));
        State = state!;
        StateRoot = root;
        foreach (JsonElement block in json.RootElement.GetProperty("blocks").EnumerateArray())
        {
            Assert.Null(BlockVotes.TryRead(block, Config, out BlockVotes? votes));
            Blocks.Add((votes!, Header(block), After(block)));
        }
    }

    /// <summary>The devnet's forks; it never leaves Capella.</summary>
    public static ConsensusConfig Config { get; } = LightClientData.Devnet("capella-minimal");

    public CasperState State { get; }

    public Digest StateRoot { get; }

    public List<(BlockVotes Votes, BeaconBlockHeader Header, string After)> Blocks { get; } = [];

    /// <summary>The header of a recorded block.</summary>
    public static BeaconBlockHeader Header(JsonElement block)
    {
        byte[] header = LightClientData.Bytes(block.GetProperty("header").GetString()!);
        return new()
        {
            Slot = BitConverter.ToUInt64(header),
            ProposerIndex = BitConverter.ToUInt64(header, 8),
            ParentRoot = new(header.AsSpan(16, 32)),
            StateRoot = new(header.AsSpan(48, 32)),
            BodyRoot = new(header.AsSpan(80, 32)),
        };
    }

    /// <summary>What the state after a recorded block says.</summary>
    public static string After(JsonElement block)
    {
        JsonElement after = block.GetProperty("after");
        return $"{after.GetProperty("previous_participation").GetString()} {after.GetProperty("current_participation").GetString()} {after.GetProperty("bits").GetInt32()} {after.GetProperty("checkpoints").GetString()}";
    }

    /// <summary>A checkpoint's encoding.</summary>
    public static string Text(Checkpoint checkpoint) => Convert.ToHexStringLower(BitConverter.GetBytes(checkpoint.Epoch)) + checkpoint.Root;

    /// <summary>What a state says, in the form of the recording.</summary>
    public static string Say(CasperState state)
    {
        return $"0x{Convert.ToHexStringLower(state.PreviousEpochParticipation)} 0x{Convert.ToHexStringLower(state.CurrentEpochParticipation)} {state.JustificationBits} "
            + $"0x{Text(state.PreviousJustifiedCheckpoint)}{Text(state.CurrentJustifiedCheckpoint)}{Text(state.FinalizedCheckpoint)}";
    }
}
