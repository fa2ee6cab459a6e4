using System.Numerics;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Proofs.Lookups;

/// <summary>Where each interaction's fractions lie among the leaves: blocks by height descending (ties in machine order), one after the other.</summary>
/// <remarks>Sizes are powers of two in descending order, so every block is aligned; leaves beyond the last block are 0/1.</remarks>
public sealed class LeafLayout
{
    /// <summary>Lays out the interactions of the chips present.</summary>
    /// <param name="shapes">The chips present, in machine order.</param>
    public LeafLayout(IReadOnlyList<ChipShape> shapes)
    {
        Shapes = shapes;
        List<LeafBlock> blocks = [];
        long offset = 0;
        foreach (int shape in Enumerable.Range(0, shapes.Count).OrderByDescending(index => shapes[index].LogHeight))
        {
            int logHeight = shapes[shape].LogHeight;
            for (int interaction = 0; interaction < shapes[shape].Chip.Interactions.Count; interaction++)
            {
                blocks.Add(new(shape, interaction, offset, logHeight));
                offset += 1L << logHeight;
            }
        }

        Blocks = blocks;
        Count = offset;
        int log = 64 - BitOperations.LeadingZeroCount((ulong)Math.Max(offset - 1, 0));
        LogSize = shapes.Select(shape => shape.LogHeight).Append(1).Append(log).Max();
    }

    /// <summary>The chips present, in machine order.</summary>
    public IReadOnlyList<ChipShape> Shapes { get; }

    /// <summary>The blocks, by offset.</summary>
    public IReadOnlyList<LeafBlock> Blocks { get; }

    /// <summary>The number of leaves that belong to blocks.</summary>
    public long Count { get; }

    /// <summary>The log of the number of leaves with padding: at least 1, and at least every chip's log height, even of one without
    /// interactions, since the zerocheck takes its point from the leaves.</summary>
    public int LogSize { get; }
}
