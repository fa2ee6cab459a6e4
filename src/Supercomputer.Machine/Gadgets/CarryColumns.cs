using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>Bounds the carries of a <see cref="ByteProduct"/>: low byte by lookup, high part by bits.</summary>
internal sealed class CarryColumns
{
    private readonly Cell[][] bits;

    internal CarryColumns(AirBuilder air, Expression isReal, IReadOnlyList<Expression> carries)
    {
        bits = [.. Enumerable.Range(0, carries.Count).Select(k => air.Booleans($"carry[{k}].high", ByteProduct.HighBits(k)))];
        for (int k = 0; k < carries.Count; k += 2)
            air.Bytes(isReal, Low(carries, k), k + 1 < carries.Count ? Low(carries, k + 1) : Expression.Zero);
    }

    internal void Fill(ReadOnlySpan<uint> carries, Span<uint> row, LookupCounts counts)
    {
        for (int k = 0; k < carries.Length; k++)
            for (int bit = 0; bit < bits[k].Length; bit++)
                row[bits[k][bit].Index] = carries[k] >> (8 + bit) & 1;
        for (int k = 0; k < carries.Length; k += 2)
            counts.Bytes(carries[k] & 0xFF, k + 1 < carries.Length ? carries[k + 1] & 0xFF : 0);
    }

    private Expression Low(IReadOnlyList<Expression> carries, int k)
    {
        Expression low = carries[k];
        for (int bit = 0; bit < bits[k].Length; bit++) low -= (256L << bit) * bits[k][bit];
        return low;
    }
}
