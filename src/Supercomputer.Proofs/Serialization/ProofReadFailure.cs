namespace Supercomputer.Proofs.Serialization;

/// <summary>The ways in which bytes are not the canonical encoding of a proof.</summary>
public enum ProofReadFailure
{
    /// <summary>The bytes end before the value does.</summary>
    Truncated,

    /// <summary>Bytes follow the last value.</summary>
    TrailingBytes,

    /// <summary>A word of a field element is not below p.</summary>
    NotCanonical,

    /// <summary>A length or a number is above its bound.</summary>
    TooLarge,

    /// <summary>A value is not the one that the key or the format fixes.</summary>
    Mismatch,
}
