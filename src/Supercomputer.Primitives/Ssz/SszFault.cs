namespace Supercomputer.Primitives.Ssz;

/// <summary>What is wrong with bytes that should be SSZ.</summary>
public enum SszFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There are fewer or more bytes than the type has.</summary>
    WrongLength,

    /// <summary>The first offset is not the length of the fixed part.</summary>
    WrongFirstOffset,

    /// <summary>An offset is below the one before it.</summary>
    OffsetsDecrease,

    /// <summary>An offset is beyond the last byte.</summary>
    OffsetBeyondEnd,

    /// <summary>A list has more elements than its limit.</summary>
    ListTooLong,

    /// <summary>A bitlist lacks the bit that marks its end.</summary>
    BitlistWithoutEnd,

    /// <summary>A bit above a bitvector's last is set.</summary>
    UnusedBitSet,

    /// <summary>A boolean is neither 0 nor 1.</summary>
    WrongBoolean,
}
