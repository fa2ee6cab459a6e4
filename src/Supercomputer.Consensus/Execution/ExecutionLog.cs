using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Consensus.Execution;

/// <summary>One log entry of a receipt.</summary>
/// <param name="Address">The contract that wrote it, 20 bytes.</param>
/// <param name="Topics">Its topics.</param>
/// <param name="Data">Its data.</param>
public sealed record ExecutionLog(ReadOnlyMemory<byte> Address, IReadOnlyList<Digest> Topics, ReadOnlyMemory<byte> Data);
