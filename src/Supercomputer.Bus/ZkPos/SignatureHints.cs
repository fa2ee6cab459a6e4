using System.Numerics;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Bus.ZkPos;

/// <summary>Roots, inverses, slopes and the pairing's witness, in the order in which the zkPoS guest reads them.</summary>
/// <remarks>Errors: none. What does not decode is written as zeros, and what does not verify as it comes: the guest refuses both.</remarks>
internal sealed class SignatureHints(HintWriter writer)
{
    private AffinePoint<Fp> sum;

    /// <summary>The signature of an aggregate under a committee.</summary>
    public void Write(in SyncCommittee committee, int size, in SyncAggregate aggregate, in Digest signingRoot)
    {
        byte[] keys = Sized(committee.PublicKeys, size * G1.CompressedSize), bits = Sized(aggregate.SyncCommitteeBits, size / 8);
        byte[] signature = Sized(aggregate.SyncCommitteeSignature, G2.CompressedSize);
        writer.Bytes(bits, bits.Length);
        sum = Key(Sized(committee.AggregatePublicKey, G1.CompressedSize));
        Open(Levels(keys, size), keys, bits, BitOperations.Log2((uint)size), 0);

        writer.Bytes(signature, signature.Length);
        _ = G2.DecompressUnchecked(signature, out AffinePoint<Fp2> point);
        writer.Element(point.Y);
        RunningPoint hash = Hash(signingRoot);
        Pair(hash.X, hash.Y, point);
    }

    /// <summary>The roots of all subtrees over the keys, the keys' own first.</summary>
    private static Digest[][] Levels(byte[] keys, int size)
    {
        byte[] blocks = new byte[2 * Digest.Size * size];
        for (int i = 0; i < size; i++)
            keys.AsSpan(i * G1.CompressedSize, G1.CompressedSize).CopyTo(blocks.AsSpan(2 * Digest.Size * i));
        Digest[][] levels = new Digest[BitOperations.Log2((uint)size) + 1][];
        levels[0] = new Digest[size];
        Sha256.HashMany(blocks, 2 * Digest.Size, levels[0]);
        for (int level = 1; level < levels.Length; level++)
        {
            levels[level] = new Digest[size >> level];
            for (int i = 0; i < levels[level].Length; i++)
                levels[level][i] = SszMerkle.HashPair(levels[level - 1][2 * i], levels[level - 1][2 * i + 1]);
        }

        return levels;
    }

    /// <summary>A subtree's root where all of it signed; else both halves, down to the key, which is taken off the sum.</summary>
    private void Open(Digest[][] levels, byte[] keys, byte[] bits, int level, int index)
    {
        bool allSigned = true;
        for (int i = index << level; i < (index + 1) << level; i++) allSigned &= (bits[i / 8] >> (i % 8) & 1) != 0;
        if (allSigned)
        {
            writer.Node(levels[level][index]);
            return;
        }

        if (level > 0)
        {
            Open(levels, keys, bits, level - 1, 2 * index);
            Open(levels, keys, bits, level - 1, 2 * index + 1);
            return;
        }

        AffinePoint<Fp> key = Key(keys.AsSpan(index * G1.CompressedSize, G1.CompressedSize));
        Fp slope = (-key.Y - sum.Y) * Fp.Inverse(key.X - sum.X), x = Fp.Square(slope) - sum.X - key.X;
        writer.Element(slope);
        sum = new(x, (slope * (sum.X - x)) - sum.Y);
    }

    private AffinePoint<Fp> Key(ReadOnlySpan<byte> bytes)
    {
        writer.Bytes(bytes, G1.CompressedSize);
        _ = G1.DecompressUnchecked(bytes, out AffinePoint<Fp> key);
        writer.Element(key.Y);
        return key;
    }

    /// <summary>The hash of a message to the curve.</summary>
    public RunningPoint Hash(in Digest message)
    {
        byte[] uniform = new byte[256];
        HashToG2.ExpandMessage(Digest.AsBytes(in message), BlsSignatures.ProofOfPossessionTag, uniform);
        RunningPoint point = Map(uniform), other = Map(uniform.AsSpan(128));
        point.Chord(other.X, other.Y);
        point.Negate();
        RunningPoint a = new(writer, point.X, point.Y);
        a.MultiplyByAbsoluteZ();
        a.Chord(point.X, point.Y);
        RunningPoint sumOfTerms = new(writer, a.X, a.Y);
        sumOfTerms.MultiplyByAbsoluteZ();
        sumOfTerms.Chord(point.X, point.Y);
        a.Psi();
        sumOfTerms.Chord(a.X, a.Y);
        point.Tangent();
        point.Psi();
        point.Psi();
        point.Chord(sumOfTerms.X, sumOfTerms.Y);
        return point;
    }

    /// <summary>One field element's point: which abscissa, 1 / t, y, and the inverses of the isogeny's denominators.</summary>
    private RunningPoint Map(ReadOnlySpan<byte> uniform)
    {
        Fp2 u = new(Fp.FromWide(uniform), Fp.FromWide(uniform[64..]));
        Fp2 zu = IsogenyConstants.Z * Fp2.Square(u), inverse = Fp2.Inverse(Fp2.Square(zu) + zu);
        Fp2 x = IsogenyConstants.MinusBOverA * (Fp2.One + inverse);
        bool isFirst = Fp2.TrySquareRoot(RightSide(x), out Fp2 y);
        if (!isFirst) x = zu * x;
        if (!isFirst) _ = Fp2.TrySquareRoot(RightSide(x), out y);
        if (Fp2.IsOdd(u) != Fp2.IsOdd(y)) y = -y;
        writer.Word(isFirst ? 0u : 1u);
        writer.Element(inverse);
        writer.Element(y);
        writer.Element(Fp2.Inverse(((x + IsogenyConstants.XDenominator1) * x) + IsogenyConstants.XDenominator0));
        Fp2 yd = ((((x + IsogenyConstants.YDenominator2) * x) + IsogenyConstants.YDenominator1) * x) + IsogenyConstants.YDenominator0;
        writer.Element(Fp2.Inverse(yd));
        AffinePoint<Fp2> point = JacobianPoint<Fp2>.ToAffine(HashToG2.MapToCurve(u));
        return new RunningPoint(writer, point.X, point.Y);
    }

    private static Fp2 RightSide(in Fp2 x) => ((Fp2.Square(x) + IsogenyConstants.A) * x) + IsogenyConstants.B;

    /// <summary>The inverse of the key's ordinate, the witness, and the slopes of both running points.</summary>
    private void Pair(in Fp2 hashX, in Fp2 hashY, in AffinePoint<Fp2> signature)
    {
        writer.Element(Fp.Inverse(sum.Y));
        // The library's loop ends with the conjugate, as z is negative.
        Fp12 witness = ResidueWitness.Of(Fp12.Conjugate(
            Pairing.MillerLoop([sum, AffinePoint<Fp>.Negate(G1.Generator)], [new(hashX, hashY), signature])));
        foreach (Fp2 coefficient in (ReadOnlySpan<Fp2>)
            [witness.C0.C0, witness.C1.C0, witness.C0.C1, witness.C1.C1, witness.C0.C2, witness.C1.C2]) writer.Element(coefficient);
        RunningPoint first = new(writer, hashX, hashY), second = new(writer, signature.X, signature.Y);
        for (int bit = 62, sign = 1; bit >= 0; bit--)
        {
            first.Tangent();
            second.Tangent();
            sign = -sign;
            if ((CurveConstants.AbsoluteZ >> bit & 1) == 0) continue;
            first.Chord(hashX, sign < 0 ? -hashY : hashY);
            second.Chord(signature.X, sign < 0 ? -signature.Y : signature.Y);
            sign = -sign;
        }
    }

    private static byte[] Sized(byte[]? bytes, int length)
    {
        byte[] sized = bytes ?? [];
        Array.Resize(ref sized, length);
        return sized;
    }
}
