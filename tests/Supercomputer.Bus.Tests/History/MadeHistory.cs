using System.Buffers.Binary;
using Supercomputer.Bus.History;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.States;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Supercomputer.Cryptography.Tries;
using Supercomputer.Machine.Execution;
using Supercomputer.Primitives.Rlp;
using Xunit;

namespace Supercomputer.Bus.Tests.History;

/// <summary>Chains made for tests on top of the sample's block: headers, the history contract's storage, and states of beacon chains.</summary>
internal static class MadeHistory
{
    public const ulong Chain = 1;

    public static readonly byte[] Contract = Convert.FromHexString("0000f90827f1c53a10cb7a02335b175320002935");

    public static readonly CheckedBlock Oldest = Blocks.Demo();

    /// <summary>A network of a preset; forks at these epochs.</summary>
    public static ZkPosNetwork Network(Preset preset, ulong capella, ulong deneb, ulong electra) => new(
        new(preset, new([1, 2, 3, 4, 5, 6, 7], [0, 0, 0, capella, deneb, electra, ForkSchedule.FarFuture]), Filled(3)), Chain);

    public static Digest Filled(byte value) => new([.. Enumerable.Repeat(value, 32)]);

    public static Digest Noise(params ReadOnlySpan<ulong> seed)
    {
        byte[] bytes = new byte[8 * seed.Length];
        for (int i = 0; i < seed.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * i), seed[i]);
        return Sha256.Hash(bytes);
    }

    /// <summary>Headers from the newest back to the sample's block.</summary>
    public static List<ReadOnlyMemory<byte>> Run(int steps, Digest? newestState = null)
    {
        List<ReadOnlyMemory<byte>> headers = [Oldest.Header.Encoding];
        for (int i = 1; i <= steps; i++)
        {
            Digest state = i == steps && newestState is { } root ? root : Noise((ulong)i);
            headers.Insert(0, Header(Keccak256.Hash(headers[0].Span), Oldest.Header.Number + (ulong)i, state));
        }

        return headers;
    }

    /// <summary>The sample's header with other fields.</summary>
    public static ReadOnlyMemory<byte> Header(Digest parent, ulong number, Digest state)
    {
        Assert.True(RlpItem.TryRead(Oldest.Header.Encoding, out RlpItem list, out _) && list.TryGetItems(32, out RlpItem[]? _, out _));
        list.TryGetItems(32, out RlpItem[]? fields, out _);
        byte[][] parts = [.. fields!.Select(field => field.Encoding.ToArray())];
        parts[0] = RlpEncoder.EncodeBytes(parent.ToArray());
        parts[3] = RlpEncoder.EncodeBytes(state.ToArray());
        parts[8] = RlpEncoder.EncodeInteger(number);
        parts[11] = RlpEncoder.EncodeInteger(Oldest.Header.Timestamp + (12 * (number - Oldest.Header.Number)));
        return RlpEncoder.EncodeList(parts);
    }

    /// <summary>The claim of a header's block.</summary>
    public static FinalizedHeaderClaim Claim(ReadOnlyMemory<byte> header, ZkPosNetwork? network = null, in BeaconBlockHeader beacon = default)
    {
        Assert.True(RlpItem.TryRead(header, out RlpItem list, out _));
        list.TryGetItems(32, out RlpItem[]? fields, out _);
        fields![8].TryGetUInt64(out ulong number);
        fields[11].TryGetUInt64(out ulong timestamp);
        Digest genesis = network is null ? default : network.Config.GenesisValidatorsRoot;
        return new(
            network?.ChainId ?? Chain, genesis, Filled(7), beacon.Slot, network is null ? default : BeaconBlockHeader.HashTreeRoot(beacon), number,
            Keccak256.Hash(header.Span), new(fields[3].Payload.Span), new(fields[5].Payload.Span), new(fields[4].Payload.Span), timestamp);
    }

    /// <summary>The history contract's storage holds a hash for the sample's block, under the state of a block so many steps later.</summary>
    public static (FinalizedHeaderClaim Claim, ProgramInputs Inputs) HistoryContract(int steps, ulong slotShift = 0, Digest? value = null)
    {
        byte[] held = (value ?? Oldest.Header.Hash).ToArray(), slot = new byte[32];
        BinaryPrimitives.WriteUInt64BigEndian(slot.AsSpan(24), (Oldest.Header.Number + slotShift) % 8191);
        byte[] slotKey = Keccak256.Hash(slot).ToArray(), contractKey = Keccak256.Hash(Contract).ToArray();
        List<KeyValuePair<byte[], ReadOnlyMemory<byte>>> storage = [new(slotKey, Number(held))], accounts = [];
        for (ulong i = 0; i < 20; i++)
        {
            storage.Add(new(Noise(1, i).ToArray(), Number(Noise(2, i).ToArray())));
            accounts.Add(new(Noise(3, i).ToArray(), Account(Noise(4, i))));
        }

        accounts.Add(new(contractKey, Account(MerklePatriciaTrie.Root(storage))));
        ReadOnlyMemory<byte> newest = Header(Filled(9), Oldest.Header.Number + (ulong)steps, MerklePatriciaTrie.Root(accounts));
        FinalizedHeaderClaim claim = Claim(newest);
        byte[] asked = new byte[32];
        BinaryPrimitives.WriteUInt64BigEndian(asked.AsSpan(24), Oldest.Header.Number % 8191);
        return (claim, AncestorInputs.HistoryContract(
            claim, Oldest.Header.Encoding, MerklePatriciaTrie.Proof(accounts, contractKey), MerklePatriciaTrie.Proof(storage, Keccak256.Hash(asked).ToArray())));
    }

    /// <summary>A beacon block of a slot with this execution block, and where its root then stands.</summary>
    public static (BeaconBlockHeader Beacon, BeaconPlace Place) Block(ReadOnlyMemory<byte> header, ulong slot, bool isDeneb, Digest state, ulong? standsAt = null)
    {
        int payloadLevels = isDeneb ? 5 : 4;
        Digest[] payload = [.. Enumerable.Range(0, isDeneb ? 17 : 15).Select(i => Noise(10, slot, (ulong)i))], body = [.. Enumerable.Range(0, 12).Select(i => Noise(11, slot, (ulong)i))];
        payload[12] = Keccak256.Hash(header.Span);
        body[9] = SszMerkle.Merkleize([.. payload], payloadLevels);
        BeaconBlockHeader beacon = new() { Slot = slot, ProposerIndex = 5, ParentRoot = Noise(12, slot), StateRoot = state, BodyRoot = SszMerkle.Merkleize([.. body], 4) };
        Digest proposer = SszMerkle.UInt64Chunk(5), parents = SszMerkle.HashPair(beacon.ParentRoot, state), zero = default;
        Digest left = SszMerkle.HashPair(SszMerkle.HashPair(SszMerkle.UInt64Chunk(slot), proposer), parents);
        Digest[] branch = [.. SszMerkle.Branch(payload, payloadLevels, 12), .. SszMerkle.Branch(body, 4, 9), zero, SszMerkle.HashPair(zero, zero), left];
        return (beacon, new(header, standsAt ?? slot, branch, standsAt is null ? [proposer, parents] : []));
    }

    /// <summary>A state with these memories; its other fields are noise.</summary>
    public static BeaconStateHistory State(ZkPosNetwork network, ulong slot, Digest[] blockRoots, Digest[] historicalRoots, Digest[] summaries)
    {
        CasperPreset preset = CasperPreset.Of(network.Config.Preset)!;
        bool isElectra = network.Config.Forks.ForkAt(preset.ComputeEpochAtSlot(slot)) >= Fork.Electra;
        Digest[] fields = [.. Enumerable.Range(0, isElectra ? 37 : 28).Select(i => Noise(20, slot, (ulong)i))];
        fields[BeaconStateHistory.BlockRootsField] = SszMerkle.Merkleize([.. blockRoots], SszMerkle.FloorLog2((ulong)blockRoots.Length));
        fields[BeaconStateHistory.HistoricalRootsField] = SszMerkle.MixInLength(SszMerkle.Merkleize([.. historicalRoots], 24), (ulong)historicalRoots.Length);
        Digest[] pairs = [.. summaries.Chunk(2).Select(pair => SszMerkle.HashPair(pair[0], pair[1]))];
        fields[BeaconStateHistory.HistoricalSummariesField] = SszMerkle.MixInLength(SszMerkle.Merkleize(pairs, 24), (ulong)summaries.Length / 2);
        return new(slot, fields, blockRoots, historicalRoots, summaries);
    }

    /// <summary>Roots of a period: noise, but for one.</summary>
    public static Digest[] Roots(int count, ulong slot, Digest root)
    {
        Digest[] roots = [.. Enumerable.Range(0, count).Select(i => Noise(30, (ulong)i))];
        roots[slot % (ulong)count] = root;
        return roots;
    }

    private static byte[] Number(byte[] bytes) => RlpEncoder.EncodeBytes(bytes.AsSpan().TrimStart((byte)0).ToArray());

    private static byte[] Account(Digest storage) => RlpEncoder.EncodeList(
        RlpEncoder.EncodeInteger(1), RlpEncoder.EncodeInteger(0), RlpEncoder.EncodeBytes(storage.ToArray()), RlpEncoder.EncodeBytes(Filled(1).ToArray()));
}
