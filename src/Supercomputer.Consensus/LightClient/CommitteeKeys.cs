using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Bls12381;

namespace Supercomputer.Consensus.LightClient;

/// <summary>The keys of a committee, read and checked once: decompression costs more than all the rest of a verification.</summary>
internal struct CommitteeKeys
{
    /// <summary>The keys; infinity where the bytes are no valid key.</summary>
    private AffinePoint<Fp>[]? points;

    /// <summary>The sum of all valid keys.</summary>
    private JacobianPoint<Fp> sum;

    /// <summary>Reads the keys of a committee.</summary>
    public static CommitteeKeys Read(in SyncCommittee committee)
    {
        ReadOnlySpan<byte> keys = committee.PublicKeys;
        CommitteeKeys result = new() { points = new AffinePoint<Fp>[keys.Length / G1.CompressedSize] };
        for (int i = 0; i < result.points.Length; i++)
            if (BlsSignatures.TryReadPublicKey(keys.Slice(i * G1.CompressedSize, G1.CompressedSize), out result.points[i]))
                result.sum = JacobianPoint<Fp>.Add(result.sum, result.points[i]);
        return result;
    }

    /// <summary>Reads the keys if that was not done before.</summary>
    public static void Ensure(ref CommitteeKeys keys, in SyncCommittee committee)
    {
        if (keys.points is null) keys = Read(committee);
    }

    /// <summary>The sum of the signers' keys.</summary>
    /// <returns>False when a signer's key is not valid, or the bits are not as many as the keys.</returns>
    public static bool TrySum(in CommitteeKeys keys, in SyncAggregate aggregate, out AffinePoint<Fp> key)
    {
        key = default;
        AffinePoint<Fp>[] points = keys.points ?? [];
        if (aggregate.SyncCommitteeBits.AsSpan().Length != (points.Length + 7) / 8) return false;
        // Whichever are fewer: the signers are added, or the others taken from the sum of all.
        bool subtract = 2 * SyncAggregate.CountParticipants(aggregate) > points.Length;
        JacobianPoint<Fp> result = subtract ? keys.sum : default;
        for (int i = 0; i < points.Length; i++)
        {
            bool isParticipant = SyncAggregate.IsParticipant(aggregate, i);
            if (isParticipant && points[i].IsInfinity) return false;
            if (isParticipant == subtract) continue;
            result = JacobianPoint<Fp>.Add(result, subtract ? AffinePoint<Fp>.Negate(points[i]) : points[i]);
        }

        key = JacobianPoint<Fp>.ToAffine(result);
        return true;
    }
}
