using System.Runtime.CompilerServices;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>Refuses a signature S of a message with hash H under a key K unless e(K, H) = e(g, S).</summary>
/// <remarks>
/// Statement: e(K, H) e(-g, S) = 1 and S is of the subgroup; e(P, Q) = f_{z,Q}(P)^((p^12 - 1) / r).
///
/// Residue witness. Let F = f_{|z|,H}(K) f_{|z|,S}(-g), h = (p^12 - 1) / r. As f_{z,Q} is the inverse of f_{|z|,Q} up to a factor of Fp6,
/// the statement is F^h = 1. Given is d; checked is that d is not zero and that U = F d^|z| d^p lies in Fp6. This is enough:
/// U^h = F^h d^((p - z) h), because |z| = -z. With p = z (mod r), p - z = m r, so d^((p - z) h) = d^(m (p^12 - 1)) = 1; and
/// U^h = 1, because r does not divide p^6 - 1, so that p^6 - 1 divides h, and U is not zero: each line is 1 + c w^3 + b w^5, which is
/// never zero. Hence F^h = 1.
/// A d exists whenever F^h = 1: m = (z - 1)^2 / 3 has the primes 3, 11, 10177, 859267 and 52437899, all of which divide p - 1 and so none of
/// them p^6 + 1; a power of the norm of F to Fp6 takes their parts off F, and what is left has an order prime to m r.
/// The power |z| of d comes with the squarings of the loop.
/// Lines: E' is seen on E as (x / w^2, y / w^3), so the line y = s x + t of E' at P is y_P - s x_P / w - t / w^3; divided by y_P, a factor
/// of Fp, it is 1 - (t / (y_P (1 + u))) w^3 - (s x_P / (y_P (1 + u))) w^5.
/// Subgroup: S is in it exactly when psi(S) = z S (Scott, eprint 2021/1130), and the loop ends at |z| S.
/// Source: Vercauteren, eprint 2008/096; Novakovic, Eagen, eprint 2024/640.
/// </remarks>
internal partial struct Pairing
{
    private Fp12 _first, _second, _witness, _witnessXi;
    private G2 _hash, _signature;
    private LineValues _key, _generator;

    public static void Check(in G1 key, in G2 hash, in G2 signature, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Pairing pairing);
        pairing._hash = hash;
        pairing._signature = signature;
        Unsafe.SkipInit(out G1 generator);
        generator.X = Constants.GeneratorX;
        generator.Y = Constants.NegativeGeneratorY;
        pairing._key.Set(in key, in input.Fp());
        pairing._generator.Set(in generator, in Constants.NegativeGeneratorYInverse);
        pairing.ReadWitness(ref input);
        pairing.MillerLoop(in hash, in signature, ref input);
        pairing.CheckSubgroup(in signature);
    }

    private void ReadWitness(ref PrivateInput input)
    {
        bool isZero = true;
        for (int i = 0; i < 6; i++)
        {
            ref Fp2 coefficient = ref Fp12.At(ref _witness, i);
            Fp2.Reduce(ref coefficient, in input.Fp2());
            isZero &= Fp2.IsZero(in coefficient);
        }

        Guest.Require(!isZero, "the witness of the pairing is zero");
        Fp12.MultiplyByXi(ref _witnessXi, ref _witness);
        _first = _witness;
    }

    /// <summary>F d^|z|, which must be a residue; both points become |z| times what they were.</summary>
    private void MillerLoop(in G2 hash, in G2 signature, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Line line);
        Unsafe.SkipInit(out Fp2 hashNegative);
        Unsafe.SkipInit(out Fp2 signatureNegative);
        Fp2.Multiply(ref hashNegative, in hash.Y, in Constants.MinusOne);
        Fp2.Multiply(ref signatureNegative, in signature.Y, in Constants.MinusOne);

        // The running points are plus or minus a multiple, in turns; so are slopes and intercepts. The product goes to and fro between two
        // places, so that it is never copied.
        ref Fp12 f = ref _first;
        ref Fp12 g = ref _second;
        bool isNegative = false;
        for (int bit = 62; bit >= 0; bit--)
        {
            Fp12.Square(ref g, ref f);
            G2.Tangent(ref _hash, ref line, ref input);
            _key.MultiplyBy(ref f, ref g, in line, isNegative);
            G2.Tangent(ref _signature, ref line, ref input);
            _generator.MultiplyBy(ref g, ref f, in line, isNegative);
            isNegative = !isNegative;
            if ((G2.AbsoluteZ >> bit & 1) != 0)
            {
                G2.Chord(ref _hash, in hash.X, in isNegative ? ref hashNegative : ref hash.Y, ref line, ref input);
                _key.MultiplyBy(ref f, ref g, in line, isNegative);
                G2.Chord(ref _signature, in signature.X, in isNegative ? ref signatureNegative : ref signature.Y, ref line, ref input);
                _generator.MultiplyBy(ref g, ref f, in line, isNegative);
                Fp12.Multiply(ref f, ref g, ref _witness, ref _witnessXi);
                isNegative = !isNegative;
            }
            else
            {
                ref Fp12 swapped = ref f;
                f = ref g;
                g = ref swapped;
            }
        }

        CheckResidue(ref f, ref g);
    }

    private void CheckSubgroup(in G2 signature)
    {
        G2 image = signature;
        G2.Psi(ref image);
        Fp2.Multiply(ref image.Y, in image.Y, in Constants.MinusOne);
        Guest.Require(
            Fp2.AreEqual(in image.X, in _signature.X) && Fp2.AreEqual(in image.Y, in _signature.Y), "the signature is not in the subgroup");
    }

    /// <summary>f d^p, f = F d^|z|, has odd coefficients that are zero.</summary>
    private void CheckResidue(ref Fp12 f, ref Fp12 power)
    {
        Fp2.Conjugate(ref power.C0, in _witness.C0);
        Frobenius(ref power.C1, in _witness.C1, in Constants.Gamma1);
        Frobenius(ref power.C2, in _witness.C2, in Constants.Gamma2);
        Frobenius(ref power.C3, in _witness.C3, in Constants.Gamma3);
        Frobenius(ref power.C4, in _witness.C4, in Constants.Gamma4);
        Frobenius(ref power.C5, in _witness.C5, in Constants.Gamma5);
        Fp12.MultiplyByXi(ref _witnessXi, ref power);
        Unsafe.SkipInit(out Fp2 coefficient);
        for (int i = 1; i < 6; i += 2)
        {
            Fp12.Coefficient(ref coefficient, i, ref f, ref power, ref _witnessXi);
            Guest.Require(Fp2.IsZero(in coefficient), "the signature does not verify");
        }
    }

    private static void Frobenius(ref Fp2 result, in Fp2 value, in Fp2 gamma)
    {
        Fp2.Conjugate(ref result, in value);
        Fp2.Multiply(ref result, in result, in gamma);
    }
}
