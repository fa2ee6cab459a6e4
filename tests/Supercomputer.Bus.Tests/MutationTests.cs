using Supercomputer.Bus.Tests.History;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs;
using Xunit;

namespace Supercomputer.Bus.Tests;

/// <summary>Altered streams: refused by the program, or by what the claim then does not rest on. Nothing else is ever accepted.</summary>
public sealed class MutationTests(ITestOutputHelper log)
{
    private const int MachineRuns = 6;
    private const string Ancestor = "ancestor-proof by ";

    private static readonly int Seed = StreamMutations.Seed, NativeRuns = StreamMutations.NativeRuns;

    public static TheoryData<string> Programs() =>
    [
        "event-proof", "state-proof", "transaction-proof", "event-sum", Ancestor + "parents", Ancestor + "contract", Ancestor + "roots",
        Ancestor + "made history", Ancestor + "history", Ancestor + "bellatrix", Ancestor + "accumulator",
    ];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Ten_thousand_altered_streams_are_refused_natively(string name)
    {
        (BusProgram program, ProgramInputs inputs, BusTrust trust) = Inputs(name);
        byte[] output = Blocks.Run(program, inputs);
        Assert.Null(new ClaimChain(trust).Add(program, inputs.Public, output));
        Random random = new(Seed);
        int refusedByProgram = 0, refusedByChain = 0, same = 0;
        for (int run = 0; run < NativeRuns; run++)
        {
            ProgramInputs altered = StreamMutations.Alter(inputs, random);
            if (!BusProver.RunNatively(program, altered).TryGet(out byte[]? other, out VerificationError? error))
            {
                Assert.NotEmpty(error.Actual);
                refusedByProgram++;
            }
            else if (new ClaimChain(trust).Add(program, altered.Public, other) is not null) refusedByChain++;
            else
            {
                if (altered.Public.Span.SequenceEqual(inputs.Public.Span)) Assert.Equal(output, other); // padding of the private stream says nothing
                else Assert.True(IsAnotherTruth(program, other), $"{name}: another claim, {Convert.ToHexStringLower(other)}");
                same++;
            }
        }

        log.WriteLine($"{name}: {NativeRuns} altered, {refusedByProgram} refused by the program, {refusedByChain} by the chain, {same} true claims");
        Assert.True(refusedByProgram > NativeRuns / 2);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Altered_streams_end_in_the_machine_as_they_do_natively(string name)
    {
        (BusProgram program, ProgramInputs inputs, _) = Inputs(name);
        ExecutionResult good = Executor.Run(program.Key.Program, inputs);
        Assert.Equal(Outcome.Returned, good.Outcome);
        Assert.Equal(Blocks.Run(program, inputs), good.Output);
        Random random = new(Seed + 1);
        for (int run = 0; run < MachineRuns; run++)
        {
            ProgramInputs altered = StreamMutations.Alter(inputs, random);
            bool accepted = BusProver.RunNatively(program, altered).TryGet(out byte[]? output, out _);
            ExecutionResult result = Executor.Run(program.Key.Program, altered);
            Assert.Equal(accepted, result.Outcome == Outcome.Returned);
            if (accepted) Assert.Equal(output, result.Output);
        }
    }

    /// <summary>What the same nodes prove of another request: that another account or slot is absent, what other events sum up to.</summary>
    private static bool IsAnotherTruth(BusProgram program, byte[] output) => program.Kind switch
    {
        ClaimKind.Computation => true,
        ClaimKind.State => ClaimEncoding.TryRead(output, out StateClaim claim, out _) && !(claim.AccountExists && claim.SlotExists),
        _ => false,
    };

    private static (BusProgram Program, ProgramInputs Inputs, BusTrust Trust) Inputs(string name)
    {
        if (name.StartsWith(Ancestor, StringComparison.Ordinal))
        {
            (FinalizedHeaderClaim premise, ProgramInputs inputs) = AncestorCases.Inputs(name[Ancestor.Length..]);
            return (BusPrograms.Ancestor, inputs, AncestorCases.Trust(premise));
        }

        CheckedBlock block = Blocks.Demo();
        int receipt = block.Receipts!.ToList().FindIndex(entry => entry.Logs.Count > 0);
        CheckedAccount account = block.Accounts[0];
        BusTrust trust = Blocks.Trust(block);
        return name switch
        {
            "event-proof" => (BusPrograms.Event, Blocks.Good(BusInputs.Event(block, 1, receipt, 0)), trust),
            "state-proof" => (BusPrograms.State, Blocks.Good(BusInputs.State(block, 1, new(account.Address.Span), new(account.Slots[0].Key.Span))), trust),
            "transaction-proof" => (BusPrograms.Transaction, Blocks.Good(BusInputs.Transaction(block, ChainOf(block), receipt)), Blocks.Trust(block, ChainOf(block))),
            _ => (BusPrograms.EventSum, Blocks.SumOfFirstLog(block, out _), trust),
        };
    }

    /// <summary>The transactions of the sample are of mainnet's id or of another; the claim is of theirs.</summary>
    private static ulong ChainOf(CheckedBlock block) =>
        BusProver.RunNatively(BusPrograms.Transaction, Blocks.Good(BusInputs.Transaction(block, 1, 0))).TryGet(out _, out _) ? 1UL : 31337;
}
