namespace Supercomputer.Consensus.Casper;

/// <summary>Votes of members of one committee for the same data, under one signature.</summary>
/// <param name="Data">What they voted for.</param>
/// <param name="Bits">One bit a member of the committee, without a mark behind them.</param>
/// <param name="Voters">Whose bits are set, in the order of the bits.</param>
/// <param name="Signature">The sum of their signatures, 96 bytes.</param>
public sealed record CasperVote(AttestationData Data, byte[] Bits, IReadOnlyList<int> Voters, byte[] Signature);
