using Supercomputer.Guests.Ir;

namespace Supercomputer.Guests.Optimization;

/// <summary>A point of a function: before a node of a block, or at the block's end on the way to a successor.</summary>
internal readonly record struct CodePoint(Block Block, int Position, Block? Next = null)
{
    public static CodePoint EndOf(Block block, Block next) => new(block, int.MaxValue, next);
}
