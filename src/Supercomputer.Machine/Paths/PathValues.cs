using System.Numerics;

namespace Supercomputer.Machine.Paths;

/// <summary>The values of a plan's nodes, by number: what executor and trace filling compute alike.</summary>
internal static class PathValues
{
    /// <summary>The value of a node that follows from other nodes.</summary>
    internal static uint Evaluate(PathNode node, ReadOnlySpan<uint> values)
    {
        uint left = values[node.Left], right = values[node.Right];
        int bits = (int)node.Immediate;
        return node.Kind switch
        {
            PathNodeKind.Constant => node.Immediate,
            PathNodeKind.Add => left + right,
            PathNodeKind.Subtract => left - right,
            PathNodeKind.ShiftLeft => left << bits,
            PathNodeKind.Scale => left * node.Immediate,
            PathNodeKind.Multiply => left * right,
            PathNodeKind.And => left & right,
            PathNodeKind.Or => left | right,
            PathNodeKind.Xor => left ^ right,
            PathNodeKind.ShiftRight => left >> bits,
            PathNodeKind.ShiftRightSigned => (uint)((int)left >> bits),
            PathNodeKind.RotateLeft => BitOperations.RotateLeft(left, bits),
            PathNodeKind.ShiftLeftBy => left << (int)right,
            PathNodeKind.ShiftRightBy => left >> (int)right,
            PathNodeKind.RotateLeftBy => BitOperations.RotateLeft(left, (int)right),
            PathNodeKind.RotateRightBy => BitOperations.RotateRight(left, (int)right),
            PathNodeKind.Extend8 => (uint)(sbyte)left,
            PathNodeKind.Extend16 => (uint)(short)left,
            PathNodeKind.Differs => left != right ? 1u : 0,
            PathNodeKind.LessUnsigned => left < right ? 1u : 0,
            PathNodeKind.LessSigned => (int)left < (int)right ? 1u : 0,
            _ => throw new InvalidOperationException($"{node.Kind} is found, not computed"),
        };
    }

    /// <summary>Whether a node's value is found in the state, the memory or a stream.</summary>
    internal static bool IsFound(PathNodeKind kind) =>
        kind is PathNodeKind.Register or PathNodeKind.Load or PathNodeKind.Input or PathNodeKind.Pages;

    /// <summary>The values of all nodes of a recorded row.</summary>
    internal static void Compute(PathPlan plan, ReadOnlySpan<uint> record, Span<uint> values)
    {
        for (int index = 0; index < plan.Nodes.Length; index++)
        {
            PathNode node = plan.Nodes[index];
            values[index] = node.Kind switch
            {
                PathNodeKind.Register => record[PathPlan.RecordOfRegister(node.Left)],
                PathNodeKind.Load => Part(plan.Accesses[node.Left], record[plan.RecordOfAccess(node.Left)], values),
                PathNodeKind.Input => record[plan.RecordOfInput(node.Right)],
                PathNodeKind.Pages => record[2],
                _ => Evaluate(node, values),
            };
        }
    }

    /// <summary>What an access takes from the word it finds.</summary>
    internal static uint Part(PathAccess access, uint word, ReadOnlySpan<uint> values)
    {
        if (access.Width == 4) return word;
        return word >> (8 * Position(access, values)) & Mask(access.Width);
    }

    /// <summary>The word after a store.</summary>
    internal static uint Merge(PathAccess access, uint word, ReadOnlySpan<uint> values)
    {
        uint stored = values[access.Stored];
        if (access.Width == 4) return stored;
        int shift = 8 * Position(access, values);
        uint mask = Mask(access.Width) << shift;
        return (word & ~mask) | (stored << shift & mask);
    }

    /// <summary>The byte of its word at which an access of memory begins.</summary>
    internal static int Position(PathAccess access, ReadOnlySpan<uint> values) => (int)(values[access.Address] + access.Offset & 3);

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

    private static uint Mask(int width) => width == 1 ? 0xFFu : 0xFFFF;
}
