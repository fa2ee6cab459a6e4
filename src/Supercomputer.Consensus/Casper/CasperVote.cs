namespace Supercomputer.Consensus.Casper;

/// <summary>Votes of members of one committee, or from Electra on of several of a slot, for the same data under one signature.</summary>
/// <param name="Data">What they voted for.</param>
/// <param name="Bits">One bit a member, committee by committee, without a mark behind them.</param>
/// <param name="Voters">Whose bits are set, in the order of the bits.</param>
/// <param name="Signature">The sum of their signatures, 96 bytes.</param>
/// <param name="CommitteeBits">Which committees, in Electra's form of votes; null in the form before it.</param>
public sealed record CasperVote(AttestationData Data, byte[] Bits, IReadOnlyList<int> Voters, byte[] Signature, byte[]? CommitteeBits = null);
