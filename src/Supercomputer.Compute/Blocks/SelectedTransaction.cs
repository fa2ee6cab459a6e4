namespace Supercomputer.Compute.Blocks;

/// <summary>A transaction that a zkGraph wants.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Sender">Its sender, recovered from the signature: 20 bytes.</param>
internal sealed record SelectedTransaction(Transaction Transaction, ReadOnlyMemory<byte> Sender);
