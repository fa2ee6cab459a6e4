using Supercomputer.Bus.History;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.States;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Supercomputer.Machine.Execution;

namespace Supercomputer.Bus.Tests.History;

/// <summary>A made beacon chain whose state remembers the sample's block.</summary>
internal static class MadeBeacon
{
    /// <summary>The streams for the sample's block of a slot under a state of a later one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stateSlot">The slot of the claim's block.</param>
    /// <param name="slot">Where the sample's beacon root stands.</param>
    /// <param name="isEmptySlot">Whether the block is of the slot before, so that its root is repeated there.</param>
    public static (FinalizedHeaderClaim Premise, ProgramInputs Inputs, BeaconBlockHeader Old) Inputs(ZkPosNetwork network, ulong stateSlot, ulong slot, bool isEmptySlot = false)
    {
        CasperPreset preset = CasperPreset.Of(network.Config.Preset)!;
        ulong size = (ulong)preset.SlotsPerHistoricalRoot;
        (BeaconBlockHeader old, BeaconPlace place) = MadeHistory.Block(
            MadeHistory.Oldest.Header.Encoding, isEmptySlot ? slot - 1 : slot, slot >= AncestorStatement.FirstSlot(network.Config, Fork.Deneb), MadeHistory.Filled(6),
            isEmptySlot ? slot : null);
        Digest[] roots = MadeHistory.Roots((int)size, slot, BeaconBlockHeader.HashTreeRoot(old));
        bool isRecent = stateSlot - slot <= size;
        ulong first = AncestorStatement.FirstSlot(network.Config, Fork.Capella) / size, period = slot / size;
        Digest[] historicalRoots = [.. Enumerable.Range(0, (int)first).Select(i => MadeHistory.Noise(50, (ulong)i))];
        Digest[] summaries = [.. Enumerable.Range(0, 2 * (int)((stateSlot / size) - first)).Select(i => MadeHistory.Noise(51, (ulong)i))];
        Digest rootsRoot = SszMerkle.Merkleize([.. roots], SszMerkle.FloorLog2(size)), states = MadeHistory.Filled(8);
        if (!isRecent && period < first) historicalRoots[period] = SszMerkle.HashPair(rootsRoot, states);
        if (!isRecent && period >= first) summaries[2 * (period - first)] = rootsRoot;
        BeaconStateHistory state = MadeHistory.State(network, stateSlot, isRecent ? roots : MadeHistory.Roots((int)size, 0, default), historicalRoots, summaries);
        (BeaconBlockHeader beacon, _) = MadeHistory.Block(MadeHistory.Header(MadeHistory.Filled(4), MadeHistory.Oldest.Header.Number + 60, MadeHistory.Filled(5)), stateSlot, true, state.Root);
        FinalizedHeaderClaim premise = MadeHistory.Claim(MadeHistory.Header(MadeHistory.Filled(4), MadeHistory.Oldest.Header.Number + 60, MadeHistory.Filled(5)), network, beacon);
        Digest[] periodBranch = [.. BeaconStateHistory.VectorBranch(roots, slot), .. period < first ? [states] : (Digest[])[]];
        return (premise, Blocks.Good(AncestorInputs.State(premise, network, beacon, state, place, periodBranch)), old);
    }
}
