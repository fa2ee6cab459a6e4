using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Supercomputer.Primitives.Ssz;

namespace Supercomputer.Consensus.Casper;

/// <summary>Reads a BeaconState of Capella, and makes its root: what is read is then bound to a header.</summary>
/// <remarks>
/// Errors: the first fault of the encoding; nothing throws on any bytes. Cost of the root with n validators: about 9.6 n compressions.
/// Source: consensus-specs, capella/beacon-chain.md, "BeaconState".
/// </remarks>
public static class CasperStateSsz
{
    private const int Eth1DataSize = 72, CheckpointSize = 40, SummarySize = 64, VariableParts = 9;
    private const long RegistryLimit = 1L << 40, HistoryLimit = 1L << 24;

    /// <summary>Reads a state.</summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="preset">The sizes.</param>
    /// <param name="state">The parts that justification needs.</param>
    /// <param name="root">hash_tree_root of the whole state.</param>
    public static SszError TryRead(ReadOnlySpan<byte> bytes, CasperPreset preset, out CasperState? state, out Digest root)
    {
        state = null;
        root = default;
        int committee = (preset.Sizes.SyncCommitteeSize + 1) * G1.CompressedSize;
        int fixedSize = 8 + 32 + 8 + 16 + BeaconBlockHeader.Size + 64 * preset.SlotsPerHistoricalRoot + Eth1DataSize + 8 + 32 * preset.EpochsPerHistoricalVector
            + 8 * preset.EpochsPerSlashingsVector + 1 + 3 * CheckpointSize + 2 * committee + 16 + sizeof(uint) * VariableParts;
        SszReader reader = new(bytes, fixedSize, isVariable: true);
        Parts parts = new();
        parts.Read(ref reader, preset, committee);
        if (reader.Error.IsError) return reader.Error;
        SszError error = parts.ReadVariable(ref reader, preset);
        if (error.IsError) return error;
        Digest[] fields = parts.FieldRoots(preset);
        state = parts.ToState([.. fields]);
        root = SszMerkle.Merkleize(fields, 5);
        return default;
    }

    /// <summary>The fields of the state in order, those of variable length by the place where they begin.</summary>
    private sealed class Parts
    {
        private readonly int[] offsets = new int[VariableParts];
        private readonly byte[][] lists = new byte[VariableParts][];
        private ulong genesisTime, slot, depositIndex, nextWithdrawal, nextWithdrawalValidator;
        private byte[] genesisValidatorsRoot = [], fork = [], header = [], blockRoots = [], stateRoots = [], eth1Data = [], mixes = [], slashings = [];
        private byte[] previousJustified = [], currentJustified = [], finalized = [], currentCommittee = [], nextCommittee = [];
        private byte justificationBits;
        private ExecutionPayloadHeader execution;

        public void Read(ref SszReader reader, CasperPreset preset, int committee)
        {
            genesisTime = reader.ReadUInt64();
            genesisValidatorsRoot = Take(ref reader, 32);
            slot = reader.ReadUInt64();
            fork = Take(ref reader, 16);
            header = Take(ref reader, BeaconBlockHeader.Size);
            blockRoots = Take(ref reader, 32 * preset.SlotsPerHistoricalRoot);
            stateRoots = Take(ref reader, 32 * preset.SlotsPerHistoricalRoot);
            offsets[0] = reader.ReadOffset(); // historical_roots
            eth1Data = Take(ref reader, Eth1DataSize);
            offsets[1] = reader.ReadOffset(); // eth1_data_votes
            depositIndex = reader.ReadUInt64();
            offsets[2] = reader.ReadOffset(); // validators
            offsets[3] = reader.ReadOffset(); // balances
            mixes = Take(ref reader, 32 * preset.EpochsPerHistoricalVector);
            slashings = Take(ref reader, 8 * preset.EpochsPerSlashingsVector);
            offsets[4] = reader.ReadOffset(); // previous_epoch_participation
            offsets[5] = reader.ReadOffset(); // current_epoch_participation
            justificationBits = reader.ReadBitvector(4)[0];
            previousJustified = Take(ref reader, CheckpointSize);
            currentJustified = Take(ref reader, CheckpointSize);
            finalized = Take(ref reader, CheckpointSize);
            offsets[6] = reader.ReadOffset(); // inactivity_scores
            currentCommittee = Take(ref reader, committee);
            nextCommittee = Take(ref reader, committee);
            offsets[7] = reader.ReadOffset(); // latest_execution_payload_header
            nextWithdrawal = reader.ReadUInt64();
            nextWithdrawalValidator = reader.ReadUInt64();
            offsets[8] = reader.ReadOffset(); // historical_summaries
        }

        public SszError ReadVariable(ref SszReader reader, CasperPreset preset)
        {
            for (int i = 0; i < VariableParts; i++)
                lists[i] = (i + 1 < VariableParts ? reader.Between(offsets[i], offsets[i + 1]) : reader.From(offsets[i])).ToArray();
            long votes = preset.EpochsPerEth1VotingPeriod * (long)preset.SlotsPerEpoch;
            (int Size, long Limit)[] elements =
            [
                (32, HistoryLimit), (Eth1DataSize, votes), (ValidatorRegistry.ValidatorSize, RegistryLimit), (8, RegistryLimit), (1, RegistryLimit), (1, RegistryLimit), (8, RegistryLimit),
            ];
            int validators = lists[2].Length / ValidatorRegistry.ValidatorSize;
            for (int i = 0; i < elements.Length; i++)
            {
                SszError error = SszReader.ReadListLength(lists[i], elements[i].Size, elements[i].Limit, out int count);
                if (error.IsError) return error;
                if (i is 4 or 5 && count != validators) return new(SszFault.WrongLength, validators, count);
            }

            SszError summaries = SszReader.ReadListLength(lists[8], SummarySize, HistoryLimit, out _);
            return summaries.IsError ? summaries : Encoding.LightClientSsz.ReadExecution(lists[7], Configuration.Fork.Capella, out execution);
        }

        public CasperState ToState(IReadOnlyList<Digest> fields) => new()
        {
            GenesisValidatorsRoot = new(genesisValidatorsRoot),
            Slot = slot,
            PreviousVersion = BinaryPrimitives.ReadUInt32BigEndian(fork),
            CurrentVersion = BinaryPrimitives.ReadUInt32BigEndian(fork.AsSpan(4)),
            ForkEpoch = BinaryPrimitives.ReadUInt64LittleEndian(fork.AsSpan(8)),
            LatestBlockHeader = Header(),
            BlockRoots = MemoryMarshal.Cast<byte, Digest>(blockRoots).ToArray(),
            RandaoMixes = MemoryMarshal.Cast<byte, Digest>(mixes).ToArray(),
            Validators = new(lists[2]),
            PreviousEpochParticipation = lists[4],
            CurrentEpochParticipation = lists[5],
            JustificationBits = justificationBits,
            PreviousJustifiedCheckpoint = ToCheckpoint(previousJustified),
            CurrentJustifiedCheckpoint = ToCheckpoint(currentJustified),
            FinalizedCheckpoint = ToCheckpoint(finalized),
            LatestExecutionPayloadHeader = execution,
            FieldRoots = fields,
        };

        public Digest[] FieldRoots(CasperPreset preset)
        {
            int history = SszMerkle.FloorLog2((ulong)preset.SlotsPerHistoricalRoot);
            int votes = SszMerkle.FloorLog2((ulong)preset.EpochsPerEth1VotingPeriod * preset.SlotsPerEpoch);
            return
            [
                SszMerkle.UInt64Chunk(genesisTime), new(genesisValidatorsRoot), SszMerkle.UInt64Chunk(slot),
                SszMerkle.Merkleize([SszMerkle.BytesChunk(fork.AsSpan(0, 4)), SszMerkle.BytesChunk(fork.AsSpan(4, 4)), SszMerkle.BytesChunk(fork.AsSpan(8))], 2),
                BeaconBlockHeader.HashTreeRoot(Header()), SszMerkle.BytesRoot(blockRoots, history), SszMerkle.BytesRoot(stateRoots, history),
                ListRoot(0, 24, 32), Eth1Root(eth1Data),
                SszMerkle.MixInLength(SszMerkle.Merkleize(lists[1].Chunk(Eth1DataSize).Select(vote => Eth1Root(vote)).ToArray(), votes), (ulong)(lists[1].Length / Eth1DataSize)),
                SszMerkle.UInt64Chunk(depositIndex), new ValidatorRegistry(lists[2]).HashTreeRoot(), ListRoot(3, 38, 8),
                SszMerkle.BytesRoot(mixes, SszMerkle.FloorLog2((ulong)preset.EpochsPerHistoricalVector)),
                SszMerkle.BytesRoot(slashings, SszMerkle.FloorLog2((ulong)preset.EpochsPerSlashingsVector) - 2),
                ListRoot(4, 35, 1), ListRoot(5, 35, 1), SszMerkle.BytesChunk([justificationBits]),
                ToCheckpoint(previousJustified).HashTreeRoot(), ToCheckpoint(currentJustified).HashTreeRoot(), ToCheckpoint(finalized).HashTreeRoot(),
                ListRoot(6, 38, 8), CommitteeRoot(currentCommittee, preset), CommitteeRoot(nextCommittee, preset),
                ExecutionPayloadHeader.CapellaHashTreeRoot(execution), SszMerkle.UInt64Chunk(nextWithdrawal), SszMerkle.UInt64Chunk(nextWithdrawalValidator),
                SszMerkle.MixInLength(SszMerkle.Merkleize(Pairs(lists[8]), 24), (ulong)(lists[8].Length / SummarySize)),
            ];
        }

        private Digest ListRoot(int list, int depth, int elementSize) =>
            SszMerkle.MixInLength(SszMerkle.BytesRoot(lists[list], depth), (ulong)(lists[list].Length / elementSize));

        private BeaconBlockHeader Header() => new()
        {
            Slot = BinaryPrimitives.ReadUInt64LittleEndian(header),
            ProposerIndex = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(8)),
            ParentRoot = new(header.AsSpan(16, 32)),
            StateRoot = new(header.AsSpan(48, 32)),
            BodyRoot = new(header.AsSpan(80, 32)),
        };

        private static byte[] Take(ref SszReader reader, int count)
        {
            byte[] part = new byte[count];
            reader.ReadBytes(part);
            return part;
        }

        private static Checkpoint ToCheckpoint(byte[] bytes) => new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), new(bytes.AsSpan(8)));

        private static Digest Eth1Root(ReadOnlySpan<byte> data) =>
            SszMerkle.Merkleize([new(data[..32]), SszMerkle.BytesChunk(data.Slice(32, 8)), new(data[40..])], 2);

        private static Digest CommitteeRoot(byte[] bytes, CasperPreset preset) => SyncCommittee.HashTreeRoot(
            new() { PublicKeys = bytes[..^G1.CompressedSize], AggregatePublicKey = bytes[^G1.CompressedSize..] }, preset.Sizes.SyncCommitteeSize);

        private static Digest[] Pairs(byte[] bytes)
        {
            Digest[] roots = new Digest[bytes.Length / SummarySize];
            Sha256.HashMany(bytes, SummarySize, roots);
            return roots;
        }
    }
}
