using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;
using Byte = Supercomputer.Machine.Paths.PathBytes.Byte;

namespace Supercomputer.Machine.Paths;

/// <summary>A word in range shifted or rotated by a number that the program knows.</summary>
/// <remarks>
/// Statement: with e = s to the left and 32 - s to the right, x 2^(e mod 8) has five bytes, which move by e div 8: the low word is the left shift, the
/// high word the right shift, their sum (set bits are apart) the rotation. The signed shift adds sign (2^32 - 2^(32 - s)).
/// How: each limb times 2^t, t below 8, is low + 256 middle + 65536 high; low and high are columns, middle is what is left, a limb that no
/// byte of the result needs is not split. A shift by whole limbs moves limbs, one by whole bytes takes the value's bytes.
/// Soundness: low, middle and high are looked up as bytes, so the limb times 2^t, below 2^23, has these bytes only. Low has no bit below 2^t and
/// the high byte next to it none above: their sum is a byte. The sign by high limb + 2^15 - 2^16 sign in [0, 2^16).
/// Cost: at most 4 columns and 3 lookups; the sign a column and a lookup.
/// </remarks>
internal sealed class PathShiftGadget
{
    private readonly AirBuilder air;
    private readonly Expression isReal;
    private readonly List<PathFiller> fillers;
    private readonly int source;
    private readonly string name;
    private readonly Byte[] product = [.. Enumerable.Repeat(Byte.Of(0), 5)];

    private PathShiftGadget(AirBuilder air, Expression isReal, List<PathFiller> fillers, int node, int source)
    {
        this.air = air;
        this.isReal = isReal;
        this.fillers = fillers;
        this.source = source;
        name = $"shift[{node}]";
    }

    /// <summary>The wire of a shifted value.</summary>
    internal static PathWire Shift(AirBuilder air, Expression isReal, List<PathFiller> fillers, PathBytes bytes, int node, PathNode made, PathWire word)
    {
        int amount = (int)made.Immediate;
        bool isRight = made.Kind is PathNodeKind.ShiftRight or PathNodeKind.ShiftRightSigned;
        bool isRotation = made.Kind == PathNodeKind.RotateLeft;
        PathShiftGadget gadget = new(air, isReal, fillers, node, made.Left);
        bool isSigned = made.Kind == PathNodeKind.ShiftRightSigned && word.Most[1] >= 0x8000;
        if (amount == 16)
        {
            (Expression Limb, long Most) low = (word.Limbs[0], word.Most[0]), high = (word.Limbs[1], word.Most[1]);
            (Expression Limb, long Most) first = isRight || isRotation ? high : (0, 0), second = isRight ? (0, 0) : low;
            if (isSigned) second = (0xFFFF * gadget.Sign(word), 0xFFFF);
            return PathWire.Below([first.Limb, second.Limb], [first.Most, second.Most]);
        }

        int effective = isRight ? 32 - amount : amount, moves = effective >> 3;
        int firstUsed = isRight ? 4 - moves : 0, lastUsed = isRight || isRotation ? 4 : 3 - moves;
        gadget.Split(bytes, word, effective & 7, firstUsed <= ((effective & 7) == 0 ? 1 : 2), lastUsed >= 2);
        Byte[] result = [.. Enumerable.Range(0, 4).Select(at => isRotation
            ? Sum(gadget.At(at - moves), gadget.At(at + 4 - moves)) : gadget.At(isRight ? at + 4 - moves : at - moves))];
        if (isSigned) AddSign(result, gadget.Sign(word), uint.MaxValue << (32 - amount));
        PathWire wire = bytes.Join(node, result);
        return isRight && !isSigned ? Bound(wire, word.MostValue >> amount) : wire;
    }

    private Byte At(int index) => index is >= 0 and < 5 ? product[index] : Byte.Of(0);

    private static Byte Sum(Byte left, Byte right) =>
        new(left.Value + right.Value, left.Most == 0 ? right.Most : right.Most == 0 ? left.Most : 255);

    private static PathWire Bound(PathWire wire, uint most)
    {
        Expression high = most >> 16 == 0 ? 0 : wire.Limbs[1];
        return PathWire.Below(
            [wire.Limbs[0], high], [Math.Min(wire.Most[0], Math.Min(most, 0xFFFF)), Math.Min(wire.Most[1], most >> 16)]);
    }

    private void Split(PathBytes bytes, PathWire word, int power, bool takesLow, bool takesHigh)
    {
        if (power == 0)
        {
            if (takesLow) (product[0], product[1]) = bytes.Of(source, 0, word);
            if (takesHigh) (product[2], product[3]) = bytes.Of(source, 1, word);
            return;
        }

        Byte above = Byte.Of(0), next = Byte.Of(0);
        int? aboveLimb = null, nextLimb = null;
        if (takesLow) (product[0], product[1], above, aboveLimb) = Limb(word, 0, power);
        product[2] = above;
        if (takesHigh)
        {
            (Byte low, product[3], next, nextLimb) = Limb(word, 1, power);
            product[2] = Sum(above, low);
            product[4] = next;
        }

        if (aboveLimb is null && nextLimb is null) return;
        air.Bytes(isReal, aboveLimb is null ? Expression.Zero : above.Value, nextLimb is null ? Expression.Zero : next.Value);
        fillers.Add((in PathRow row) => row.Counts.Bytes(High(row, aboveLimb, power), High(row, nextLimb, power)));
    }

    private uint High(in PathRow row, int? limb, int power) => limb is { } known ? Limbs.Of(row.Values[source], known) << power >> 16 : 0;

    // The three bytes of a limb times a power of two, and which limb's high byte is still to be looked up.
    private (Byte Low, Byte Middle, Byte High, int? Open) Limb(PathWire word, int limb, int power)
    {
        Expression value = word.Limbs[limb];
        if (value.Kind == ExpressionKind.Constant)
        {
            uint known = value.Value << power;
            return (Byte.Of(known & 0xFF), Byte.Of(known >> 8 & 0xFF), Byte.Of(known >> 16), null);
        }

        uint most = (uint)word.Most[limb] << power;
        bool hasHigh = most > 0xFFFF;
        Cell low = air.Column($"{name}.low[{limb}]");
        Cell? high = hasHigh ? air.Column($"{name}.high[{limb}]") : null;
        Expression above = high is { } cell ? cell : Expression.Zero;
        Expression middle = PathBytes.InverseOf256 * ((1L << power) * value - low - 65536 * above);
        air.Bytes(isReal, low, middle);
        fillers.Add((in PathRow row) =>
        {
            uint made = Limbs.Of(row.Values[source], limb) << power;
            row.Cells[low.Index] = made & 0xFF;
            if (high is { } column) row.Cells[column.Index] = made >> 16;
            row.Counts.Bytes(made & 0xFF, made >> 8 & 0xFF);
        });
        return (new(low, 255), new(middle, Math.Min(255, most >> 8)), new(above, most >> 16), hasHigh ? limb : null);
    }

    private Expression Sign(PathWire word) =>
        SignOf(air, isReal, fillers, name, word.Limbs[1], value => Limbs.Of(value, 1), source);

    // The bits that come in are zero in the bytes.
    private static void AddSign(Byte[] bytes, Expression sign, uint ones)
    {
        for (int at = 0; at < bytes.Length; at++)
            if ((ones >> (8 * at) & 0xFF) is > 0 and uint byteOnes)
                bytes[at] = new(bytes[at].Value + byteOnes * sign, 255);
    }

    /// <summary>The top bit of a 16-bit number that follows from a value.</summary>
    internal static Cell SignOf(
        AirBuilder air, Expression isReal, List<PathFiller> fillers, string name, Expression limb, Func<uint, uint> limbOf, int node)
    {
        Cell sign = air.Boolean($"{name}.sign");
        air.Range16(isReal, limb + 32768 - 65536 * sign);
        fillers.Add((in PathRow row) =>
        {
            uint number = limbOf(row.Values[node]);
            row.Cells[sign.Index] = number >> 15;
            row.Counts.Range16(number ^ 0x8000);
        });
        return sign;
    }
}
