using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>The bytes of a row's values, and what follows from them byte by byte: and, or, exclusive or.</summary>
/// <remarks>
/// Statement: a limb in range is low + 256 high, both bytes; and = the And table's, or = a + b - and, xor = a + b - 2 and. A byte that the
/// program knows needs no table where it is 0 or 255.
/// Soundness: each byte is looked up once, by the And table where it takes part in one, else with its pair by <see cref="LookUpRest"/>;
/// low and the limb are in range, so high is the integer it seems to be. Results are combinations of bytes whose bits are known, hence bytes.
/// Cost: a column and at most one lookup a limb; a column and a lookup for each byte of an and.
/// </remarks>
internal sealed class PathBytes(AirBuilder air, Expression isReal, List<PathFiller> fillers)
{
    /// <summary>2^-8 in the field.</summary>
    internal const long InverseOf256 = AirBuilder.InverseOf65536 * 256;

    private readonly Dictionary<(int Node, int Limb), Pair> pairs = [];
    private readonly List<Pair> open = [];

    /// <summary>A byte of a value.</summary>
    /// <param name="Value">The byte, affine in the columns.</param>
    /// <param name="Most">What it is at most.</param>
    internal readonly record struct Byte(Expression Value, uint Most)
    {
        internal bool IsConstant => Value.Kind == ExpressionKind.Constant;

        internal uint Constant => (uint)Value.Value;

        internal static Byte Of(uint value) => new(value, value);
    }

    /// <summary>The two bytes of a limb of a value in range.</summary>
    internal (Byte Low, Byte High) Of(int node, int limb, PathWire wire)
    {
        Pair pair = PairOf(node, limb, wire);
        return (pair.Low, pair.High);
    }

    /// <summary>Makes the bytes of a value known that is made of bytes.</summary>
    internal void Know(int node, int limb, Byte low, Byte high) => pairs[(node, limb)] = new(node, limb, low, high) { LowIsProven = true, HighIsProven = true };

    /// <summary>A value made of four bytes.</summary>
    internal PathWire Join(int node, ReadOnlySpan<Byte> bytes)
    {
        Expression[] limbs = new Expression[2];
        long[] most = new long[2];
        for (int limb = 0; limb < 2; limb++)
        {
            Byte low = bytes[2 * limb], high = bytes[2 * limb + 1];
            Know(node, limb, low, high);
            limbs[limb] = low.Value + 256 * high.Value;
            most[limb] = low.Most + 256 * high.Most;
        }

        return PathWire.Below(limbs, most);
    }

    /// <summary>And, or, exclusive or of two values in range.</summary>
    internal PathWire Combine(int node, PathNode made, PathWire left, PathWire right)
    {
        Expression[] limbs = new Expression[2];
        long[] most = new long[2];
        for (int limb = 0; limb < 2; limb++)
        {
            (limbs[limb], most[limb]) = Whole(made.Kind, left, right, limb) ?? Whole(made.Kind, right, left, limb)
                ?? Bytewise(node, made, left, right, limb);
        }

        return PathWire.Below(limbs, most);
    }

    /// <summary>Looks up the bytes that no and has.</summary>
    internal void LookUpRest()
    {
        foreach (Pair pair in open)
        {
            if (pair.LowIsProven && pair.HighIsProven) continue;
            air.Bytes(isReal, pair.Low.Value, pair.High.Value);
            fillers.Add((in PathRow row) =>
            {
                uint limb = Limbs.Of(row.Values[pair.Node], pair.Limb);
                row.Counts.Bytes(limb & 0xFF, limb >> 8);
            });
        }
    }

    // Where one side's limb is a constant of ones or zeros only, no byte is needed.
    private static (Expression, long)? Whole(PathNodeKind kind, PathWire side, PathWire other, int limb)
    {
        if (other.Limbs[limb].Kind != ExpressionKind.Constant) return null;
        long constant = other.Limbs[limb].Value;
        (Expression, long) same = (side.Limbs[limb], side.Most[limb]);
        return (kind, constant) switch
        {
            (PathNodeKind.And, 0) => (0, 0),
            (PathNodeKind.And, 0xFFFF) or (PathNodeKind.Or or PathNodeKind.Xor, 0) => same,
            (PathNodeKind.Or, 0xFFFF) => (0xFFFF, 0xFFFF),
            (PathNodeKind.Xor, 0xFFFF) => (0xFFFF - side.Limbs[limb], 0xFFFF),
            _ => null,
        };
    }

    private (Expression, long) Bytewise(int node, PathNode made, PathWire left, PathWire right, int limb)
    {
        Pair a = PairOf(made.Left, limb, left), b = PairOf(made.Right, limb, right);
        Byte low = Combine(made.Kind, $"and[{node}].byte[{2 * limb}]", a, b, false);
        Byte high = Combine(made.Kind, $"and[{node}].byte[{2 * limb + 1}]", a, b, true);
        Know(node, limb, low, high);
        return (low.Value + 256 * high.Value, low.Most + 256 * high.Most);
    }

    private Byte Combine(PathNodeKind kind, string name, Pair left, Pair right, bool isHigh)
    {
        Byte a = isHigh ? left.High : left.Low, b = isHigh ? right.High : right.Low;
        if (Trivial(kind, a, b) is { } known) return known;
        if (Trivial(kind, b, a) is { } turned) return turned;
        Cell and = air.Column(name);
        air.And(isReal, a.Value, b.Value, and);
        left.Prove(isHigh);
        right.Prove(isHigh);
        int leftShift = 16 * left.Limb + (isHigh ? 8 : 0), rightShift = 16 * right.Limb + (isHigh ? 8 : 0);
        fillers.Add((in PathRow row) =>
        {
            uint x = row.Values[left.Node] >> leftShift & 0xFF, y = row.Values[right.Node] >> rightShift & 0xFF;
            row.Cells[and.Index] = x & y;
            row.Counts.And(x, y);
        });
        uint all = Ones(a.Most) | Ones(b.Most);
        return kind switch
        {
            PathNodeKind.And => new(and, Math.Min(a.Most, b.Most)),
            PathNodeKind.Or => new(a.Value + b.Value - and, all),
            _ => new(a.Value + b.Value - 2 * and, all),
        };
    }

    private static Byte? Trivial(PathNodeKind kind, Byte side, Byte constant)
    {
        if (!constant.IsConstant) return null;
        if (side.IsConstant)
        {
            return Byte.Of(kind switch
            {
                PathNodeKind.And => side.Constant & constant.Constant,
                PathNodeKind.Or => side.Constant | constant.Constant,
                _ => side.Constant ^ constant.Constant,
            });
        }

        return (kind, constant.Constant) switch
        {
            (PathNodeKind.And, 0) => Byte.Of(0),
            (PathNodeKind.And, 255) or (PathNodeKind.Or or PathNodeKind.Xor, 0) => side,
            (PathNodeKind.Or, 255) => Byte.Of(255),
            (PathNodeKind.Xor, 255) => new(255 - side.Value, 255),
            _ => null,
        };
    }

    private Pair PairOf(int node, int limb, PathWire wire)
    {
        if (pairs.TryGetValue((node, limb), out Pair? known)) return known;
        Expression value = wire.Limbs[limb];
        long most = wire.Most[limb];
        Pair pair;
        if (value.Kind == ExpressionKind.Constant)
            pair = new(node, limb, Byte.Of((uint)value.Value & 0xFF), Byte.Of((uint)value.Value >> 8)) { LowIsProven = true, HighIsProven = true };
        else if (most <= 255)
            pair = new(node, limb, new(value, (uint)most), Byte.Of(0)) { LowIsProven = true, HighIsProven = true };
        else
        {
            Cell low = air.Column($"value[{node}].byte[{2 * limb}]");
            pair = new(node, limb, new(low, 255), new(InverseOf256 * (value - low), (uint)(most >> 8)));
            open.Add(pair);
            fillers.Add((in PathRow row) => row.Cells[low.Index] = row.Values[node] >> (16 * limb) & 0xFF);
        }

        return pairs[(node, limb)] = pair;
    }

    private static uint Ones(uint most)
    {
        uint ones = 0;
        while (ones < most) ones = ones << 1 | 1;
        return ones;
    }

    private sealed class Pair(int node, int limb, Byte low, Byte high)
    {
        internal int Node => node;

        internal int Limb => limb;

        internal Byte Low => low;

        internal Byte High => high;

        internal bool LowIsProven { get; set; }

        internal bool HighIsProven { get; set; }

        internal void Prove(bool isHigh)
        {
            if (isHigh) HighIsProven = true;
            else LowIsProven = true;
        }
    }
}
