using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Paths;

/// <summary>Two limbs whose sum low + 2^16 high is a value modulo 2^32; in range, or a sum still to be carried.</summary>
/// <param name="Limbs">Low and high, affine in the columns.</param>
/// <param name="Least">What each limb is at least, as an integer.</param>
/// <param name="Most">What each limb is at most.</param>
/// <param name="IsReduced">Whether both limbs are known to lie in [0, 2^16), by a message of the Memory bus or a lookup of this row.</param>
internal sealed record PathWire(Expression[] Limbs, long[] Least, long[] Most, bool IsReduced)
{
    /// <summary>Limbs stay below this in size, so that no equation of the row wraps around p.</summary>
    internal const long Bound = 1 << 26;

    internal static PathWire Reduced(Expression low, Expression high) => new([low, high], [0, 0], [65535, 65535], true);

    /// <summary>Limbs in range that are known to be at most so much.</summary>
    internal static PathWire Below(Expression[] limbs, long[] most) => new(limbs, [0, 0], most, true);

    internal static PathWire Constant(uint value)
    {
        long low = value & 0xFFFF, high = value >> 16;
        return new([low, high], [low, high], [low, high], true);
    }

    internal static PathWire Add(PathWire left, PathWire right) => new(
        [left.Limbs[0] + right.Limbs[0], left.Limbs[1] + right.Limbs[1]],
        [left.Least[0] + right.Least[0], left.Least[1] + right.Least[1]],
        [left.Most[0] + right.Most[0], left.Most[1] + right.Most[1]], false);

    internal static PathWire Subtract(PathWire left, PathWire right) => new(
        [left.Limbs[0] - right.Limbs[0], left.Limbs[1] - right.Limbs[1]],
        [left.Least[0] - right.Most[0], left.Least[1] - right.Most[1]],
        [left.Most[0] - right.Least[0], left.Most[1] - right.Least[1]], false);

    internal PathWire Scale(long factor) => new(
        [factor * Limbs[0], factor * Limbs[1]],
        [factor * Least[0], factor * Least[1]], [factor * Most[0], factor * Most[1]], false);

    /// <summary>What a value in range is at most.</summary>
    internal uint MostValue => (uint)(Most[0] + (Most[1] << 16));

    internal bool IsBounded => Least.All(bound => bound > -Bound) && Most.All(bound => bound < Bound);
}
