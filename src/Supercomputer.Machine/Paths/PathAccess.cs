using Supercomputer.Machine.Execution;

namespace Supercomputer.Machine.Paths;

/// <summary>An access to a word of memory, or a part of one, or to a word of the Auxiliary space.</summary>
/// <param name="Space">Memory or Auxiliary.</param>
/// <param name="Address">The node of the base; -1 for a fixed address of the Auxiliary space.</param>
/// <param name="Offset">The instruction's offset; in the Auxiliary space its base, in words.</param>
/// <param name="Width">The bytes: 1, 2 or 4.</param>
/// <param name="Stored">The node stored; -1 for a load.</param>
internal readonly record struct PathAccess(Space Space, int Address, uint Offset, int Width, int Stored)
{
    internal bool IsMemory => Space == Space.Memory;

    internal bool IsStore => Stored >= 0;

    /// <summary>Whether both touch the same bytes or may do so.</summary>
    /// <remarks>Bytes from one base at offsets apart are apart: an access of a row lies inside the memory, so base + offset is its address and
    /// nothing is taken modulo 2^32.</remarks>
    internal bool MayTouch(PathAccess other) =>
        Space == other.Space && (Address != other.Address || (Offset < other.Offset + other.Reach && other.Offset < Offset + Reach));

    private ulong Reach => IsMemory ? (ulong)Width : 1;
}
