using System.Buffers.Binary;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.States;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Consensus.Tests.States;

/// <summary>What beacon states remember of blocks, with branches to their roots.</summary>
public sealed class BeaconStateHistoryTests
{
    private const int ExecutionOffsetAt = 436;

    private static readonly ConsensusConfig Config = new(Preset.Minimal, new([0, 1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 10, 20, 30]), default);

    [Theory]
    [InlineData("capella-minimal", "state.ssz")]
    [InlineData("capella-mainnetpreset", "state.ssz.xz")]
    public void A_recorded_state_has_the_root_that_its_header_has_and_its_block_roots_lead_there(string folder, string file)
    {
        string path = Vectors.Path("ethereum", "light-client-devnet", folder, file);
        byte[] bytes = file.EndsWith(".xz", StringComparison.Ordinal) ? XzFiles.Read(path) : File.ReadAllBytes(path);
        ConsensusConfig config = LightClientData.Devnet(folder);
        Assert.Null(BeaconStateHistory.TryRead(bytes, config, out BeaconStateHistory? state));
        Assert.Null(CasperStateSsz.TryRead(bytes, config, out CasperState? other, out Digest root));
        Assert.Equal((root, other!.Slot), (state!.Root, state.Slot));
        Assert.Equal(other.BlockRoots, state.BlockRoots);
        CheckBlockRoots(state, 5);
    }

    [Theory]
    [InlineData(3UL, 28, 5)]
    [InlineData(12UL, 28, 5)]
    [InlineData(25UL, 37, 6)]
    [InlineData(35UL, 38, 6)]
    public void Made_states_of_every_fork_are_read_and_their_periods_lead_to_their_roots(ulong epoch, int fields, int levels)
    {
        byte[] bytes = Made(epoch * 8, out SszShape[] shapes);
        Assert.Equal(fields, shapes.Length);
        Assert.Null(BeaconStateHistory.TryRead(bytes, Config, out BeaconStateHistory? state));
        Assert.Equal((2, 6), (state!.HistoricalRoots.Count, state.Summaries.Count));
        CheckBlockRoots(state, levels);
        Digest leaf = state.Summaries[4];
        ulong index = ((ulong)BeaconStateHistory.HistoricalSummariesField << 26) | (2 << 1);
        Assert.True(SszMerkle.IsValidMerkleBranch(leaf, state.PeriodBranch(BeaconStateHistory.HistoricalSummariesField, 2, state.Summaries[5]), index, state.Root));

        // An entry of historical_roots lies above its pair: the branch behind the sibling leads on from it.
        Digest[] branch = state.PeriodBranch(BeaconStateHistory.HistoricalRootsField, 1, default);
        Assert.True(SszMerkle.IsValidMerkleBranch(state.HistoricalRoots[1], branch.AsSpan(1), ((ulong)BeaconStateHistory.HistoricalRootsField << 25) | 1, state.Root));
    }

    [Fact]
    public void Bytes_that_are_no_state_are_refused_with_their_field_and_nothing_throws()
    {
        byte[] good = Made(25 * 8, out _);
        Random random = new(20261126);
        for (int run = 0; run < 300; run++)
        {
            byte[] altered = [.. good];
            altered[random.Next(altered.Length)] ^= (byte)random.Next(1, 256);
            if (BeaconStateHistory.TryRead(altered, Config, out BeaconStateHistory? state) is null) Assert.NotNull(state);
            Assert.NotNull(BeaconStateHistory.TryRead(good.AsSpan(0, random.Next(good.Length)), Config, out _));
        }

        Assert.NotNull(BeaconStateHistory.TryRead(good, Config with { Preset = new(8, 8, 64) }, out _));
        BinaryPrimitives.WriteUInt64LittleEndian(good.AsSpan(40), 0);
        Assert.Contains("field ", BeaconStateHistory.TryRead(good, Config, out _), StringComparison.Ordinal);
    }

    private static void CheckBlockRoots(BeaconStateHistory state, int levels)
    {
        foreach (ulong slot in (ulong[])[0, 1, state.Slot - 1, state.Slot + 5])
        {
            Digest[] branch = state.BlockRootBranch(slot);
            int depth = branch.Length - levels;
            Assert.Equal(1 << depth, state.BlockRoots.Count);
            ulong place = slot % (ulong)state.BlockRoots.Count;
            Assert.True(SszMerkle.IsValidMerkleBranch(state.BlockRoots[(int)place], branch, ((ulong)BeaconStateHistory.BlockRootsField << depth) | place, state.Root));
        }
    }

    /// <summary>A state of a slot: its lists are empty but for three summaries, two historical roots and the execution header.</summary>
    private static byte[] Made(ulong slot, out SszShape[] shapes)
    {
        Fork fork = Config.Forks.ForkAt(slot / 8);
        shapes = BeaconStateFields.Of(fork, CasperPreset.Minimal);
        Random random = new((int)slot);
        List<byte> head = [], tail = [];
        int fixedSize = shapes.Sum(shape => shape.Size == 0 ? 4 : shape.Size), execution = fork >= Fork.Deneb ? 584 : 568;
        for (int i = 0; i < shapes.Length; i++)
        {
            byte[] part = new byte[shapes[i].Size != 0 ? shapes[i].Size : i switch { 7 => 64, 24 => execution, 27 => 192, _ => 0 }];
            random.NextBytes(part);
            if (i == 2) BinaryPrimitives.WriteUInt64LittleEndian(part, slot);
            if (i == 24) BinaryPrimitives.WriteInt32LittleEndian(part.AsSpan(ExecutionOffsetAt), execution);
            if (shapes[i].Size != 0) head.AddRange(part);
            else
            {
                head.AddRange(BitConverter.GetBytes(fixedSize + tail.Count));
                tail.AddRange(part);
            }
        }

        return [.. head, .. tail];
    }
}
