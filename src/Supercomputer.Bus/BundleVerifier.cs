using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;

namespace Supercomputer.Bus;

/// <summary>Verifies bundles: every proof, and that every claim rests on claims that are verified or believed.</summary>
/// <remarks>
/// Statement, for each entry in order: 1. its program is known; 2. the proof is good, of the profile asked for; 3. the run returned; 4. its
/// output is a claim of the program's kind; 5. the public bytes are those of the claim; 6. what it rests on stands before it, or is believed:
/// a FinalizedHeader on a checkpoint, State, Event and Transaction on a header with the same chain, number and hash (State and Event with the
/// same root too), a Computation on the digests that it puts out. Errors: never throws on any bytes.
/// </remarks>
public static class BundleVerifier
{
    /// <summary>The claims, or the first check that failed.</summary>
    /// <param name="bytes">A bundle's bytes.</param>
    /// <param name="trust">What the caller believes.</param>
    public static Checked<VerifiedBundle> Verify(ReadOnlyMemory<byte> bytes, BusTrust trust) =>
        Bundle.Read(bytes).TryGet(out Bundle? bundle, out VerificationError? error) ? Verify(bundle, trust) : error;

    /// <summary>The claims, or the first check that failed.</summary>
    public static Checked<VerifiedBundle> Verify(Bundle bundle, BusTrust trust)
    {
        Dictionary<Digest, BusProgram> programs = [];
        foreach (BusProgram program in BusPrograms.All.Concat(trust.Programs)) programs.TryAdd(program.Key.Digest, program);
        ClaimChain chain = new(trust);
        for (int i = 0; i < bundle.Entries.Count; i++)
        {
            if (Verify(bundle.Entries[i], programs, trust, chain) is { } error) return error with { Check = $"entry {i}: {error.Check}" };
        }

        return new VerifiedBundle(chain.Entries);
    }

    private static VerificationError? Verify(BundleEntry entry, Dictionary<Digest, BusProgram> programs, BusTrust trust, ClaimChain chain)
    {
        // 1. The program is known.
        if (!programs.TryGetValue(entry.Program, out BusProgram? program))
            return new("program", "one of the bus, or one that the verifier names with --program (and --graph, where it is bound to a header claim)", $"digest 0x{entry.Program}");

        // 2. The proof is good.
        if (!MachineVerifier.Verify(trust.Profile, program.Key, entry.Public, default, entry.Proof).TryGet(out Statement? statement, out VerificationError? error))
            return error with { Check = $"{program.Name}: {error.Check}" };

        // 3. The run returned: a trap proves that inputs were refused, not a claim.
        if (statement.Outcome != Outcome.Returned) return new($"{program.Name}: outcome", Outcome.Returned.Message(), statement.Outcome.Message());

        // 4. to 6.
        return chain.Add(program, entry.Public, statement.Output);
    }
}
