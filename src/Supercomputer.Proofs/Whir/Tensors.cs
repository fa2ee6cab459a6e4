using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Whir;

/// <summary>The two product-form weights of an opening: eq(point, x) for column claims, z^x for codeword values.</summary>
/// <remarks>Shape: bit v of the index belongs to coordinate v.</remarks>
internal static class Tensors
{
    /// <summary>eq(point, x) for all x.</summary>
    public static TField[] Eq<TField>(ReadOnlySpan<TField> point)
        where TField : unmanaged, IChallengeField<TField>
    {
        var table = new TField[1 << point.Length];
        table[0] = TField.One;
        for (int v = 0; v < point.Length; v++)
        {
            int half = 1 << v;
            for (int x = 0; x < half; x++)
            {
                TField high = table[x] * point[v];
                table[half + x] = high;
                table[x] -= high;
            }
        }
        return table;
    }

    /// <summary>1, z, z^2, ...</summary>
    public static TField[] Powers<TField>(TField z, int count)
        where TField : unmanaged, IField<TField>
    {
        var powers = new TField[count];
        TField next = TField.One;
        for (int i = 0; i < count; i++, next *= z)
            powers[i] = next;
        return powers;
    }

    /// <summary>z^(2^log).</summary>
    public static TField PowerOfTwo<TField>(TField z, int log)
        where TField : unmanaged, IField<TField>
    {
        for (int i = 0; i < log; i++)
            z = z.Square();
        return z;
    }

    /// <summary>The sum of a[x] b[x].</summary>
    public static TField Inner<TField>(ReadOnlySpan<TField> a, ReadOnlySpan<TField> b)
        where TField : unmanaged, IChallengeField<TField>
    {
        TField sum = TField.Zero;
        for (int x = 0; x < a.Length; x++)
            sum += a[x] * b[x];
        return sum;
    }

    /// <summary>The sum of coefficients[x] z^x.</summary>
    public static TField Horner<TField>(ReadOnlySpan<TField> coefficients, TField z)
        where TField : unmanaged, IChallengeField<TField>
    {
        TField sum = TField.Zero;
        for (int x = coefficients.Length - 1; x >= 0; x--)
            sum = (sum * z) + coefficients[x];
        return sum;
    }

    /// <summary>The sum of coefficients[x] z^x at a point of the base field.</summary>
    public static TField Horner<TField>(ReadOnlySpan<TField> coefficients, KoalaBear z)
        where TField : unmanaged, IChallengeField<TField>
    {
        TField sum = TField.Zero;
        for (int x = coefficients.Length - 1; x >= 0; x--)
            sum = (sum * z) + coefficients[x];
        return sum;
    }
}
