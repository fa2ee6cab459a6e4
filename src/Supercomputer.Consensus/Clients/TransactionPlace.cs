using Supercomputer.Consensus.Execution;

namespace Supercomputer.Consensus.Clients;

/// <summary>Where a transaction lies.</summary>
/// <param name="Block">The block, proved against its hash.</param>
/// <param name="Index">The transaction's index in it.</param>
public sealed record TransactionPlace(ExecutionBlock Block, int Index);
