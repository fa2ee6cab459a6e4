namespace Supercomputer.Consensus.Clients;

/// <summary>What is wrong with an endpoint's answer.</summary>
public enum ClientFault
{
    /// <summary>No connection, or it broke before the reply was whole.</summary>
    Unreachable,

    /// <summary>No whole reply in the time allowed.</summary>
    TimedOut,

    /// <summary>The reply is longer than the bound.</summary>
    TooLarge,

    /// <summary>A status other than success, or an error object in place of a result.</summary>
    Failed,

    /// <summary>The reply is no JSON, or not of the form that the interface prescribes.</summary>
    Malformed,

    /// <summary>The endpoint serves another network.</summary>
    WrongNetwork,

    /// <summary>The reply contradicts a proof: a hash, a trie, a branch or a signature.</summary>
    Unproven,

    /// <summary>The other endpoints agree on something else.</summary>
    Outvoted,

    /// <summary>Too few endpoints agree.</summary>
    NoQuorum,

    /// <summary>The answer is of the past.</summary>
    Stale,

    /// <summary>The endpoint says that it does not have what was asked for.</summary>
    Absent,
}
