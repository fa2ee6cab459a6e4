using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Lookups;

/// <summary>What is left to check after LogUp-GKR: the extensions of the leaves' numerators and denominators at a point.</summary>
/// <param name="Point">One coordinate for each bit of a leaf's index, the lowest first.</param>
/// <param name="Numerator">The claimed extension of the numerators.</param>
/// <param name="Denominator">The claimed extension of the denominators.</param>
/// <typeparam name="TField">The challenge field.</typeparam>
public sealed record LeafClaim<TField>(TField[] Point, TField Numerator, TField Denominator)
    where TField : unmanaged, IChallengeField<TField>;
