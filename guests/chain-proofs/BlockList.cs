using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>All receipts, or all transactions, of a block, each with room in front of it for the header of its leaf.</summary>
public readonly struct BlockList
{
    /// <summary>Bytes of room in front of each item.</summary>
    internal const int Room = 16;

    private const int MostItems = 1 << 16;

    private readonly int[] _starts;
    private readonly int[] _lengths;

    private BlockList(byte[] bytes, int[] starts, int[] lengths)
    {
        Bytes = bytes;
        _starts = starts;
        _lengths = lengths;
    }

    /// <summary>How many items.</summary>
    public int Count => _starts.Length;

    internal byte[] Bytes { get; }

    /// <summary>Reads the list that begins at a byte of a stream, a multiple of 4, and is all that is left of it.</summary>
    public static BlockList Read(InputStream stream, int offset)
    {
        BlockList list = Read(stream, offset, out int end);
        Guest.Require(end == Guest.InputSize(stream), "bytes follow the last item of the private stream");
        return list;
    }

    /// <summary>Reads the list that begins at a byte of a stream, a multiple of 4; gives where it ends.</summary>
    public static BlockList Read(InputStream stream, int offset, out int end)
    {
        int size = Guest.InputSize(stream), count = 0, at = offset;
        for (int length = LengthAt(stream, size, at); length > 0; length = LengthAt(stream, size, at))
        {
            count++;
            at = Next(at, length, size);
        }

        Guest.Require(count <= MostItems, "a block has more than 2^16 items");
        end = at + 4;
        byte[] bytes = new byte[end - offset + (Room * count)];
        int[] starts = new int[count], lengths = new int[count];
        int to = 0;
        at = offset;
        for (int i = 0; i < count; i++)
        {
            int length = LengthAt(stream, size, at);
            to += Room;
            Guest.Read(stream, at + 4, bytes.AsSpan(to, length));
            (starts[i], lengths[i]) = (to, length);
            to += (length + 3) & ~3;
            at = Next(at, length, size);
        }

        return new BlockList(bytes, starts, lengths);
    }

    /// <summary>An item.</summary>
    public ReadOnlySpan<byte> Item(int index) => new(Bytes, _starts[index], _lengths[index]);

    internal int Start(int index) => _starts[index];

    internal int Length(int index) => _lengths[index];

    private static int LengthAt(InputStream stream, int size, int at)
    {
        Guest.Require(at <= size - 4, "a length was expected where the private stream ends");
        uint length = Guest.InputWord(stream, at / 4);
        Guest.Require(length <= (uint)(size - at - 4), "an item is longer than the private stream");
        return (int)length;
    }

    private static int Next(int at, int length, int size)
    {
        int next = at + 4 + ((length + 3) & ~3);
        return next < size ? next : size;
    }
}
