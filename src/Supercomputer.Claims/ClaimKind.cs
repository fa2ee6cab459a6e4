namespace Supercomputer.Claims;

/// <summary>What a claim is about: the first word of its encoding.</summary>
public enum ClaimKind : byte
{
    /// <summary>A block of the beacon chain is finalized, with the execution block in it.</summary>
    FinalizedHeader = 1,

    /// <summary>An account or a storage slot, or their absence, under a state root.</summary>
    State = 2,

    /// <summary>A log of a receipt, under a receipts root.</summary>
    Event = 3,

    /// <summary>A transaction, under a transactions root.</summary>
    Transaction = 4,

    /// <summary>A program gave outputs on inputs, resting on other claims.</summary>
    Computation = 5,
}
