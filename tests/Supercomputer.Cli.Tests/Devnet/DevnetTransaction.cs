using System.Numerics;
using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Secp256k1;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives.Rlp;
using Coordinate = Supercomputer.Cryptography.Curves.Field256<Supercomputer.Cryptography.Curves.Secp256k1.CoordinateModulus>;
using Scalar = Supercomputer.Cryptography.Curves.Field256<Supercomputer.Cryptography.Curves.Secp256k1.OrderModulus>;

namespace Supercomputer.Cli.Tests.Devnet;

/// <summary>A signed transaction for the devnet: it makes an empty contract, whose making logs one event.</summary>
/// <remarks>The key is the one that test chains give money to; it is known to everybody.</remarks>
internal static class DevnetTransaction
{
    private const ulong ChainId = 32382;
    private static readonly byte[] s_key = Convert.FromHexString("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

    public static byte[] Sender { get; } = Convert.FromHexString("f39fd6e51aad88f6f4ce6ab8827279cfffb92266");

    public static Digest Topic { get; } = Keccak256.Hash("Supercomputer()"u8);

    public const byte Logged = 42;

    public static byte[] Sign(ulong nonce)
    {
        // PUSH1 42 PUSH1 0 MSTORE; PUSH32 topic PUSH1 32 PUSH1 0 LOG1; STOP
        byte[] code = [0x60, Logged, 0x60, 0, 0x52, 0x7f, .. Topic.ToArray(), 0x60, 0x20, 0x60, 0, 0xa1, 0];
        byte[][] fields =
        [
            RlpEncoder.EncodeInteger(ChainId), RlpEncoder.EncodeInteger(nonce), RlpEncoder.EncodeInteger(1_000_000_000), RlpEncoder.EncodeInteger(3_000_000_000),
            RlpEncoder.EncodeInteger(200_000), RlpEncoder.EncodeBytes([]), RlpEncoder.EncodeInteger(0), RlpEncoder.EncodeBytes(code), RlpEncoder.EncodeList(),
        ];
        Digest digest = Keccak256.Hash((byte[])[2, .. RlpEncoder.EncodeList(fields)]);
        (byte[] r, byte[] s, int parity) = Sign(digest);
        return [2, .. RlpEncoder.EncodeList((byte[][])[.. fields, RlpEncoder.EncodeInteger((ulong)parity), RlpEncoder.EncodeInteger(r), RlpEncoder.EncodeInteger(s)])];
    }

    /// <summary>ECDSA with a nonce from key and digest, and the lower of both s.</summary>
    private static (byte[] R, byte[] S, int Parity) Sign(in Digest digest)
    {
        Scalar k = Scalar.Reduce(Keccak256.Hash((byte[])[.. s_key, .. digest.ToArray()]).ToArray()), key = Scalar.Reduce(s_key);
        byte[] generator = Convert.FromHexString("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
        if (!EcdsaSecp256k1.TryReadPoint(generator, out AffinePoint<Coordinate> point)) throw new InvalidOperationException("the generator is a point");
        AffinePoint<Coordinate> nonce = EcdsaSecp256k1.Combine(Scalar.Zero, point, k);
        byte[] encoded = new byte[33], s = new byte[32], sender = new byte[64];
        EcdsaSecp256k1.WritePoint(nonce, encoded);
        byte[] r = encoded[1..];
        Scalar value = Scalar.Inverse(k) * (Scalar.Reduce(digest.ToArray()) + Scalar.Reduce(r) * key);
        value.Encode(s);
        BigInteger order = BigInteger.Parse("0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", System.Globalization.NumberStyles.HexNumber, null);
        if (new BigInteger(s, isUnsigned: true, isBigEndian: true) > order / 2) (-value).Encode(s);
        for (int parity = 0; parity < 2; parity++)
            if (EcdsaSecp256k1.TryRecover(digest.ToArray(), r, s, parity, sender) && Keccak256.Hash(sender).ToArray().AsSpan(12).SequenceEqual(Sender)) return (r, s, parity);
        throw new InvalidOperationException("the signature does not lead back to the sender");
    }
}
