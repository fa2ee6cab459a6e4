using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>A point of E: y^2 = x^3 + 4 that is not at infinity. Its coordinates are results of products.</summary>
internal struct G1
{
    public Fp X, Y;

    /// <summary>Reads a compressed key, whose y is given.</summary>
    /// <remarks>
    /// Soundness: x is below p, y is a root of x^3 + 4 and has the encoding's sign; both roots differ, so y is the only one. That the point
    /// is of the subgroup is not asked: the key is in a committee, where the state transition puts only keys of deposits, which were checked.
    /// </remarks>
    public static void Decompress(ref G1 point, ReadOnlySpan<byte> key, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Fp x);
        Unsafe.SkipInit(out Fp t);
        Unsafe.SkipInit(out Fp square);
        byte flags = key[0];
        Guest.Require((flags & 0xC0) == 0x80, "a key is not a compressed point other than infinity");
        ReadBigEndian(ref x, key);
        x.L5 &= 0x1FFFFFFFFFFFFFFF;
        Guest.Require(Fp.IsCanonical(in x), "a key's coordinate is not below p");
        Fp.Reduce(ref point.Y, in input.Fp());
        Fp.Multiply(ref t, in x, in x);
        Fp.MultiplyAdd(ref t, in t, in x, in Constants.TwistB.A);
        Fp.Multiply(ref square, in point.Y, in point.Y);
        Guest.Require(Fp.AreEqual(in t, in square), "a key's ordinate is not on the curve");
        Guest.Require(Fp.IsAbove(in point.Y, in Constants.Half) == ((flags & 0x20) != 0), "a key's ordinate has the wrong sign");
        point.X = x;
    }

    /// <summary><c>sum = sum - key</c>, with the slope given.</summary>
    /// <remarks>Soundness: abscissas differ, so one line goes through both points, and it has the slope that passes the check. Equal
    /// abscissas are refused; honest committees do not lead there.</remarks>
    public static void Subtract(ref G1 sum, ref G1 key, ref PrivateInput input)
    {
        Unsafe.SkipInit(out Fp intercept);
        Unsafe.SkipInit(out Fp t);
        Fp slope = input.Fp();
        Guest.Require(!Fp.AreEqual(in sum.X, in key.X), "keys with one abscissa are not added");

        // The line through (X1, Y1) and (X2, -Y2).
        Fp.Multiply(ref t, in sum.X, in slope);
        Fp.Subtract(ref intercept, in sum.Y, in t);
        Fp.MultiplyAdd(ref t, in slope, in key.X, in intercept);
        Fp.MultiplyAdd(ref t, in key.Y, in Constants.One.A, in t);
        Guest.Require(Fp.IsZero(in t), "the slope of a sum of keys is wrong");
        Fp.MultiplyAdd(ref t, in sum.X, in Constants.MinusOne.A, in Constants.Zero.A);
        Fp.MultiplyAdd(ref t, in slope, in slope, in t);
        Fp.Subtract(ref sum.X, in t, in key.X);
        Fp.MultiplyAdd(ref t, in slope, in sum.X, in intercept);
        Fp.Multiply(ref sum.Y, in t, in Constants.MinusOne.A);
    }

    /// <summary>A number of 48 bytes, big-endian.</summary>
    public static void ReadBigEndian(ref Fp value, ReadOnlySpan<byte> bytes)
    {
        value.L5 = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        value.L4 = BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice(8));
        value.L3 = BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice(16));
        value.L2 = BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice(24));
        value.L1 = BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice(32));
        value.L0 = BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice(40));
    }
}
