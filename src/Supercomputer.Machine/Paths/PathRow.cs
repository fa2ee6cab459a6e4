using Supercomputer.Machine.Gadgets;

namespace Supercomputer.Machine.Paths;

/// <summary>What filling one row of a path chip works on.</summary>
internal readonly ref struct PathRow
{
    /// <summary>The recorded row, as <see cref="PathRunner"/> writes it.</summary>
    internal required ReadOnlySpan<uint> Record { get; init; }

    /// <summary>The cells to fill.</summary>
    internal required Span<uint> Cells { get; init; }

    /// <summary>The value of each node.</summary>
    internal required Span<uint> Values { get; init; }

    /// <summary>The low limb of each node's wire, as an integer.</summary>
    internal required Span<long> Low { get; init; }

    /// <summary>The high limb of each node's wire.</summary>
    internal required Span<long> High { get; init; }

    /// <summary>Receives the lookups.</summary>
    internal required LookupCounts Counts { get; init; }

    internal uint Clock => Record[0];

    /// <summary>Sets a node's limbs in range, from its value.</summary>
    internal void SetLimbs(int node)
    {
        uint value = Values[node];
        (Low[node], High[node]) = (value & 0xFFFF, value >> 16);
    }
}
