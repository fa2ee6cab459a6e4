using Supercomputer.Claims;

namespace Supercomputer.Bus;

/// <summary>The claims of a bundle, all of them verified.</summary>
/// <param name="Entries">In the bundle's order.</param>
public sealed record VerifiedBundle(IReadOnlyList<VerifiedEntry> Entries)
{
    /// <summary>The claims of one type.</summary>
    public IEnumerable<Verified<TClaim>> Of<TClaim>()
        where TClaim : struct, IClaim<TClaim> => Entries.Select(entry => entry.Verified).OfType<Verified<TClaim>>();
}
