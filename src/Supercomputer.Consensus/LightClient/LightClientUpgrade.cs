using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;

namespace Supercomputer.Consensus.LightClient;

/// <summary>Brings data of an older fork into the form of Electra: upgrade_lc_*_to_capella, _to_deneb and _to_electra.</summary>
/// <remarks>
/// Headers have one type here, so the steps to Capella (no execution header) and Deneb (blob fields zero) are what default values say
/// already; what remains is the step to Electra, which makes the branches deeper. Fulu changes nothing.
/// Source: consensus-specs, capella, deneb and electra, light-client/fork.md.
/// </remarks>
public static class LightClientUpgrade
{
    /// <summary>upgrade_lc_bootstrap_to_electra.</summary>
    public static LightClientBootstrap UpgradeLcBootstrapToElectra(in LightClientBootstrap pre)
    {
        LightClientBootstrap post = pre;
        post.CurrentSyncCommitteeBranch = MerkleBranch.Normalize(
            pre.CurrentSyncCommitteeBranch, LightClientHelpers.CurrentSyncCommitteeGindex(Fork.Electra));
        return post;
    }

    /// <summary>upgrade_lc_update_to_electra, finality and optimistic updates too.</summary>
    public static LightClientUpdate UpgradeLcUpdateToElectra(in LightClientUpdate pre)
    {
        LightClientUpdate post = pre;
        post.NextSyncCommitteeBranch = MerkleBranch.Normalize(
            pre.NextSyncCommitteeBranch, LightClientHelpers.NextSyncCommitteeGindex(Fork.Electra));
        post.FinalityBranch = MerkleBranch.Normalize(pre.FinalityBranch, LightClientHelpers.FinalizedRootGindex(Fork.Electra));
        return post;
    }

    /// <summary>upgrade_lc_store_to_electra.</summary>
    public static LightClientStore UpgradeLcStoreToElectra(in LightClientStore pre)
    {
        LightClientStore post = pre;
        if (pre.HasBestValidUpdate) post.BestValidUpdate = UpgradeLcUpdateToElectra(pre.BestValidUpdate);
        return post;
    }
}
