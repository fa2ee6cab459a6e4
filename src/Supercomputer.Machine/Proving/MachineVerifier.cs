using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Segments;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Serialization;

namespace Supercomputer.Machine.Proving;

/// <summary>Verifies that a program's run ended as a proof says.</summary>
/// <remarks>Errors: never throws on any proof; time and memory are bounded by key, streams and proof size. Soundness: the caller brings
/// the key (or the module it is made from) and the streams; everything else is claimed by the proof and checked here.
/// The result is the statement that the caller may rely on: outcome, outputs, steps.</remarks>
public static class MachineVerifier
{
    /// <summary>The verified statement of a proof of 128 bits, or the check that failed.</summary>
    /// <param name="key">The verifying key.</param>
    /// <param name="publicBytes">The public bytes P.</param>
    /// <param name="disclosed">The disclosed stream S.</param>
    /// <param name="proof">The proof file.</param>
    public static Checked<Statement> Verify(
        VerifyingKey key, ReadOnlyMemory<byte> publicBytes, ReadOnlyMemory<byte> disclosed, ReadOnlyMemory<byte> proof) =>
        Verify(ProofProfile.Bits128, key, publicBytes, disclosed, proof);

    /// <summary>The verified statement of a proof of one profile, or the check that failed.</summary>
    /// <param name="profile">The profile that the proof must have; no other is accepted, not a stronger one either.</param>
    /// <param name="key">The verifying key.</param>
    /// <param name="publicBytes">The public bytes P.</param>
    /// <param name="disclosed">The disclosed stream S.</param>
    /// <param name="proof">The proof file.</param>
    public static Checked<Statement> Verify(
        ProofProfile profile, VerifyingKey key, ReadOnlyMemory<byte> publicBytes, ReadOnlyMemory<byte> disclosed, ReadOnlyMemory<byte> proof)
    {
        ProofReader reader = new(proof);
        if (!ProofHeader.Read(reader, profile, key, publicBytes, disclosed).TryGet(out ProofHeader.Contents? header, out VerificationError? error))
            return error;
        Statement statement = header.Statement;
        if (StatementRules.CheckEnd(statement, key.Program.Limits.Fuel) is { } refused) return refused;
        if (header.Segments > 1)
            return SegmentedVerifier.Verify(profile, key, statement, header.Segments, reader) is { } failed ? failed : statement;
        if (StatementRules.CheckOne(statement, StatementRules.GreatestCost(key.Program)) is { } tooLong) return tooLong;
        MachineChips chips = MachineChips.For(key.Program, publicBytes.Span, disclosed.Span);
        IReadOnlyList<PublicTerm> terms = chips.PublicTerms(
            statement.Output.Span, statement.Outcome, statement.Steps, statement.InstructionCount);
        error = profile.Verify(chips, terms, new(ProofHeader.Begin(profile, statement, key.Program.Limits.Fuel), reader));
        return error is null ? statement : error;
    }
}
