namespace Supercomputer.Consensus.Execution;

/// <summary>A block whose transactions and withdrawals were checked against its header.</summary>
/// <param name="Header">The header.</param>
/// <param name="Transactions">All transactions, in order.</param>
/// <param name="Withdrawals">The RLP of all withdrawals, in order; none before Shanghai.</param>
public sealed record ExecutionBlock(
    ExecutionHeader Header, IReadOnlyList<ExecutionTransaction> Transactions, IReadOnlyList<ReadOnlyMemory<byte>> Withdrawals);
