namespace Supercomputer.Proofs.Lookups;

/// <summary>The fractions of one interaction of one chip among the leaves of the fractional-sum tree.</summary>
/// <param name="Shape">The chip, as an index into the present chips.</param>
/// <param name="Interaction">The interaction's index in the chip.</param>
/// <param name="Offset">The first leaf, a multiple of the chip's height.</param>
/// <param name="LogHeight">The log of the number of leaves.</param>
public readonly record struct LeafBlock(int Shape, int Interaction, long Offset, int LogHeight)
{
    /// <summary>The block's number among blocks of its height: the high bits of its leaves' indices.</summary>
    public long Prefix => Offset >> LogHeight;
}
