namespace Supercomputer.Machine.Lowering;

/// <summary>A shift of 32 bits by a number that the program knows, as a product by a power of two and a move by whole bytes.</summary>
/// <param name="Power">2^(e mod 8), doubled for right shifts.</param>
/// <param name="Bytes">e div 8, 0 to 3.</param>
/// <remarks>Statement: e = s for shl and rotl, 31 - s for shr_u, so that the product by Power 2^(8 Bytes) is the word times 2^s or
/// 2^(32 - s): the left shift is its low word, the right shift its high word, the rotation their sum. The program table holds these numbers.</remarks>
internal readonly record struct FixedShift(uint Power, uint Bytes)
{
    internal static FixedShift Of(Operation operation, uint amount)
    {
        uint s = amount & 31;
        return operation == Operation.ShrU32Imm ? new(2u << (int)((31 - s) & 7), (31 - s) >> 3) : new(1u << (int)(s & 7), s >> 3);
    }

    /// <summary>1 where the product moves by so many bytes.</summary>
    internal uint Moves(uint bytes) => bytes == Bytes ? 1u : 0;
}
