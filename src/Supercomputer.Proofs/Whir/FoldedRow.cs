using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Whir;

/// <summary>The value of an opened row with the round's variables bound.</summary>
internal static class FoldedRow
{
    /// <summary>The sum over b of fold[b] row[b], for a row of base elements or of extension elements.</summary>
    public static TField Evaluate<TField>(ReadOnlySpan<KoalaBear> row, ReadOnlySpan<TField> fold)
        where TField : unmanaged, IChallengeField<TField>
    {
        if (row.Length != fold.Length)
            return Tensors.Inner(MemoryMarshal.Cast<KoalaBear, TField>(row), fold);
        TField sum = TField.Zero;
        for (int b = 0; b < row.Length; b++)
            sum += fold[b] * row[b];
        return sum;
    }
}
