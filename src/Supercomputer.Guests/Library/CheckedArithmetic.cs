namespace Supercomputer.Guests.Library;

/// <summary>Multiplications of 64 bits that trap on overflow.</summary>
internal static class CheckedArithmetic
{
    public static ulong MultiplyUnsigned(ulong left, ulong right)
    {
        Trap.If(GuestMath.BigMul(left, right, out ulong low) != 0);
        return low;
    }

    public static long MultiplySigned(long left, long right)
    {
        long high = GuestMath.BigMul(left, right, out long low);
        Trap.If(high != low >> 63);
        return low;
    }
}
