namespace Supercomputer.Proofs.Air;

/// <summary>A named multiset of tuples: what is sent on it must be received on it, as often, over all chips and public terms.</summary>
/// <param name="Name">The name in documents and error messages.</param>
/// <param name="Id">The number inside every fingerprint; unique in a chip set, not zero.</param>
/// <param name="Arity">The number of elements of each tuple: one for the whole bus, so that tuples of unequal length never meet.</param>
public sealed record Bus(string Name, uint Id, int Arity);
