using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Zerocheck;

/// <summary>What is left to check after the zerocheck: every committed column's extension at the low coordinates of one point.</summary>
/// <param name="Point">The point; a chip of 2^k rows uses its first k coordinates.</param>
/// <param name="Values">The claimed value of each column, by chip present.</param>
/// <typeparam name="TField">The challenge field.</typeparam>
public sealed record ColumnClaims<TField>(TField[] Point, IReadOnlyList<TField[]> Values)
    where TField : unmanaged, IChallengeField<TField>;
