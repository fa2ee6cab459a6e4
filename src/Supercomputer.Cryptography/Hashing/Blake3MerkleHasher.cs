using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>Merkle leaves and nodes by keyed BLAKE3.</summary>
/// <remarks>Statement: a leaf is the keyed hash of the row's words under <c>BLAKE3("supercomputer merkle leaf")</c>, a node that of the two
/// children under <c>BLAKE3("supercomputer merkle node")</c>: one compression. BLAKE3 itself binds the length.</remarks>
public readonly unsafe struct Blake3MerkleHasher : IMerkleHasher
{
    private const int Lanes = LaneTranspose.Lanes;
    private const int BlockWords = LaneTranspose.BlockWords;
    private const int DigestWords = LaneTranspose.DigestWords;
    private const int BatchedWords = Blake3.ChunkSize / sizeof(uint);

    private static readonly Digest LeafKey = Blake3.Hash("supercomputer merkle leaf"u8);
    private static readonly Digest NodeKey = Blake3.Hash("supercomputer merkle node"u8);

    /// <inheritdoc/>
    public static Digest HashRow(ReadOnlySpan<KoalaBear> row)
    {
        Digest digest;
        HashRowsScalar(row, row.Length, new Span<Digest>(&digest, 1));
        return digest;
    }

    /// <inheritdoc/>
    /// <remarks>Cost: rows of at most 256 elements, one chunk, go sixteen at a time; longer ones one by one.</remarks>
    [SkipLocalsInit]
    public static void HashRows(ReadOnlySpan<KoalaBear> rows, int rowLength, Span<Digest> digests)
    {
        MerkleRows.Check(rows, rowLength, digests);
        int whole = rowLength is > 0 and <= BatchedWords ? digests.Length - digests.Length % Lanes : 0;
        int padded = (rowLength + BlockWords - 1) / BlockWords * BlockWords;
        uint* scratch = stackalloc uint[Lanes * (2 * DigestWords + BlockWords) + 16];
        uint* chaining = LaneTranspose.Align(scratch);
        uint* message = chaining + Lanes * DigestWords, keys = message + Lanes * BlockWords;
        uint* words = whole == 0 ? null : (uint*)NativeMemory.AlignedAlloc((nuint)(Lanes * padded * sizeof(uint)), 64);
        new Span<uint>(words, whole == 0 ? 0 : Lanes * padded).Clear();
        fixed (KoalaBear* row = rows)
        fixed (Digest* output = digests)
        {
            Digest key = LeafKey;
            Blake3.Spread((uint*)&key, keys);
            for (int first = 0; first < whole; first += Lanes)
            {
                // In bounds: the words past a row stay zero, as the padding of its last block must.
                for (int lane = 0; lane < Lanes; lane++)
                    KoalaBearLanes.ToCanonical(words + lane * padded, (uint*)row + (long)(first + lane) * rowLength, rowLength);
                for (int at = 0; at < padded; at += BlockWords)
                {
                    int left = Math.Min(rowLength - at, BlockWords);
                    uint ends = (at == 0 ? Blake3.ChunkStart : 0) | (at + BlockWords == padded ? Blake3.ChunkEnd | Blake3.Root : 0);
                    LaneTranspose.ToLanes(words + at, padded * sizeof(uint), message);
                    Blake3Compression.Compress16(
                        at == 0 ? keys : chaining, message, 0, 0, (uint)(left * sizeof(uint)), Blake3.Keyed | ends, chaining);
                }

                LaneTranspose.ToDigests(chaining, (uint*)(output + first));
            }
        }

        NativeMemory.AlignedFree(words);
        HashRowsScalar(rows[(whole * rowLength)..], rowLength, digests[whole..]);
    }

    /// <summary>The scalar twin of <see cref="HashRows"/>.</summary>
    internal static void HashRowsScalar(ReadOnlySpan<KoalaBear> rows, int rowLength, Span<Digest> digests)
    {
        MerkleRows.Check(rows, rowLength, digests);
        uint[] words = new uint[rowLength];
        for (int i = 0; i < digests.Length; i++)
        {
            ReadOnlySpan<KoalaBear> row = rows.Slice(i * rowLength, rowLength);
            for (int j = 0; j < rowLength; j++) words[j] = row[j].ToCanonical();
            digests[i] = Blake3.KeyedHash(LeafKey, MemoryMarshal.AsBytes(words.AsSpan()));
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
        int whole = parents.Length - parents.Length % Lanes;
        uint* scratch = stackalloc uint[Lanes * (2 * DigestWords + BlockWords) + 16];
        uint* chaining = LaneTranspose.Align(scratch);
        uint* message = chaining + Lanes * DigestWords, keys = message + Lanes * BlockWords;
        const uint Flags = Blake3.Keyed | Blake3.ChunkStart | Blake3.ChunkEnd | Blake3.Root;
        fixed (Digest* input = children, output = parents)
        {
            Digest key = NodeKey;
            Blake3.Spread((uint*)&key, keys);
            for (int first = 0; first < whole; first += Lanes)
            {
                LaneTranspose.ToLanes((uint*)(input + 2 * first), Blake3.BlockSize, message);
                Blake3Compression.Compress16(keys, message, 0, 0, Blake3.BlockSize, Flags, chaining);
                LaneTranspose.ToDigests(chaining, (uint*)(output + first));
            }
        }

        HashPairsScalar(children[(2 * whole)..], parents[whole..]);
    }

    /// <summary>The scalar twin of <see cref="HashPairs"/>.</summary>
    internal static void HashPairsScalar(ReadOnlySpan<Digest> children, Span<Digest> parents)
    {
        MerkleRows.CheckPairs(children, parents);
        for (int i = 0; i < parents.Length; i++)
            parents[i] = Blake3.KeyedHash(NodeKey, MemoryMarshal.AsBytes(children.Slice(2 * i, 2)));
    }
}
