using System.Buffers.Binary;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Bls12381;

namespace Supercomputer.Bus.Casper;

/// <summary>The votes of a link with roots, slopes, inverses and the pairing's witness, in the order in which the Casper guest reads them.</summary>
internal sealed class VoteHints(HintWriter writer)
{
    /// <summary>The cube of the element that generates Fp12 over Fp2.</summary>
    private static readonly Fp12 s_w3 = new(default, new(default, Fp2.One, default));

    private readonly List<AffinePoint<Fp>> keys = [];
    private readonly List<AffinePoint<Fp2>> points = [];

    public void Write(in ConsensusConfig config, ValidatorRegistry validators, IReadOnlyList<CasperVote> votes)
    {
        JacobianPoint<Fp2> sum = default;
        writer.Word((uint)votes.Count);
        foreach (CasperVote vote in votes)
        {
            writer.Number(vote.Data.Slot);
            writer.Number(vote.CommitteeBits is { } committees ? CommitteesOf(committees) : vote.Data.Index);
            writer.Node(vote.Data.BeaconBlockRoot);
            writer.Bytes(vote.Bits, (vote.Bits.Length + 3) / 4 * 4);
            keys.Add(Keys(validators, vote.Voters));
            RunningPoint hash = new SignatureHints(writer).Hash(CasperLink.SigningRoot(config, vote.Data));
            points.Add(new(hash.X, hash.Y));
            _ = G2.DecompressUnchecked(vote.Signature, out AffinePoint<Fp2> part);
            sum = JacobianPoint<Fp2>.Add(sum, part);
        }

        AffinePoint<Fp2> signature = JacobianPoint<Fp2>.ToAffine(sum);
        byte[] compressed = new byte[G2.CompressedSize];
        G2.Compress(signature, compressed);
        writer.Bytes(compressed, compressed.Length);
        writer.Element(signature.Y);
        points.Add(signature);
        Pair();
    }

    /// <summary>committee_bits as a number.</summary>
    private static ulong CommitteesOf(byte[] bits)
    {
        byte[] number = new byte[sizeof(ulong)];
        bits.CopyTo(number, 0);
        return BinaryPrimitives.ReadUInt64LittleEndian(number);
    }

    /// <summary>The voters' ordinates, and the slope of each addition.</summary>
    private AffinePoint<Fp> Keys(ValidatorRegistry validators, IReadOnlyList<int> voters)
    {
        AffinePoint<Fp> sum = default;
        for (int i = 0; i < voters.Count; i++)
        {
            _ = G1.DecompressUnchecked(validators.PublicKey(voters[i]), out AffinePoint<Fp> key);
            writer.Element(key.Y);
            if (i == 0)
            {
                sum = key;
                continue;
            }

            Fp slope = (key.Y - sum.Y) * Fp.Inverse(key.X - sum.X), x = Fp.Square(slope) - sum.X - key.X;
            writer.Element(slope);
            sum = new(x, (slope * (sum.X - x)) - sum.Y);
        }

        return sum;
    }

    /// <summary>The inverses of the keys' ordinates, the witness, and the slopes of all running points, bit by bit.</summary>
    private void Pair()
    {
        foreach (AffinePoint<Fp> key in keys) writer.Element(Fp.Inverse(key.Y));
        keys.Add(AffinePoint<Fp>.Negate(G1.Generator));
        // The library's loop ends with the conjugate, as z is negative; each of its lines has a factor w^3 (and one of Fp6) that the guest's has not,
        // and only pairs of them are in Fp6.
        Fp12 product = Fp12.Conjugate(Pairing.MillerLoop(keys.ToArray(), points.ToArray()));
        Fp12 witness = ResidueWitness.Of(keys.Count % 2 == 0 ? product : Fp12.Multiply(product, s_w3));
        foreach (Fp2 coefficient in (ReadOnlySpan<Fp2>)
            [witness.C0.C0, witness.C1.C0, witness.C0.C1, witness.C1.C1, witness.C0.C2, witness.C1.C2]) writer.Element(coefficient);
        RunningPoint[] running = [.. points.Select(point => new RunningPoint(writer, point.X, point.Y))];
        for (int bit = 62, sign = 1; bit >= 0; bit--)
        {
            foreach (RunningPoint point in running) point.Tangent();
            sign = -sign;
            if ((CurveConstants.AbsoluteZ >> bit & 1) == 0) continue;
            for (int i = 0; i < running.Length; i++) running[i].Chord(points[i].X, sign < 0 ? -points[i].Y : points[i].Y);
            sign = -sign;
        }
    }
}
