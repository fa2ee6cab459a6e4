using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>Merkle leaves and nodes by Keccak-256.</summary>
/// <remarks>Statement: a leaf is <c>Keccak256(2 length || words)</c>, a node <c>Keccak256(1 || 0 || left || right)</c>; each number is four
/// little-endian bytes, and its lowest bit tells leaves from nodes. The short head lets a row of 32 elements fit one permutation.
/// Both are plain Keccak-256, which a contract computes too.</remarks>
public readonly unsafe struct KeccakMerkleHasher : IMerkleHasher
{
    private const ulong NodeTag = 1;
    private const int BlockWords = Keccak256.Rate / sizeof(ulong);
    private const int Lanes = KeccakF1600.Lanes;

    /// <summary>Words that one transposition takes of each message.</summary>
    private const int Tile = 8;

    /// <inheritdoc/>
    public static Digest HashRow(ReadOnlySpan<KoalaBear> row)
    {
        Digest digest;
        HashRowsScalar(row, row.Length, new Span<Digest>(&digest, 1));
        return digest;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void HashRows(ReadOnlySpan<KoalaBear> rows, int rowLength, Span<Digest> digests)
    {
        MerkleRows.Check(rows, rowLength, digests);
        ulong* scratch = stackalloc ulong[KeccakF1600.Words * Lanes + 8];
        ulong* state = (ulong*)LaneTranspose.Align((uint*)scratch);
        int whole = digests.Length - digests.Length % Lanes;
        int words = MessageWords(rowLength), stride = (words + Tile - 1) / Tile * Tile;
        ulong* messages = (ulong*)NativeMemory.AlignedAlloc((nuint)(2 * stride * Lanes * sizeof(ulong)), 64);
        ulong* lanes = messages + stride * Lanes;
        fixed (KoalaBear* row = rows)
        {
            for (int first = 0; first < whole; first += Lanes)
            {
                for (int lane = 0; lane < Lanes; lane++)
                    WriteLeafMessage(row + (long)(first + lane) * rowLength, rowLength, messages + lane * stride, words);
                for (int at = 0; at < stride; at += Tile)
                    LaneTranspose.ToEightLanes(messages + at, stride * sizeof(ulong), lanes + at * Lanes);
                HashLanes(state, lanes, words);
                StoreLanes(state, digests.Slice(first, Lanes));
            }
        }

        NativeMemory.AlignedFree(messages);
        HashRowsScalar(rows[(whole * rowLength)..], rowLength, digests[whole..]);
    }

    /// <summary>The scalar twin of <see cref="HashRows"/>.</summary>
    internal static void HashRowsScalar(ReadOnlySpan<KoalaBear> rows, int rowLength, Span<Digest> digests)
    {
        MerkleRows.Check(rows, rowLength, digests);
        byte[] message = new byte[sizeof(uint) * (rowLength + 1)];
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(message.AsSpan());
        words[0] = 2 * (uint)rowLength;
        for (int i = 0; i < digests.Length; i++)
        {
            ReadOnlySpan<KoalaBear> row = rows.Slice(i * rowLength, rowLength);
            for (int j = 0; j < rowLength; j++) words[j + 1] = row[j].ToCanonical();
            digests[i] = Keccak256.Hash(message);
        }
    }

    /// <inheritdoc/>
    public static Digest HashPair(Digest left, Digest right)
    {
        Digest digest;
        HashPairsScalar([left, right], new Span<Digest>(&digest, 1));
        return digest;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void HashPairs(ReadOnlySpan<Digest> children, Span<Digest> parents)
    {
        MerkleRows.CheckPairs(children, parents);
        ulong* scratch = stackalloc ulong[KeccakF1600.Words * Lanes + 8];
        ulong* state = (ulong*)LaneTranspose.Align((uint*)scratch);
        int whole = parents.Length - parents.Length % Lanes;
        fixed (Digest* pairs = children)
        {
            for (int first = 0; first < whole; first += Lanes)
            {
                new Span<ulong>(state, KeccakF1600.Words * Lanes).Clear();
                new Span<ulong>(state, Lanes).Fill(NodeTag);
                LaneTranspose.ToEightLanes((ulong*)(pairs + 2 * first), 2 * Digest.Size, state + Lanes);
                new Span<ulong>(state + Lanes * 9, Lanes).Fill(0x01);
                new Span<ulong>(state + Lanes * (BlockWords - 1), Lanes).Fill(0x80UL << 56);
                KeccakF1600.Permute8(state);
                StoreLanes(state, parents.Slice(first, Lanes));
            }
        }

        HashPairsScalar(children[(2 * whole)..], parents[whole..]);
    }

    /// <summary>The scalar twin of <see cref="HashPairs"/>.</summary>
    internal static void HashPairsScalar(ReadOnlySpan<Digest> children, Span<Digest> parents)
    {
        MerkleRows.CheckPairs(children, parents);
        Span<byte> message = stackalloc byte[sizeof(ulong) + 2 * Digest.Size];
        MemoryMarshal.Write(message, NodeTag);
        for (int i = 0; i < parents.Length; i++)
        {
            MemoryMarshal.AsBytes(children.Slice(2 * i, 2)).CopyTo(message[sizeof(ulong)..]);
            parents[i] = Keccak256.Hash(message);
        }
    }

    /// <summary>Words of the padded message of a leaf: whole blocks.</summary>
    private static int MessageWords(int rowLength) => (sizeof(uint) * (rowLength + 1) / Keccak256.Rate + 1) * BlockWords;

    /// <summary>Writes head, canonical words and padding. In bounds: the padding always finds a byte after the words.</summary>
    private static void WriteLeafMessage(KoalaBear* row, int rowLength, ulong* message, int words)
    {
        uint* halves = (uint*)message;
        halves[0] = 2 * (uint)rowLength;
        KoalaBearLanes.ToCanonical(halves + 1, (uint*)row, rowLength);
        for (int half = rowLength + 1; half < 2 * words; half++) halves[half] = 0;
        halves[rowLength + 1] = 0x01;
        message[words - 1] |= 0x80UL << 56;
    }

    /// <summary>Hashes eight padded messages whose <paramref name="words"/> words are in lanes.</summary>
    private static void HashLanes(ulong* state, ulong* lanes, int words)
    {
        new Span<ulong>(state, KeccakF1600.Words * Lanes).Clear();
        for (int block = 0; block < words; block += BlockWords)
        {
            for (int word = 0; word < BlockWords; word++)
            {
                ulong* to = state + Lanes * word;
                (Vector512.Load(to) ^ Vector512.Load(lanes + Lanes * (block + word))).Store(to);
            }

            KeccakF1600.Permute8(state);
        }
    }

    private static void StoreLanes(ulong* state, Span<Digest> digests)
    {
        Span<ulong> words = MemoryMarshal.Cast<Digest, ulong>(digests);
        for (int lane = 0; lane < Lanes; lane++)
            for (int word = 0; word < 4; word++)
                words[4 * lane + word] = state[Lanes * word + lane];
    }
}
