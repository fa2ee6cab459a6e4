namespace Supercomputer.Consensus.Casper;

/// <summary>A vote of a part of a committee, or from Electra on of several committees of a slot, signed together.</summary>
/// <param name="AggregationBits">A bitlist: one bit a member, committee by committee, behind them the bit that marks the end.</param>
/// <param name="Data">The vote.</param>
/// <param name="Signature">The sum of the signatures, 96 bytes.</param>
/// <param name="CommitteeBits">Which committees of the slot, from Electra on (EIP-7549); null before, where the data has the one committee's index.</param>
/// <remarks>Source: consensus-specs, phase0/beacon-chain.md and electra/beacon-chain.md, "Attestation".</remarks>
public sealed record Attestation(byte[] AggregationBits, AttestationData Data, byte[] Signature, byte[]? CommitteeBits = null);
