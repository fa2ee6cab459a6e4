using System.Buffers.Binary;
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
    /// <remarks>Each length and each item is read once: of the private stream a second read may be answered otherwise.</remarks>
    /// <param name="stream">The stream.</param>
    /// <param name="offset">Where the list begins.</param>
    /// <param name="size">The stream's bytes.</param>
    public static BlockList Read(InputStream stream, int offset, int size)
    {
        BlockList list = Read(stream, offset, size, out int end);
        Guest.Require(end == size, "bytes follow the last item of the private stream");
        return list;
    }

    /// <summary>Reads the list that begins at a byte of a stream, a multiple of 4; gives where it ends.</summary>
    public static BlockList Read(InputStream stream, int offset, int size, out int end)
    {
        int[] lengths = Lengths(stream, offset, size, out int count, out end);
        byte[] bytes = new byte[end - offset + (Room * count)];
        int[] starts = new int[count];
        int to = 0, at = offset;
        for (int i = 0; i < count; i++)
        {
            starts[i] = to + Room;
            to = starts[i] + Padded(lengths[i]);
            Guest.Read(stream, at + 4, bytes.AsSpan(starts[i], to - starts[i]));
            for (int behind = starts[i] + lengths[i]; behind < to; behind++)
                Guest.Require(bytes[behind] == 0, "an item is not padded with zeros");
            at = Next(at, lengths[i], size);
        }

        return new BlockList(bytes, starts, lengths);
    }

    /// <summary>An item.</summary>
    public ReadOnlySpan<byte> Item(int index) => new(Bytes, _starts[index], _lengths[index]);

    internal int Start(int index) => _starts[index];

    internal int Length(int index) => _lengths[index];

    /// <summary>The bytes of the list as a stream has it, with the zero at its end.</summary>
    internal int StreamBytes()
    {
        int size = 4;
        for (int i = 0; i < Count; i++) size += 4 + Padded(_lengths[i]);
        return size;
    }

    /// <summary>Writes the list as a stream has it, over zeros.</summary>
    internal void Write(Span<byte> zeros)
    {
        for (int i = 0; i < Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(zeros, _lengths[i]);
            Item(i).CopyTo(zeros.Slice(4));
            zeros = zeros.Slice(4 + Padded(_lengths[i]));
        }
    }

    private static int[] Lengths(InputStream stream, int offset, int size, out int count, out int end)
    {
        int[] lengths = new int[256];
        int at = offset;
        count = 0;
        for (int length = LengthAt(stream, size, at); length > 0; length = LengthAt(stream, size, at))
        {
            Guest.Require(count < MostItems, "a block has more than 2^16 items");
            if (count == lengths.Length)
            {
                int[] longer = new int[2 * count];
                for (int i = 0; i < count; i++) longer[i] = lengths[i];
                lengths = longer;
            }

            lengths[count++] = length;
            at = Next(at, length, size);
        }

        end = at + 4;
        return lengths;
    }

    private static int LengthAt(InputStream stream, int size, int at)
    {
        Guest.Require(at <= size - 4, "a length was expected where the private stream ends");
        uint length = Guest.InputWord(stream, at / 4);
        Guest.Require(length <= (uint)(size - at - 4), "an item is longer than the private stream");
        return (int)length;
    }

    private static int Next(int at, int length, int size)
    {
        int next = at + 4 + Padded(length);
        return next < size ? next : size;
    }

    private static int Padded(int length) => (length + 3) & ~3;
}
