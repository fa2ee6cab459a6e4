using System.Runtime.CompilerServices;

namespace ZkPos;

/// <summary>An element C0 + C1 w + .. + C5 w^5 of Fp2[w] / (w^6 - (1 + u)). Elements with even powers alone are the field Fp6.</summary>
/// <remarks>Schoolbook products: an addition costs a call as a product does, and a product adds for free. Results lie on no operand.</remarks>
internal struct Fp12
{
    public Fp2 C0, C1, C2, C3, C4, C5;

    /// <summary>Coefficient i.</summary>
    public static ref Fp2 At(ref Fp12 value, int i) => ref Unsafe.Add(ref value.C0, i);

    /// <summary><c>result = (1 + u) value</c>.</summary>
    public static void MultiplyByXi(ref Fp12 result, ref Fp12 value)
    {
        for (int i = 0; i < 6; i++) Fp2.Multiply(ref At(ref result, i), in At(ref value, i), in Constants.Xi);
    }

    /// <summary><c>result = value^2</c>: 29 products.</summary>
    public static void Square(ref Fp12 result, ref Fp12 f)
    {
        Unsafe.SkipInit(out Fp12 g);
        Unsafe.SkipInit(out Fp12 h);
        Fp2.Multiply(ref g.C0, in f.C0, in Constants.Two);
        Fp2.Multiply(ref g.C1, in f.C1, in Constants.Two);
        Fp2.Multiply(ref g.C2, in f.C2, in Constants.Two);
        Fp2.Multiply(ref g.C3, in f.C3, in Constants.Two);
        Fp2.Multiply(ref g.C4, in f.C4, in Constants.Two);
        Fp2.Multiply(ref h.C3, in f.C3, in Constants.Xi);
        Fp2.Multiply(ref h.C4, in f.C4, in Constants.Xi);
        Fp2.Multiply(ref h.C5, in f.C5, in Constants.Xi);
        Sum4(ref result.C0, in f.C0, in f.C0, in g.C1, in h.C5, in g.C2, in h.C4, in f.C3, in h.C3);
        Sum3(ref result.C1, in g.C0, in f.C1, in g.C2, in h.C5, in g.C3, in h.C4);
        Sum4(ref result.C2, in g.C0, in f.C2, in f.C1, in f.C1, in g.C3, in h.C5, in f.C4, in h.C4);
        Sum3(ref result.C3, in g.C0, in f.C3, in g.C1, in f.C2, in g.C4, in h.C5);
        Sum4(ref result.C4, in g.C0, in f.C4, in g.C1, in f.C3, in f.C2, in f.C2, in f.C5, in h.C5);
        Sum3(ref result.C5, in g.C0, in f.C5, in g.C1, in f.C4, in g.C2, in f.C3);
    }

    /// <summary><c>result = left right</c>, with (1 + u) right too: 36 products.</summary>
    public static void Multiply(ref Fp12 result, ref Fp12 left, ref Fp12 right, ref Fp12 rightXi)
    {
        for (int i = 0; i < 6; i++) Coefficient(ref At(ref result, i), i, ref left, ref right, ref rightXi);
    }

    /// <summary>Coefficient i of a product.</summary>
    public static void Coefficient(ref Fp2 result, int i, ref Fp12 left, ref Fp12 right, ref Fp12 rightXi)
    {
        Fp2.Multiply(ref result, in left.C0, in At(ref right, i));
        for (int j = 1; j < 6; j++)
            Fp2.MultiplyAdd(ref result, in At(ref left, j), in j <= i ? ref At(ref right, i - j) : ref At(ref rightXi, i - j + 6), in result);
    }

    /// <summary><c>result = f (1 + c w^3 + b w^5)</c>, with (1 + u) b and (1 + u) c too: 12 products.</summary>
    public static void MultiplyByLine(ref Fp12 result, ref Fp12 f, in Fp2 b, in Fp2 c, in Fp2 bXi, in Fp2 cXi)
    {
        Sum2(ref result.C0, in f.C3, in cXi, in f.C1, in bXi, in f.C0);
        Sum2(ref result.C1, in f.C4, in cXi, in f.C2, in bXi, in f.C1);
        Sum2(ref result.C2, in f.C5, in cXi, in f.C3, in bXi, in f.C2);
        Sum2(ref result.C3, in f.C0, in c, in f.C4, in bXi, in f.C3);
        Sum2(ref result.C4, in f.C1, in c, in f.C5, in bXi, in f.C4);
        Sum2(ref result.C5, in f.C2, in c, in f.C0, in b, in f.C5);
    }

    private static void Sum2(ref Fp2 result, in Fp2 a, in Fp2 b, in Fp2 c, in Fp2 d, in Fp2 sum)
    {
        Fp2.MultiplyAdd(ref result, in a, in b, in sum);
        Fp2.MultiplyAdd(ref result, in c, in d, in result);
    }

    private static void Sum3(ref Fp2 result, in Fp2 a, in Fp2 b, in Fp2 c, in Fp2 d, in Fp2 e, in Fp2 f)
    {
        Fp2.Multiply(ref result, in a, in b);
        Fp2.MultiplyAdd(ref result, in c, in d, in result);
        Fp2.MultiplyAdd(ref result, in e, in f, in result);
    }

    private static void Sum4(ref Fp2 result, in Fp2 a, in Fp2 b, in Fp2 c, in Fp2 d, in Fp2 e, in Fp2 f, in Fp2 g, in Fp2 h)
    {
        Sum3(ref result, in a, in b, in c, in d, in e, in f);
        Fp2.MultiplyAdd(ref result, in g, in h, in result);
    }
}
