using Supercomputer.Cryptography.Curves;
using Supercomputer.Cryptography.Curves.Bls12381;

namespace Supercomputer.Bus.ZkPos;

/// <summary>A point of the twist that moves by third points of lines, as the guest's does; each step's slope is written.</summary>
internal sealed class RunningPoint
{
    private readonly HintWriter writer;

    public RunningPoint(HintWriter writer, in Fp2 x, in Fp2 y)
    {
        this.writer = writer;
        X = x;
        Y = y;
    }

    public Fp2 X { get; private set; }

    public Fp2 Y { get; private set; }

    /// <summary>To -2 times itself.</summary>
    public void Tangent()
    {
        Fp2 square = Fp2.Square(X);
        Follow((square + square + square) * Fp2.Inverse(Y + Y), X);
    }

    /// <summary>To minus the sum with a point.</summary>
    public void Chord(in Fp2 x, in Fp2 y) => Follow((y - Y) * Fp2.Inverse(x - X), x);

    /// <summary>To |z| times itself.</summary>
    public void MultiplyByAbsoluteZ()
    {
        Fp2 x = X, y = Y;
        for (int bit = 62, sign = 1; bit >= 0; bit--)
        {
            Tangent();
            sign = -sign;
            if ((CurveConstants.AbsoluteZ >> bit & 1) == 0) continue;
            Chord(x, sign < 0 ? -y : y);
            sign = -sign;
        }
    }

    /// <summary>The image under the twisted Frobenius map.</summary>
    public void Psi()
    {
        JacobianPoint<Fp2> image = G2.Psi(new JacobianPoint<Fp2>(X, Y, Fp2.One));
        X = image.X;
        Y = image.Y;
    }

    /// <summary>To the negative.</summary>
    public void Negate() => Y = -Y;

    private void Follow(in Fp2 slope, in Fp2 other)
    {
        writer.Element(slope);
        Fp2 x = Fp2.Square(slope) - X - other;
        Y = (slope * (x - X)) + Y;
        X = x;
    }
}
