namespace Supercomputer.Consensus.Configuration;

/// <summary>Versions of the consensus rules, in the order of their activation.</summary>
public enum Fork
{
    /// <summary>The first rules, without sync committees.</summary>
    Phase0,

    /// <summary>Sync committees and light clients.</summary>
    Altair,

    /// <summary>Execution payloads; light client data as in Altair.</summary>
    Bellatrix,

    /// <summary>Execution headers in light client data.</summary>
    Capella,

    /// <summary>Two blob fields more in execution headers.</summary>
    Deneb,

    /// <summary>A deeper state: other generalized indices, longer branches.</summary>
    Electra,

    /// <summary>Light client data as in Electra.</summary>
    Fulu,
}
