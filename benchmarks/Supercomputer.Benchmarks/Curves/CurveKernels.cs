using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Bls12381;

namespace Supercomputer.Benchmarks.Curves;

/// <summary>BLS12-381, from the field's product to a signature's verification.</summary>
internal static class CurveKernels
{
    public static List<Kernel> All()
    {
        Fp a = G1.Generator.X, b = G1.Generator.Y;
        Fp2 c = G2.Generator.X, d = G2.Generator.Y;
        byte[] key = new byte[G1.CompressedSize], signature = new byte[G2.CompressedSize], message = new byte[32];
        G1.Compress(G1.Generator, key);
        // The secret key is one: the signature is the message's hash itself.
        AffinePoint<Fp2> hash = HashToG2.Hash(message, BlsSignatures.ProofOfPossessionTag);
        G2.Compress(hash, signature);
        AffinePoint<Fp>[] points = [G1.Generator, AffinePoint<Fp>.Negate(G1.Generator)];
        AffinePoint<Fp2>[] twisted = [hash, hash];
        return
        [
            new("bls12-381 Fp product, chain of 100", 100, () => Chain(ref a, b)),
            new("bls12-381 Fp2 product, chain of 100", 100, () => Chain(ref c, d)),
            new("bls12-381 G1 decompression, checked", 1, () => G1.TryDecompress(key, out _)),
            new("bls12-381 G2 decompression, checked", 1, () => G2.TryDecompress(signature, out _)),
            new("bls12-381 hash to G2", 1, () => HashToG2.Hash(message, BlsSignatures.ProofOfPossessionTag)),
            new("bls12-381 pairing check, two pairs", 1, () => Pairing.IsProductOne(points, twisted)),
            new("bls12-381 verify, key as a point", 1, () => Check(BlsSignatures.VerifyPoint(points[0], message, signature, BlsSignatures.ProofOfPossessionTag))),
        ];
    }

    private static void Chain<TField>(ref TField x, in TField y)
        where TField : struct, ICurveField<TField>
    {
        for (int i = 0; i < 100; i++) x = x * y;
    }

    private static void Check(bool isValid)
    {
        if (!isValid) throw new InvalidOperationException("the signature of the benchmark does not verify");
    }
}
