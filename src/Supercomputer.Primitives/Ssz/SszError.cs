namespace Supercomputer.Primitives.Ssz;

/// <summary>Why bytes are not the SSZ encoding of a type; the default value says that they are.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Expected">The number that the rule asks for.</param>
/// <param name="Actual">The number found.</param>
public readonly record struct SszError(SszFault Fault, long Expected, long Actual)
{
    /// <summary>Whether something is wrong.</summary>
    public bool IsError => Fault != SszFault.None;

    /// <summary>The reason in words.</summary>
    public override string ToString() => Fault switch
    {
        SszFault.None => $"valid SSZ",
        SszFault.WrongLength => $"SSZ of {Expected} bytes expected, actual {Actual}",
        SszFault.WrongFirstOffset => $"first SSZ offset {Expected} expected, actual {Actual}",
        SszFault.OffsetsDecrease => $"SSZ offset of at least {Expected} expected, actual {Actual}",
        SszFault.OffsetBeyondEnd => $"SSZ offset of at most {Expected} expected, actual {Actual}",
        SszFault.ListTooLong => $"SSZ list of at most {Expected} elements expected, actual {Actual}",
        SszFault.BitlistWithoutEnd => $"the last byte of an SSZ bitlist must not be zero",
        SszFault.UnusedBitSet => $"bits from {Expected} on must be zero in an SSZ bitvector, actual byte {Actual}",
        _ => $"SSZ boolean 0 or 1 expected, actual {Actual}",
    };
}
