namespace Supercomputer.Proofs.Lookups;

/// <summary>The order of a layer's variables: which one the tree sums over, and in which order a layer's sumcheck binds them.</summary>
/// <remarks>
/// Statement: a layer of 2^j fractions is summed over variable 4 of its index while it has more than sixteen, over the highest after that;
/// a sumcheck binds variables 4, 5, ... and then 3, 2, 1, 0. Any order is sound; this one keeps the fractions that are not padding at the
/// front of every layer and of every round, sixteen lanes side by side, so that padding is neither stored nor computed with.
/// </remarks>
internal static class LayerVariables
{
    /// <summary>The variables inside a group of lanes.</summary>
    public const int Lanes = 4;

    /// <summary>The variable that tells the two fractions of a sum apart, in a layer of 2^logSize.</summary>
    public static int Summed(int logSize) => Math.Min(logSize - 1, Lanes);

    /// <summary>The variable that round number <paramref name="round"/> of a sumcheck over so many variables binds.</summary>
    public static int Bound(int variables, int round)
    {
        int above = Math.Max(variables - Lanes, 0);
        return round < above ? Lanes + round : variables - above - 1 - (round - above);
    }

    /// <summary>A point of the layer below: the sumcheck's challenges by variable, and the one for the summed variable put in its place.</summary>
    public static TField[] Insert<TField>(ReadOnlySpan<TField> rho, TField tau)
    {
        int at = Summed(rho.Length + 1);
        return [.. rho[..at], tau, .. rho[at..]];
    }
}
