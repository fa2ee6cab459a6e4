namespace Supercomputer.Consensus.LightClient;

/// <summary>Which rule an update, a bootstrap or a checkpoint breaks.</summary>
public enum LightClientFault
{
    /// <summary>None.</summary>
    None,

    /// <summary>Fewer members signed than the rule asks for.</summary>
    TooFewSigners,

    /// <summary>The execution header is not the one that the attested header's body commits to.</summary>
    WrongAttestedExecution,

    /// <summary>The signature is from a slot that has not come yet.</summary>
    SignatureFromFuture,

    /// <summary>The signature is not from a later slot than what it signs.</summary>
    SignatureNotAfterAttested,

    /// <summary>The finalized header is newer than the attested one.</summary>
    FinalizedAfterAttested,

    /// <summary>The signature is from a period whose committee is not known.</summary>
    WrongPeriod,

    /// <summary>The update says nothing new.</summary>
    NothingNew,

    /// <summary>There is a finalized header but no branch that proves it.</summary>
    UnprovenFinalizedHeader,

    /// <summary>The execution header is not the one that the finalized header's body commits to.</summary>
    WrongFinalizedExecution,

    /// <summary>The attested state does not call the finalized header finalized.</summary>
    WrongFinalityBranch,

    /// <summary>There is a next committee but no branch that proves it.</summary>
    UnprovenNextCommittee,

    /// <summary>The next committee is another one than the one already known.</summary>
    OtherNextCommittee,

    /// <summary>The next committee is not the one in the attested state.</summary>
    WrongNextCommitteeBranch,

    /// <summary>A signer's key is no valid key.</summary>
    InvalidCommitteeKey,

    /// <summary>The signature is not that of the members named, over this header, under this fork version and genesis.</summary>
    WrongSignature,

    /// <summary>The header of the bootstrap is not the trusted block.</summary>
    OtherCheckpoint,

    /// <summary>The execution header is not the one that the checkpoint's body commits to.</summary>
    WrongCheckpointExecution,

    /// <summary>The committee is not the one in the checkpoint's state.</summary>
    WrongCurrentCommitteeBranch,

    /// <summary>The checkpoint is older than the caller trusts.</summary>
    StaleCheckpoint,

    /// <summary>The update proves no newer finalized header.</summary>
    NotFinalized,

    /// <summary>An array has not the length that the preset or the fork gives it.</summary>
    WrongShape,

    /// <summary>The next committee is unknown, so the finalized header must be of the store's period.</summary>
    SkippedPeriod,
}
