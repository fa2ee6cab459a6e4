namespace Supercomputer.Bus.ZkPos;

/// <summary>What a run of the zkPoS guest reads.</summary>
/// <param name="Public">The chain and what is trusted: part of the statement.</param>
/// <param name="Private">Updates and hints: only the prover has them.</param>
public sealed record ZkPosStreams(byte[] Public, byte[] Private);
