namespace ChainProofs;

/// <summary>One item of RLP: a byte string, or the encodings of a list's items one after another.</summary>
public readonly ref struct RlpItem
{
    /// <summary>Takes an item from its parts.</summary>
    public RlpItem(ReadOnlySpan<byte> payload, int length, bool isList)
    {
        Payload = payload;
        Length = length;
        IsList = isList;
    }

    /// <summary>The bytes, or the list's items.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Bytes of the whole item, header included.</summary>
    public int Length { get; }

    /// <summary>Whether it is a list.</summary>
    public bool IsList { get; }
}
