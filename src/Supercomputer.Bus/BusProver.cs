using Supercomputer.Claims;
using Supercomputer.Guests;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;

namespace Supercomputer.Bus;

/// <summary>Proves claims: the program runs natively first, which says why inputs are refused, then in the machine.</summary>
public static class BusProver
{
    /// <summary>The output of a native run, or the reason why the program refuses its inputs.</summary>
    public static Checked<byte[]> RunNatively(BusProgram program, ProgramInputs inputs)
    {
        if (program.Native is not { } entry) return new VerificationError(program.Name, "a program that runs natively", "a module alone");
        try
        {
            return GuestRun.Execute(entry, inputs.Public.ToArray(), inputs.Disclosed.ToArray(), inputs.Private.ToArray()).Output;
        }
        catch (GuestTrapException trap)
        {
            return new VerificationError(program.Name, "inputs that the program accepts", trap.Message);
        }
    }

    /// <summary>A proof of the run, or why there is none: inputs that the program refuses are not proved.</summary>
    /// <param name="program">The program.</param>
    /// <param name="inputs">Its streams.</param>
    /// <param name="options">Profile, memory limit and progress.</param>
    public static Checked<ProveReport> Prove(BusProgram program, ProgramInputs inputs, ProveOptions options)
    {
        byte[]? native = null;
        if (program.Native is not null && !RunNatively(program, inputs).TryGet(out native, out VerificationError? error)) return error;
        if (!MachineProver.Prove(program.Key, inputs, options).TryGet(out ProveReport? report, out error)) return error;
        if (report.Statement.Outcome != Outcome.Returned)
            return new VerificationError(program.Name, Outcome.Returned.Message(), report.Statement.Outcome.Message());
        if (native is not null && !report.Statement.Output.Span.SequenceEqual(native))
            return new VerificationError(program.Name, $"the native run's output {Convert.ToHexStringLower(native)}", Convert.ToHexStringLower(report.Statement.Output.Span));
        return report;
    }

    /// <summary>Why a verifier who believes a header would refuse what a proof puts out, or null.</summary>
    public static VerificationError? Refuse(BusProgram program, ProveReport report, FinalizedHeaderClaim header) =>
        new ClaimChain(new() { Headers = [header] }).Add(program, report.Statement.Public, report.Statement.Output);

    /// <summary>The last FinalizedHeader claim that proofs put out: each proof is checked, what the claims rest on is not, which is the verifier's to do.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static VerificationError? LastHeader(IReadOnlyList<BundleEntry> entries, ProofProfile profile, out FinalizedHeaderClaim claim)
    {
        claim = default;
        bool isFound = false;
        foreach (BundleEntry entry in entries)
        {
            if (BusPrograms.All.FirstOrDefault(known => known.Key.Digest == entry.Program) is not { Kind: ClaimKind.FinalizedHeader } program) continue;
            if (!MachineVerifier.Verify(profile, program.Key, entry.Public, default, entry.Proof).TryGet(out Statement? statement, out VerificationError? error))
                return error with { Check = $"{program.Name}: {error.Check}" };
            int length = Math.Min(FinalizedHeaderClaim.WordCount * ClaimWriter.WordBytes, statement.Output.Length);
            if (!ClaimEncoding.TryRead(statement.Output[..length], out claim, out string? wrong))
                return new($"{program.Name}: output", $"a {ClaimKind.FinalizedHeader} claim", wrong);
            isFound = true;
        }

        return isFound ? null : new("bundle", "a proof of a FinalizedHeader claim", "none");
    }

    /// <summary>Why a verifier who believes a header would refuse a run of the program, or null: it is run in the machine and not proved.</summary>
    public static VerificationError? Refuse(BusProgram program, ProgramInputs inputs, FinalizedHeaderClaim header)
    {
        ExecutionResult run = Executor.Run(program.Key.Program, inputs);
        return run.Outcome == Outcome.Returned
            ? new ClaimChain(new() { Headers = [header] }).Add(program, inputs.Public, run.Output)
            : new(program.Name, Outcome.Returned.Message(), run.Outcome.Message());
    }

    /// <summary>The entry of a bundle that carries a proof.</summary>
    public static BundleEntry Entry(BusProgram program, ProveReport report) => new(program.Key.Digest, report.Statement.Public, report.Proof);
}
