using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Benchmarks.Hashing;

/// <summary>Permutations, compressions, leaves and nodes.</summary>
internal static unsafe class HashKernels
{
    private const int Rows = 1024, RowLength = 64;

    public static IEnumerable<Kernel> All() => [.. Permutations(), .. Trees<KeccakMerkleHasher>("keccak"), .. Trees<Blake3MerkleHasher>("blake3"), .. Challenges()];

    private static List<Kernel> Permutations()
    {
        uint* words = (uint*)NativeMemory.AlignedAlloc(1 << 14, 64);
        for (int i = 0; i < 1 << 12; i++) words[i] = (uint)i;
        byte[] message = new byte[1 << 20];
        return
        [
            new("keccak permutation, one", 1, () => KeccakF1600.PermuteScalar((ulong*)words)),
            new("keccak permutation, 8 lanes", 8, () => KeccakF1600.Permute8((ulong*)words)),
            new("blake3 compression, 16 lanes", 16, () => Blake3Compression.Compress16(words, words + 256, 0, 0, 64, 11, words)),
            new("blake3 of 1 MiB, bytes", message.Length, () => Blake3.Hash(message)),
            new("sha256 compression, 16 lanes", 16, () => Sha256Compression.Compress16(words, words + 256)),
            new("poseidon2 width 16, 16 lanes", 16, () => Poseidon2.PermuteLanes(new Span<KoalaBear>(words, 256))),
            new("poseidon2 width 24, 16 lanes", 16, () => Poseidon2.PermuteLanes(new Span<KoalaBear>(words, 384))),
        ];
    }

    private static List<Kernel> Trees<THasher>(string name)
        where THasher : struct, IMerkleHasher
    {
        KoalaBear[] rows = new KoalaBear[Rows * RowLength];
        Digest[] leaves = new Digest[Rows], nodes = new Digest[Rows / 2];
        return
        [
            new($"{name} leaves of 256 bytes", Rows, () => THasher.HashRows(rows, RowLength, leaves)),
            new($"{name} nodes", Rows / 2, () => THasher.HashPairs(leaves, nodes)),
        ];
    }

    private static List<Kernel> Challenges()
    {
        Transcript transcript = new("benchmark"u8);
        KoalaBear6 element = KoalaBear6.One;
        return
        [
            new("transcript observe three, sample one", 1, () =>
            {
                transcript.Observe<KoalaBear6>([element, element, element]);
                element = transcript.Sample<KoalaBear6>();
            }),
        ];
    }
}
