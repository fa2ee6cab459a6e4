namespace Supercomputer.Consensus.Casper;

/// <summary>A vote of a part of a committee, signed together.</summary>
/// <param name="AggregationBits">A bitlist: one bit a member, behind them the bit that marks the end.</param>
/// <param name="Data">The vote.</param>
/// <param name="Signature">The sum of the signatures, 96 bytes.</param>
/// <remarks>Source: consensus-specs, phase0/beacon-chain.md, "Attestation".</remarks>
public sealed record Attestation(byte[] AggregationBits, AttestationData Data, byte[] Signature);
