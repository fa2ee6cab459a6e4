using System.Buffers.Binary;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Casper;

/// <summary>The swap-or-not shuffle, of one index as the specification says it, and of a whole list at once.</summary>
/// <remarks>
/// Cost of a list of n: ShuffleRoundCount (n / 256 + 1) hashes of one compression. Source: consensus-specs, phase0/beacon-chain.md,
/// "compute_shuffled_index"; Hoang, Morris, Rogaway, "An enciphering scheme based on a card shuffle", 2012.
/// </remarks>
public static class Shuffling
{
    private const int PositionsPerHash = 256, MessageSize = Digest.Size + 1 + sizeof(uint);

    /// <summary>compute_shuffled_index.</summary>
    public static int ComputeShuffledIndex(int index, int count, in Digest seed, int rounds)
    {
        if ((uint)index >= (uint)count) throw new ArgumentOutOfRangeException(nameof(index), $"an index below {count} expected, actual {index}");
        Span<byte> message = stackalloc byte[MessageSize];
        seed.CopyTo(message);
        for (int round = 0; round < rounds; round++)
        {
            message[Digest.Size] = (byte)round;
            int pivot = Pivot(message, count);
            int flip = (int)(((long)pivot + count - index) % count), position = Math.Max(index, flip);
            BinaryPrimitives.WriteUInt32LittleEndian(message[(Digest.Size + 1)..], (uint)(position / PositionsPerHash));
            Digest source = Sha256.Hash(message);
            if ((Digest.AsBytes(in source)[position % PositionsPerHash / 8] >> (position % 8) & 1) != 0) index = flip;
        }

        return index;
    }

    /// <summary>Shuffles a list: the element at i becomes the one that was at compute_shuffled_index(i).</summary>
    public static void ShuffleList(Span<int> list, in Digest seed, int rounds)
    {
        int count = list.Length;
        if (count < 2) return;
        int hashes = (count + PositionsPerHash - 1) / PositionsPerHash;
        byte[] messages = new byte[MessageSize * hashes];
        for (int i = 0; i < hashes; i++)
        {
            seed.CopyTo(messages.AsSpan(MessageSize * i));
            BinaryPrimitives.WriteUInt32LittleEndian(messages.AsSpan(MessageSize * i + Digest.Size + 1), (uint)i);
        }

        Digest[] sources = new Digest[hashes];
        // The list after all rounds is the list taken through the last round's swaps first.
        for (int round = rounds - 1; round >= 0; round--)
        {
            for (int i = 0; i < hashes; i++) messages[MessageSize * i + Digest.Size] = (byte)round;
            int pivot = Pivot(messages.AsSpan(0, MessageSize), count);
            Sha256.HashMany(messages, MessageSize, sources);
            ReadOnlySpan<byte> bits = System.Runtime.InteropServices.MemoryMarshal.AsBytes(sources.AsSpan());
            Swap(list, bits, pivot / 2 + 1, pivot + 1, pivot);
            Swap(list, bits, (int)(((long)pivot + count) / 2) + 1, count, pivot + (long)count);
        }
    }

    /// <summary>Swaps each position with its mirror image, sum - position, where the position's bit is set.</summary>
    private static void Swap(Span<int> list, ReadOnlySpan<byte> bits, int first, int end, long sum)
    {
        for (int position = first; position < end; position++)
        {
            if ((bits[position / 8] >> (position % 8) & 1) == 0) continue;
            int mirror = (int)(sum - position);
            (list[position], list[mirror]) = (list[mirror], list[position]);
        }
    }

    private static int Pivot(ReadOnlySpan<byte> message, int count)
    {
        Digest hash = Sha256.Hash(message[..(Digest.Size + 1)]);
        return (int)(BinaryPrimitives.ReadUInt64LittleEndian(Digest.AsBytes(in hash)) % (ulong)count);
    }
}
