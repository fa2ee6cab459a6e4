namespace ChainProofs;

/// <summary>Keys of the tries over a block's lists: the RLP of the index.</summary>
public static class ListKey
{
    /// <summary>The most bytes of a key.</summary>
    public const int MaximumBytes = 4;

    /// <summary>Writes the key of an index below 2^24; gives its bytes.</summary>
    public static int Write(int index, Span<byte> key)
    {
        if (index is > 0 and < 0x80)
        {
            key[0] = (byte)index;
            return 1;
        }

        int digits = index == 0 ? 0 : index < 1 << 8 ? 1 : index < 1 << 16 ? 2 : 3;
        key[0] = (byte)(0x80 + digits);
        for (int i = digits; i > 0; i--)
        {
            key[i] = (byte)index;
            index >>= 8;
        }

        return 1 + digits;
    }
}
