using System.Runtime.CompilerServices;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>Words as 16-bit limbs and bytes, the lowest first.</summary>
internal static class Limbs
{
    /// <summary>The 16-bit limb of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Of(ulong value, int limb) => (uint)(value >> (16 * limb)) & 0xFFFF;

    /// <summary>The byte of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint ByteOf(ulong value, int index) => (uint)(value >> (8 * index)) & 0xFF;

    /// <summary>Writes the limbs of a word into a row.</summary>
    internal static void Write(Span<uint> row, Cell[] cells, ulong value)
    {
        for (int limb = 0; limb < cells.Length; limb++) row[cells[limb].Index] = Of(value, limb);
    }

    /// <summary>Writes the bytes of a word into a row.</summary>
    internal static void WriteBytes(Span<uint> row, Cell[] cells, ulong value)
    {
        for (int index = 0; index < cells.Length; index++) row[cells[index].Index] = ByteOf(value, index);
    }

    /// <summary>Cells as expressions.</summary>
    internal static Expression[] Expressions(params ReadOnlySpan<Cell> cells)
    {
        Expression[] expressions = new Expression[cells.Length];
        for (int index = 0; index < cells.Length; index++) expressions[index] = cells[index];
        return expressions;
    }

    /// <summary>The 16-bit limbs that pairs of bytes make.</summary>
    internal static Expression[] FromBytes(Cell[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / 2).Select(limb => bytes[2 * limb] + 256 * bytes[2 * limb + 1])];

    /// <summary>The limbs padded with zeros to the four that the Memory bus carries.</summary>
    internal static Expression[] Pad(IReadOnlyList<Expression> limbs) =>
        [.. limbs, .. Enumerable.Repeat(Expression.Zero, 4 - limbs.Count)];
}
