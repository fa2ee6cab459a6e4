namespace Supercomputer.Machine.Paths;

/// <summary>The values of a plan's nodes, by number: what executor and trace filling compute alike.</summary>
internal static class PathValues
{
    /// <summary>The value of a node that is neither a register nor a load.</summary>
    internal static uint Evaluate(PathNode node, ReadOnlySpan<uint> values) => node.Kind switch
    {
        PathNodeKind.Constant => node.Immediate,
        PathNodeKind.Add => values[node.Left] + values[node.Right],
        PathNodeKind.Subtract => values[node.Left] - values[node.Right],
        PathNodeKind.ShiftLeft => values[node.Left] << (int)node.Immediate,
        _ => throw new InvalidOperationException($"{node.Kind} is found, not computed"),
    };

    /// <summary>Whether a check holds.</summary>
    internal static bool Passes(PathCheck check, ReadOnlySpan<uint> values)
    {
        uint left = values[check.Left], right = values[check.Right];
        return check.Holds == check.Condition switch
        {
            PathCondition.Equal => left == right,
            PathCondition.LessUnsigned => left < right,
            _ => (int)left < (int)right,
        };
    }
}
