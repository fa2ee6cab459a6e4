namespace Supercomputer.Consensus.Casper;

/// <summary>Which rule a vote or block breaks.</summary>
public enum VoteFault
{
    /// <summary>None.</summary>
    None,

    /// <summary>The target is not an epoch that blocks of this slot may carry votes for.</summary>
    WrongTargetEpoch,

    /// <summary>The vote's slot is not of its target's epoch.</summary>
    TargetOfOtherSlot,

    /// <summary>The block is too early or too late for the vote.</summary>
    WrongInclusionSlot,

    /// <summary>There is no such committee.</summary>
    NoSuchCommittee,

    /// <summary>The vote has the form of another fork: committee_bits before Electra, or none from it on.</summary>
    WrongForm,

    /// <summary>The data's index is not zero, from Electra on.</summary>
    IndexNotZero,

    /// <summary>Nobody of a committee that committee_bits name has voted.</summary>
    CommitteeWithoutVoter,

    /// <summary>There are more or fewer bits than members.</summary>
    WrongBitCount,

    /// <summary>Nobody voted.</summary>
    NoVoters,

    /// <summary>The vote does not rest on the justified checkpoint.</summary>
    WrongSource,

    /// <summary>A voter's key is no valid key.</summary>
    InvalidKey,

    /// <summary>The signature is not that of the voters over this vote.</summary>
    WrongSignature,

    /// <summary>The block is not of a later slot than the state.</summary>
    WrongSlot,

    /// <summary>The block's parent is not the block that the state ends with.</summary>
    WrongParent,
}
