using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Clients;

/// <summary>How the chain that a follower sees went from one head to another.</summary>
/// <param name="Old">The root of the head before.</param>
/// <param name="New">The root of the head now.</param>
/// <param name="AncestorSlot">The slot of the last block that both chains share.</param>
/// <param name="Removed">How many blocks that were seen are no longer part of the chain; none when it only grew.</param>
/// <param name="Added">How many blocks came.</param>
/// <param name="IsLinked">Whether every block between is known; else the new head stands alone, and nothing is said of the old one.</param>
public sealed record HeadChange(Digest Old, Digest New, ulong AncestorSlot, int Removed, int Added, bool IsLinked)
{
    /// <summary>Whether blocks that were seen before are gone.</summary>
    public bool IsReorganization => Removed > 0;
}
