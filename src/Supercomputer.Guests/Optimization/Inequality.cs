using Supercomputer.Guests.Ir;

namespace Supercomputer.Guests.Optimization;

/// <summary>Smaller &lt;= Larger + Slack over the integers, both as signed numbers of 32 bits, null being zero.</summary>
internal readonly record struct Inequality(Node? Smaller, Node? Larger, long Slack)
{
    /// <summary>Takes constants into the slack.</summary>
    public static Inequality Of(Node smaller, Node larger, long slack = 0)
    {
        if (smaller.IsConst) slack -= smaller.I32;
        if (larger.IsConst) slack += larger.I32;
        return new Inequality(smaller.IsConst ? null : smaller, larger.IsConst ? null : larger, slack);
    }
}
