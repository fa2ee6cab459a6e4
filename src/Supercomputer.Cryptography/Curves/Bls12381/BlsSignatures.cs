namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>BLS signatures with keys in G1 and signatures in G2, as Ethereum's consensus uses them.</summary>
/// <remarks>
/// Statement: e(key, H(message)) = e(g1, signature).
/// Soundness: FastAggregateVerify is safe only for keys whose possession was proved; deposits do so.
/// Source: draft-irtf-cfrg-bls-signature-06, sections 2 and 3; consensus-specs, phase0/beacon-chain.md, "BLS signatures".
/// </remarks>
public static class BlsSignatures
{
    /// <summary>The tag of the proof-of-possession scheme, which Ethereum uses.</summary>
    public static ReadOnlySpan<byte> ProofOfPossessionTag => "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"u8;

    /// <summary>The tag of the basic scheme.</summary>
    public static ReadOnlySpan<byte> BasicTag => "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"u8;

    /// <summary>Reads a public key and checks it (KeyValidate): a point of the subgroup that is not the identity.</summary>
    public static bool TryReadPublicKey(ReadOnlySpan<byte> bytes, out AffinePoint<Fp> key) =>
        G1.TryDecompress(bytes, out key) == PointDecoding.Valid && !key.IsInfinity;

    /// <summary>Verifies one signature of one key.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> tag) =>
        TryReadPublicKey(publicKey, out AffinePoint<Fp> key) && VerifyPoint(key, message, signature, tag);

    /// <summary>Verifies that every key signed the same message.</summary>
    /// <param name="publicKeys">Compressed keys, 48 bytes each; at least one.</param>
    /// <param name="message">The message.</param>
    /// <param name="signature">96 bytes.</param>
    public static bool FastAggregateVerify(ReadOnlySpan<byte> publicKeys, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKeys.IsEmpty || publicKeys.Length % G1.CompressedSize != 0) return false;
        JacobianPoint<Fp> sum = default;
        for (int at = 0; at < publicKeys.Length; at += G1.CompressedSize)
        {
            if (!TryReadPublicKey(publicKeys.Slice(at, G1.CompressedSize), out AffinePoint<Fp> key)) return false;
            sum = JacobianPoint<Fp>.Add(sum, key);
        }

        return VerifyPoint(JacobianPoint<Fp>.ToAffine(sum), message, signature, ProofOfPossessionTag);
    }

    /// <summary>Verifies a signature of keys that were checked and added before.</summary>
    /// <param name="key">The sum of the keys; a sum at infinity never verifies.</param>
    /// <param name="message">The message.</param>
    /// <param name="signature">96 bytes.</param>
    /// <param name="tag">The scheme's tag.</param>
    public static bool VerifyPoint(
        in AffinePoint<Fp> key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> tag)
    {
        if (key.IsInfinity || G2.TryDecompress(signature, out AffinePoint<Fp2> point) != PointDecoding.Valid) return false;
        return Pairing.IsProductOne(
            [key, AffinePoint<Fp>.Negate(G1.Generator)], [HashToG2.Hash(message, tag), point]);
    }

    /// <summary>Verifies one signature that aggregates signatures of different messages, each with its key (CoreAggregateVerify).</summary>
    /// <param name="publicKeys">Compressed keys, 48 bytes each; at least one.</param>
    /// <param name="messages">As many messages; the basic scheme's rule that they differ is checked by the caller.</param>
    /// <param name="signature">96 bytes.</param>
    /// <param name="tag">The scheme's tag.</param>
    public static bool AggregateVerify(
        ReadOnlySpan<byte> publicKeys, ReadOnlySpan<byte[]> messages, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> tag)
    {
        if (messages.IsEmpty || publicKeys.Length != G1.CompressedSize * messages.Length) return false;
        if (G2.TryDecompress(signature, out AffinePoint<Fp2> point) != PointDecoding.Valid) return false;
        AffinePoint<Fp>[] keys = new AffinePoint<Fp>[messages.Length + 1];
        AffinePoint<Fp2>[] hashes = new AffinePoint<Fp2>[messages.Length + 1];
        for (int i = 0; i < messages.Length; i++)
        {
            if (!TryReadPublicKey(publicKeys.Slice(i * G1.CompressedSize, G1.CompressedSize), out keys[i])) return false;
            hashes[i] = HashToG2.Hash(messages[i], tag);
        }

        keys[^1] = AffinePoint<Fp>.Negate(G1.Generator);
        hashes[^1] = point;
        return Pairing.IsProductOne(keys, hashes);
    }

    /// <summary>Adds signatures (Aggregate).</summary>
    /// <param name="signatures">96 bytes each; at least one.</param>
    /// <param name="aggregate">The compressed sum, 96 bytes.</param>
    /// <returns>False when there is none or one is no point of the subgroup.</returns>
    public static bool TryAggregate(ReadOnlySpan<byte> signatures, Span<byte> aggregate)
    {
        if (signatures.IsEmpty || signatures.Length % G2.CompressedSize != 0) return false;
        JacobianPoint<Fp2> sum = default;
        for (int at = 0; at < signatures.Length; at += G2.CompressedSize)
        {
            if (G2.TryDecompress(signatures.Slice(at, G2.CompressedSize), out AffinePoint<Fp2> point) != PointDecoding.Valid) return false;
            sum = JacobianPoint<Fp2>.Add(sum, point);
        }

        G2.Compress(JacobianPoint<Fp2>.ToAffine(sum), aggregate);
        return true;
    }
}
