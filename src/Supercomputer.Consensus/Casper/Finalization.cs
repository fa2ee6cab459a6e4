using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Casper;

/// <summary>Justification and finalization at an epoch's end, from the balances that voted for its target.</summary>
/// <remarks>
/// Statement: an epoch is justified when two thirds of the active effective balance voted for its boundary block from a justified source;
/// it is final when its children, up to two, are justified from it.
/// Source: consensus-specs, phase0/beacon-chain.md, "weigh_justification_and_finalization"; altair/beacon-chain.md; Buterin, Griffith, "Casper the Friendly Finality Gadget", 2017.
/// </remarks>
public static class Finalization
{
    /// <summary>TIMELY_TARGET_FLAG_INDEX.</summary>
    public const int TimelyTargetFlagIndex = 1;

    private const int JustificationBitsLength = 4;

    /// <summary>process_justification_and_finalization.</summary>
    public static void ProcessJustificationAndFinalization(CasperState state, CasperPreset preset)
    {
        ulong current = preset.ComputeEpochAtSlot(state.Slot);
        // Genesis and the epoch after it have nothing to justify.
        if (current <= 1) return;
        WeighJustificationAndFinalization(state, preset, state.Validators.GetTotalActiveBalance(current),
            TargetBalance(state, state.PreviousEpochParticipation, current - 1), TargetBalance(state, state.CurrentEpochParticipation, current));
    }

    /// <summary>weigh_justification_and_finalization.</summary>
    public static void WeighJustificationAndFinalization(
        CasperState state, CasperPreset preset, ulong totalActiveBalance, ulong previousTargetBalance, ulong currentTargetBalance)
    {
        ulong epoch = preset.ComputeEpochAtSlot(state.Slot);
        Checkpoint oldPrevious = state.PreviousJustifiedCheckpoint, oldCurrent = state.CurrentJustifiedCheckpoint;
        state.PreviousJustifiedCheckpoint = oldCurrent;
        int bits = state.JustificationBits << 1 & ((1 << JustificationBitsLength) - 1);
        if (IsSupermajority(previousTargetBalance, totalActiveBalance))
        {
            state.CurrentJustifiedCheckpoint = new(epoch - 1, GetBlockRoot(state, preset, epoch - 1));
            bits |= 2;
        }

        if (IsSupermajority(currentTargetBalance, totalActiveBalance))
        {
            state.CurrentJustifiedCheckpoint = new(epoch, GetBlockRoot(state, preset, epoch));
            bits |= 1;
        }

        state.JustificationBits = bits;
        if ((bits & 0b1110) == 0b1110 && oldPrevious.Epoch + 3 == epoch) state.FinalizedCheckpoint = oldPrevious;
        if ((bits & 0b0110) == 0b0110 && oldPrevious.Epoch + 2 == epoch) state.FinalizedCheckpoint = oldPrevious;
        if ((bits & 0b0111) == 0b0111 && oldCurrent.Epoch + 2 == epoch) state.FinalizedCheckpoint = oldCurrent;
        if ((bits & 0b0011) == 0b0011 && oldCurrent.Epoch + 1 == epoch) state.FinalizedCheckpoint = oldCurrent;
    }

    /// <summary>get_block_root.</summary>
    public static Digest GetBlockRoot(CasperState state, CasperPreset preset, ulong epoch) =>
        GetBlockRootAtSlot(state, preset.ComputeStartSlotAtEpoch(epoch));

    /// <summary>get_block_root_at_slot; zero for slots that the state no longer or not yet knows.</summary>
    public static Digest GetBlockRootAtSlot(CasperState state, ulong slot) =>
        slot < state.Slot && state.Slot <= slot + (ulong)state.BlockRoots.Length ? state.BlockRoots[slot % (ulong)state.BlockRoots.Length] : default;

    private static bool IsSupermajority(ulong balance, ulong total) => 3 * (UInt128)balance >= 2 * (UInt128)total;

    /// <summary>get_total_balance of get_unslashed_participating_indices for the target flag.</summary>
    private static ulong TargetBalance(CasperState state, byte[] participation, ulong epoch)
    {
        ulong total = 0;
        ValidatorRegistry validators = state.Validators;
        for (int i = 0; i < participation.Length; i++)
            if ((participation[i] >> TimelyTargetFlagIndex & 1) != 0 && validators.IsActive(i, epoch) && !validators.IsSlashed(i)) total += validators.EffectiveBalance(i);
        return Math.Max(total, CasperPreset.EffectiveBalanceIncrement);
    }
}
