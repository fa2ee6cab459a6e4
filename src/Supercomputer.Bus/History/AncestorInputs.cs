using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.States;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs;

namespace Supercomputer.Bus.History;

/// <summary>Makes the streams of ancestor-proof: an older block, by one of the ways, under a FinalizedHeader claim.</summary>
/// <remarks>Errors: what cannot be asked is refused here; everything else the program itself refuses, natively before anything is proved.</remarks>
public static class AncestorInputs
{
    private const ulong HistoryWindow = 8191;

    /// <summary>The address of the history contract of EIP-2935.</summary>
    public static Address HistoryContractAddress { get; } = new(Convert.FromHexString("0000f90827f1c53a10cb7a02335b175320002935"));

    /// <summary>The slot of the history contract where a block's hash is.</summary>
    /// <param name="number">The block's number.</param>
    public static Digest HistorySlot(ulong number) => new(new Word(number % HistoryWindow).ToArray());

    /// <summary>By parent hashes.</summary>
    /// <param name="claim">The claim that the proof rests on.</param>
    /// <param name="headers">The RLP of the headers, from the claim's block back to the one that is claimed.</param>
    public static ProgramInputs ParentHashes(in FinalizedHeaderClaim claim, IReadOnlyList<ReadOnlyMemory<byte>> headers) =>
        Inputs(claim, AncestorWay.ParentHashes, null, stream => stream.List(headers));

    /// <summary>By the history contract of EIP-2935.</summary>
    /// <param name="claim">The claim that the proof rests on.</param>
    /// <param name="header">The RLP of the older block's header.</param>
    /// <param name="accountProof">The nodes from the claim's state root to the contract.</param>
    /// <param name="slotProof">The nodes from its storage root to the slot number modulo 8,191.</param>
    public static ProgramInputs HistoryContract(
        in FinalizedHeaderClaim claim, ReadOnlyMemory<byte> header, IReadOnlyList<ReadOnlyMemory<byte>> accountProof, IReadOnlyList<ReadOnlyMemory<byte>> slotProof) =>
        Inputs(claim, AncestorWay.HistoryContract, null, stream => stream.Item(header).List(accountProof).List(slotProof));

    /// <summary>By the accumulator of blocks before the merge.</summary>
    /// <param name="claim">The claim that the proof rests on.</param>
    /// <param name="header">The header, with the branch to its epoch's root.</param>
    public static Checked<ProgramInputs> Accumulator(in FinalizedHeaderClaim claim, HeaderWithProof header)
    {
        if (header.Slot is { } slot) return new VerificationError("header with proof", "a block before the merge, for the accumulator", $"one of slot {slot}");
        if (!PreMergeAccumulator.Mainnet.Branch(header).TryGet(out Digest[]? branch, out VerificationError? error)) return error;
        return Inputs(claim, AncestorWay.PreMergeAccumulator, null, stream => stream.Item(header.Header).Nodes([.. header.EpochBranch, .. branch]));
    }

    /// <summary>By the memory of the claim's beacon state: block_roots where they reach back far enough, else historical_summaries or historical_roots.</summary>
    /// <param name="claim">The claim that the proof rests on.</param>
    /// <param name="network">Its network.</param>
    /// <param name="beacon">The beacon header of the claim's block.</param>
    /// <param name="state">The state after that block.</param>
    /// <param name="place">Where the older block stands.</param>
    /// <param name="periodBranch">From its beacon block to the root of its period, as <see cref="HeaderWithProof.PeriodBranch"/>; empty for block_roots.</param>
    public static Checked<ProgramInputs> State(
        in FinalizedHeaderClaim claim, ZkPosNetwork network, in BeaconBlockHeader beacon, BeaconStateHistory state, BeaconPlace place, Digest[] periodBranch)
    {
        if (claim.BeaconRoot == default) return new VerificationError("claim", "one that names a beacon block, as zkPoS proves it", "none; take parent hashes or the history contract");
        if (BeaconBlockHeader.HashTreeRoot(beacon) is var root && root != claim.BeaconRoot)
            return new VerificationError("beacon header", $"that of beacon block 0x{claim.BeaconRoot} (the claim's)", $"that of 0x{root}");
        if (state.Root != beacon.StateRoot) return new VerificationError("beacon state", $"root 0x{beacon.StateRoot} (the beacon header's)", $"0x{state.Root}");
        if (place.Slot >= state.Slot) return new VerificationError("slot", $"one before {state.Slot} (the claim's)", $"{place.Slot}");
        ulong size = (ulong)state.BlockRoots.Count;
        if (state.Slot - place.Slot <= size) return State(claim, network, AncestorWay.BlockRoots, beacon, place, state.BlockRootBranch(place.Slot));
        return Period(network, state, place.Slot, periodBranch, size).TryGet(out Digest[]? branch, out VerificationError? error)
            ? State(claim, network, AncestorWay.History, beacon, place, branch)
            : error;
    }

    /// <summary>By a beacon state of which the branch alone is known.</summary>
    /// <param name="claim">The claim that the proof rests on.</param>
    /// <param name="network">Its network.</param>
    /// <param name="way"><see cref="AncestorWay.BlockRoots"/> or <see cref="AncestorWay.History"/>.</param>
    /// <param name="beacon">The beacon header of the claim's block.</param>
    /// <param name="place">Where the older block stands.</param>
    /// <param name="branch">From the root of its beacon block to the root of the state.</param>
    public static Checked<ProgramInputs> State(
        in FinalizedHeaderClaim claim, ZkPosNetwork network, AncestorWay way, in BeaconBlockHeader beacon, BeaconPlace place, Digest[] branch)
    {
        if (AncestorStatement.PublicInput(ClaimEncoding.DigestOf(in claim), way, network) is null)
            return new VerificationError("network", "the mainnet or the minimal preset", "another");
        byte[] header = Encode(beacon), slot = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(slot, place.Slot);
        return Inputs(claim, way, network, stream =>
        {
            stream.Item(place.Header).Item(header).Item(slot).Nodes(place.BlockBranch);
            if (place.Opening.Length > 0) stream.Nodes(place.Opening);
            stream.End().Nodes(branch);
        });
    }

    private static Checked<Digest[]> Period(ZkPosNetwork network, BeaconStateHistory state, ulong slot, Digest[] periodBranch, ulong size)
    {
        ulong period = slot / size, first = AncestorStatement.FirstSlot(network.Config, Fork.Capella) / size;
        bool isSummary = period >= first;
        IReadOnlyList<Digest> list = isSummary ? state.Summaries : state.HistoricalRoots;
        ulong entry = isSummary ? period - first : period, entries = (ulong)list.Count / (isSummary ? 2UL : 1);
        if (entry >= entries)
            return new VerificationError(isSummary ? "historical_summaries" : "historical_roots", $"more than {entry} periods, for slot {slot}", $"{entries}");
        int levels = System.Numerics.BitOperations.Log2(size), needed = isSummary ? levels : levels + 1;
        if (periodBranch.Length != needed) return new VerificationError("period branch", $"{needed} nodes at slot {slot}", $"{periodBranch.Length}");
        Digest sibling = isSummary ? list[(2 * (int)entry) + 1] : periodBranch[levels];
        int field = isSummary ? BeaconStateHistory.HistoricalSummariesField : BeaconStateHistory.HistoricalRootsField;
        return (Digest[])[.. periodBranch.AsSpan(0, levels), .. state.PeriodBranch(field, (int)entry, sibling)];
    }

    private static ProgramInputs Inputs(in FinalizedHeaderClaim claim, AncestorWay way, ZkPosNetwork? network, Action<ItemStream> write)
    {
        ItemStream stream = new();
        stream.Item(ClaimEncoding.Encode(in claim));
        write(stream);
        byte[] request = AncestorStatement.PublicInput(ClaimEncoding.DigestOf(in claim), way, network)
            ?? throw new ArgumentException($"{way} needs a network of a known preset", nameof(network));
        return new(request, default, stream.ToArray());
    }

    private static byte[] Encode(in BeaconBlockHeader header)
    {
        byte[] bytes = new byte[BeaconBlockHeader.Size];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, header.Slot);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), header.ProposerIndex);
        MemoryMarshal.AsBytes([header.ParentRoot, header.StateRoot, header.BodyRoot]).CopyTo(bytes.AsSpan(16));
        return bytes;
    }
}
