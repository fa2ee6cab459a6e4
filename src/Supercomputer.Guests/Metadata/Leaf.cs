namespace Supercomputer.Guests.Metadata;

/// <summary>A scalar at an offset of a struct.</summary>
internal readonly record struct Leaf(int Offset, TypeDesc Type);
