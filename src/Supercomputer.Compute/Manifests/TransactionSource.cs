namespace Supercomputer.Compute.Manifests;

/// <summary>Transactions that a zkGraph wants.</summary>
/// <param name="From">Their sender, 20 bytes; null for any.</param>
/// <param name="To">Whom they call, 20 bytes; null for any, and for those that create a contract.</param>
public sealed record TransactionSource(ReadOnlyMemory<byte>? From, ReadOnlyMemory<byte>? To);
