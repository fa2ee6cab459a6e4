using System.Buffers.Binary;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Casper;

/// <summary>The parts of the state transition that decide finality: votes, participation flags, epochs. Pure functions over a state.</summary>
/// <remarks>
/// Statement: from a state that a header proves, blocks whose votes are signed lead to the checkpoints that the whole transition has.
/// Soundness: the registry is that of the first state. Deposits, exits and slashings change who is active only from later epochs on, and
/// effective balances at an epoch's end: a caller that goes on for more than the epoch begun takes a new state.
/// The rules are those of each slot's fork, Capella to Fulu; at a fork's first epoch the state takes its version.
/// Source: consensus-specs, altair, deneb (EIP-7045) and electra (EIP-7549), beacon-chain.md, "process_attestation"; phase0/beacon-chain.md,
/// "process_slots"; deneb, electra and fulu, fork.md.
/// </remarks>
public sealed class CasperTransition
{
    private const int TimelySourceFlagIndex = 0, TimelyHeadFlagIndex = 2;
    private readonly ForkSchedule forks;
    private readonly CasperPreset preset;
    private readonly Dictionary<ulong, Committees> committees = [];
    private readonly Dictionary<int, AffinePoint<Fp>> keys = [];

    /// <summary>Goes on from a state.</summary>
    /// <param name="state">The state, read under the same network.</param>
    /// <param name="config">The network, of the mainnet or minimal preset.</param>
    public CasperTransition(CasperState state, in ConsensusConfig config)
    {
        State = state;
        forks = config.Forks;
        preset = CasperPreset.Of(config.Preset) ?? throw new ArgumentException($"the mainnet or minimal preset expected, actual {config.Preset}", nameof(config));
        Fork fork = forks.ForkAt(CurrentEpoch);
        if (state.Fork != fork) throw new ArgumentException($"a state of {fork} at slot {state.Slot} expected, actual one of {state.Fork}", nameof(state));
    }

    /// <summary>The state as far as blocks have led it.</summary>
    public CasperState State { get; }

    /// <summary>How many signatures were verified, and of how many votes.</summary>
    public (int Signatures, int Votes) Verified { get; private set; }

    private ulong CurrentEpoch => preset.ComputeEpochAtSlot(State.Slot);

    private ulong PreviousEpoch => CurrentEpoch == 0 ? 0 : CurrentEpoch - 1;

    /// <summary>process_slots: to a later slot, through the ends of epochs.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="stateRoot">The root of the state after the newest block, which the block's header does not have yet.</param>
    public void ProcessSlots(ulong slot, in Digest stateRoot)
    {
        while (State.Slot < slot)
        {
            BeaconBlockHeader header = State.LatestBlockHeader;
            if (header.StateRoot == default) header.StateRoot = stateRoot;
            State.LatestBlockHeader = header;
            State.BlockRoots[State.Slot % (ulong)State.BlockRoots.Length] = BeaconBlockHeader.HashTreeRoot(header);
            if ((State.Slot + 1) % preset.SlotsPerEpoch == 0) ProcessEpoch();
            State.Slot++;
            if (State.Slot % preset.SlotsPerEpoch == 0) UpgradeState();
        }
    }

    /// <summary>The votes of a block: state_transition without what finality does not depend on.</summary>
    /// <param name="block">The block; its header must be one that the caller has verified.</param>
    /// <param name="header">That header.</param>
    /// <param name="parentStateRoot">The root of the state after its parent.</param>
    /// <returns>The first rule that is broken, with the vote's place; nothing is undone then.</returns>
    public (VoteFault Fault, int Vote) ProcessBlock(BlockVotes block, in BeaconBlockHeader header, in Digest parentStateRoot)
    {
        if (block.Slot <= State.Slot || block.Slot != header.Slot) return (VoteFault.WrongSlot, 0);
        ProcessSlots(block.Slot, parentStateRoot);
        if (BeaconBlockHeader.HashTreeRoot(State.LatestBlockHeader) != block.ParentRoot || header.ParentRoot != block.ParentRoot) return (VoteFault.WrongParent, 0);
        State.LatestBlockHeader = header with { StateRoot = default };
        ProcessRandao(block.RandaoReveal);
        for (int i = 0; i < block.Attestations.Count; i++)
        {
            VoteFault fault = ProcessAttestation(block.Attestations[i]);
            if (fault != VoteFault.None) return (fault, i);
        }

        return (VoteFault.None, 0);
    }

    /// <summary>process_attestation, without rewards.</summary>
    public VoteFault ProcessAttestation(Attestation attestation)
    {
        AttestationData data = attestation.Data;
        if (data.Target.Epoch != CurrentEpoch && data.Target.Epoch != PreviousEpoch) return VoteFault.WrongTargetEpoch;
        if (data.Target.Epoch != preset.ComputeEpochAtSlot(data.Slot)) return VoteFault.TargetOfOtherSlot;
        if (State.Slot < data.Slot + CasperPreset.MinAttestationInclusionDelay) return VoteFault.WrongInclusionSlot;
        if (State.Fork < Fork.Deneb && State.Slot > data.Slot + preset.SlotsPerEpoch) return VoteFault.WrongInclusionSlot;
        VoteFault fault = GetAttestingIndices(attestation, out int[] voters);
        if (fault != VoteFault.None) return fault;
        bool isCurrent = data.Target.Epoch == CurrentEpoch;
        if (data.Source != (isCurrent ? State.CurrentJustifiedCheckpoint : State.PreviousJustifiedCheckpoint)) return VoteFault.WrongSource;
        fault = IsValidIndexedAttestation(voters, attestation);
        if (fault != VoteFault.None) return fault;
        int flags = GetAttestationParticipationFlagIndices(data, State.Slot - data.Slot);
        byte[] participation = isCurrent ? State.CurrentEpochParticipation : State.PreviousEpochParticipation;
        foreach (int voter in voters) participation[voter] |= (byte)flags;
        Verified = (Verified.Signatures + 1, Verified.Votes + voters.Length);
        return VoteFault.None;
    }

    /// <summary>get_seed for attesters.</summary>
    public Digest GetSeed(ulong epoch)
    {
        Span<byte> message = stackalloc byte[4 + 8 + Digest.Size];
        BinaryPrimitives.WriteUInt32BigEndian(message, AttestationData.DomainBeaconAttester);
        BinaryPrimitives.WriteUInt64LittleEndian(message[4..], epoch);
        Mix(epoch + (ulong)preset.EpochsPerHistoricalVector - CasperPreset.MinSeedLookahead - 1).CopyTo(message[12..]);
        return Sha256.Hash(message);
    }

    /// <summary>The committees of an epoch: the one before the state's, its own, or the next.</summary>
    public Committees CommitteesOf(ulong epoch)
    {
        if (committees.TryGetValue(epoch, out Committees? known)) return known;
        return committees[epoch] = new(State.Validators, epoch, GetSeed(epoch), preset);
    }

    /// <summary>get_attesting_indices, in the form of the state's fork.</summary>
    public VoteFault GetAttestingIndices(Attestation attestation, out int[] voters)
    {
        voters = [];
        if ((attestation.CommitteeBits is null) == (State.Fork >= Fork.Electra)) return VoteFault.WrongForm;
        return AttestingIndices.Of(attestation, CommitteesOf(attestation.Data.Target.Epoch), out voters);
    }

    /// <summary>get_attestation_participation_flag_indices, as bits; source and inclusion must have been checked.</summary>
    /// <remarks>Before Deneb the target's flag needs an inclusion within SLOTS_PER_EPOCH, which all such votes have; since then any will do.</remarks>
    private int GetAttestationParticipationFlagIndices(in AttestationData data, ulong inclusionDelay)
    {
        bool isTarget = data.Target.Root == Finalization.GetBlockRoot(State, preset, data.Target.Epoch);
        bool isHead = isTarget && data.BeaconBlockRoot == Finalization.GetBlockRootAtSlot(State, data.Slot);
        int flags = inclusionDelay <= (ulong)Math.Sqrt(preset.SlotsPerEpoch) ? 1 << TimelySourceFlagIndex : 0;
        if (isTarget) flags |= 1 << Finalization.TimelyTargetFlagIndex;
        if (isHead && inclusionDelay == CasperPreset.MinAttestationInclusionDelay) flags |= 1 << TimelyHeadFlagIndex;
        return flags;
    }

    /// <summary>is_valid_indexed_attestation: every voter signed.</summary>
    private VoteFault IsValidIndexedAttestation(int[] voters, Attestation attestation)
    {
        JacobianPoint<Fp> sum = default;
        foreach (int voter in voters)
        {
            if (!keys.TryGetValue(voter, out AffinePoint<Fp> key))
            {
                if (!BlsSignatures.TryReadPublicKey(State.Validators.PublicKey(voter), out key)) return VoteFault.InvalidKey;
                keys[voter] = key;
            }

            sum = JacobianPoint<Fp>.Add(sum, key);
        }

        uint version = attestation.Data.Target.Epoch < State.ForkEpoch ? State.PreviousVersion : State.CurrentVersion;
        Digest root = attestation.Data.ComputeSigningRoot(version, State.GenesisValidatorsRoot);
        return BlsSignatures.VerifyPoint(JacobianPoint<Fp>.ToAffine(sum), Digest.AsBytes(in root), attestation.Signature, BlsSignatures.ProofOfPossessionTag)
            ? VoteFault.None
            : VoteFault.WrongSignature;
    }

    /// <summary>process_epoch: justification, the mix of the next epoch, and the turn of the participation flags.</summary>
    private void ProcessEpoch()
    {
        Finalization.ProcessJustificationAndFinalization(State, preset);
        State.RandaoMixes[(CurrentEpoch + 1) % (ulong)preset.EpochsPerHistoricalVector] = Mix(CurrentEpoch);
        State.PreviousEpochParticipation = State.CurrentEpochParticipation;
        State.CurrentEpochParticipation = new byte[State.Validators.Count];
    }

    /// <summary>upgrade_to_deneb, upgrade_to_electra, upgrade_to_fulu: what they change of <see cref="CasperState"/>.</summary>
    private void UpgradeState()
    {
        for (Fork fork = forks.ForkAt(CurrentEpoch); State.Fork < fork;)
        {
            State.Fork++;
            (State.PreviousVersion, State.CurrentVersion, State.ForkEpoch) = (State.CurrentVersion, forks.Version(State.Fork), CurrentEpoch);
        }
    }

    /// <summary>process_randao; that the proposer signed it is the verified header's affair.</summary>
    private void ProcessRandao(byte[] reveal)
    {
        Digest hash = Sha256.Hash(reveal);
        byte[] mixed = Mix(CurrentEpoch).ToArray();
        for (int i = 0; i < mixed.Length; i++) mixed[i] ^= Digest.AsBytes(in hash)[i];
        State.RandaoMixes[CurrentEpoch % (ulong)preset.EpochsPerHistoricalVector] = new(mixed);
    }

    private Digest Mix(ulong epoch) => State.RandaoMixes[epoch % (ulong)preset.EpochsPerHistoricalVector];
}
