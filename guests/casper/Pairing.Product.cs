using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZkPos;

/// <content>Many messages under one signature, the sum of theirs.</content>
internal partial struct Pairing
{
    /// <summary>Refuses a signature S of messages with hashes H_i under keys K_i unless the product of the e(K_i, H_i) is e(g, S).</summary>
    /// <remarks>
    /// One loop, one witness: the argument is that of two pairings, with F the product of all Miller functions. Its lines have constant term
    /// one, so F is not zero. Private input: the inverses of the keys' ordinates, the witness, then the slopes bit by bit, the messages' in
    /// their order and the signature's last.
    /// </remarks>
    public static void CheckProduct(G1[] keys, G2[] hashes, in G2 signature, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Pairing pairing);
        Unsafe.SkipInit(out G1 generator);
        LineValues[] values = new LineValues[keys.Length + 1];
        G2[] points = new G2[keys.Length + 1], running = new G2[keys.Length + 1];
        Fp2[] negatives = new Fp2[keys.Length + 1];
        for (int i = 0; i < keys.Length; i++)
        {
            At(values, i).Set(in At(keys, i), in input.Fp());
            At(points, i) = At(hashes, i);
        }

        generator.X = Constants.GeneratorX;
        generator.Y = Constants.NegativeGeneratorY;
        At(values, keys.Length).Set(in generator, in Constants.NegativeGeneratorYInverse);
        At(points, keys.Length) = signature;
        for (int i = 0; i < points.Length; i++)
        {
            At(running, i) = At(points, i);
            Fp2.Multiply(ref At(negatives, i), in At(points, i).Y, in Constants.MinusOne);
        }

        pairing.ReadWitness(ref input);
        pairing.MillerLoop(values, points, negatives, running, ref input);
        pairing._signature = At(running, keys.Length);
        pairing.CheckSubgroup(in signature);
    }

    private void MillerLoop(LineValues[] values, G2[] points, Fp2[] negatives, G2[] running, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Line line);
        ref Fp12 f = ref _first;
        ref Fp12 g = ref _second;
        bool isNegative = false;
        for (int bit = 62; bit >= 0; bit--)
        {
            Fp12.Square(ref g, ref f);
            for (int i = 0; i < points.Length; i++)
            {
                G2.Tangent(ref At(running, i), ref line, ref input);
                At(values, i).MultiplyBy(ref f, ref g, in line, isNegative);
                ref Fp12 swapped = ref f;
                f = ref g;
                g = ref swapped;
            }

            isNegative = !isNegative;
            if ((G2.AbsoluteZ >> bit & 1) != 0)
            {
                for (int i = 0; i < points.Length; i++)
                {
                    ref G2 point = ref At(points, i);
                    G2.Chord(ref At(running, i), in point.X, in isNegative ? ref At(negatives, i) : ref point.Y, ref line, ref input);
                    At(values, i).MultiplyBy(ref f, ref g, in line, isNegative);
                    ref Fp12 swapped = ref f;
                    f = ref g;
                    g = ref swapped;
                }

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T At<T>(T[] array, int index) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index);
}
