namespace Supercomputer.Consensus.LightClient;

/// <summary>Why something is refused; the default value says that it is not.</summary>
/// <param name="Fault">The rule.</param>
/// <param name="Expected">The number that the rule asks for, where it is about numbers.</param>
/// <param name="Actual">The number found.</param>
public readonly record struct LightClientError(LightClientFault Fault, ulong Expected = 0, ulong Actual = 0)
{
    /// <summary>Whether something is refused.</summary>
    public bool IsError => Fault != LightClientFault.None;

    /// <summary>The reason in words, and what to do where that is known.</summary>
    public override string ToString() => Fault switch
    {
        LightClientFault.None => $"accepted",
        LightClientFault.TooFewSigners => $"at least {Expected} signers expected, actual {Actual}",
        LightClientFault.WrongAttestedExecution => $"the execution branch of the attested header does not lead to its body root",
        LightClientFault.SignatureFromFuture => $"a signature slot of at most {Expected}, the current slot, expected, actual {Actual}: check the clock",
        LightClientFault.SignatureNotAfterAttested => $"a signature slot above {Expected}, the attested slot, expected, actual {Actual}",
        LightClientFault.FinalizedAfterAttested => $"a finalized slot of at most {Expected}, the attested slot, expected, actual {Actual}",
        LightClientFault.WrongPeriod => $"a signature of period {Expected} expected, actual {Actual}: fetch the updates of the periods between",
        LightClientFault.NothingNew => $"an attested slot above {Expected}, or an unknown next committee, expected, actual slot {Actual}",
        LightClientFault.UnprovenFinalizedHeader => $"a finalized header comes without a branch that proves it",
        LightClientFault.WrongFinalizedExecution => $"the execution branch of the finalized header does not lead to its body root",
        LightClientFault.WrongFinalityBranch => $"the finality branch does not lead to the attested state root",
        LightClientFault.UnprovenNextCommittee => $"a next committee comes without a branch that proves it",
        LightClientFault.OtherNextCommittee => $"the next committee is not the one already known for its period",
        LightClientFault.WrongNextCommitteeBranch => $"the next committee's branch does not lead to the attested state root",
        LightClientFault.InvalidCommitteeKey => $"a signer's public key is not a point of the subgroup",
        LightClientFault.WrongSignature => $"the signature of the committee over the attested header is wrong (signers, fork version or network)",
        LightClientFault.OtherCheckpoint => $"the header of slot {Actual} in the bootstrap is not the trusted block: another network, or another checkpoint",
        LightClientFault.WrongCheckpointExecution => $"the execution branch of the checkpoint's header does not lead to its body root",
        LightClientFault.WrongCurrentCommitteeBranch => $"the committee's branch does not lead to the checkpoint's state root",
        LightClientFault.StaleCheckpoint => $"a checkpoint from slot {Expected} on expected, actual slot {Actual}: get a newer one from a source you trust",
        LightClientFault.NotFinalized => $"a finalized slot above {Expected} expected, actual {Actual}",
        LightClientFault.WrongShape => $"an array of {Expected} elements expected, actual {Actual}",
        _ => $"a finalized header of period {Expected} expected while the next committee is unknown, actual {Actual}",
    };
}
