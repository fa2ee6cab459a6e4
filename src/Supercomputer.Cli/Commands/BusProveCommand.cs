using System.CommandLine;
using Supercomputer.Bus;
using Supercomputer.Compute.Blocks;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc bus event|state|transaction|event-sum</c>: proves a claim about a block and writes it as a bundle.</summary>
internal static class BusProveCommand
{
    public static Option<string> Block() =>
        new("--block") { Description = "block file: YAML, or JSON-RPC answers (with eth_getProof for states)", Required = true };

    public static Option<ulong> Chain() => new("--chain") { Description = "the chain's id", DefaultValueFactory = _ => 1 };

    public static Option<string?> After() => new("--after") { Description = "a bundle whose proofs come first: what the claim rests on" };

    public static Command Event()
    {
        Option<int> transaction = new("--transaction") { Description = "which transaction of the block, from 0", Required = true };
        Option<int> log = new("--log") { Description = "which log of the transaction, from 0", Required = true };
        return Create("event", "Prove that a log is in a block", BusPrograms.Event, [transaction, log], (parsed, block, chain) =>
            BusInputs.Event(block, chain, parsed.GetValue(transaction), parsed.GetValue(log)));
    }

    public static Command State()
    {
        Option<string> account = new("--account") { Description = "the account's address", Required = true };
        Option<string?> slot = new("--slot") { Description = "one of its storage slots; without it the account itself is proved" };
        return Create("state", "Prove an account or a storage slot after a block, or their absence", BusPrograms.State, [account, slot], (parsed, block, chain) =>
            BusInputs.State(
                block, chain, TrustOptions.ReadAddress(parsed.GetValue(account)!, "--account"),
                parsed.GetValue(slot) is { } text ? TrustOptions.ReadSlot(text) : null));
    }

    public static Command Transaction()
    {
        Option<int> index = new("--transaction") { Description = "which transaction of the block, from 0", Required = true };
        return Create("transaction", "Prove that a transaction is in a block", BusPrograms.Transaction, [index], (parsed, block, chain) =>
            BusInputs.Transaction(block, chain, parsed.GetValue(index)));
    }

    public static Command EventSum()
    {
        Option<string> contract = new("--contract") { Description = "the contract whose logs are counted", Required = true };
        Option<string> topic = new("--topic") { Description = "their first topic: the hash of the event's signature", Required = true };
        Option<string> header = new("--header") { Description = "file with the FinalizedHeader claim that the proof rests on", Required = true };
        return Create("event-sum", "Prove count and sum of a contract's events over all receipts of a finalized block", BusPrograms.EventSum, [contract, topic, header], (parsed, block, _) =>
        {
            byte[] input = BusRequest.EventSumInput(
                TrustOptions.ReadAddress(parsed.GetValue(contract)!, "--contract"), TrustOptions.ReadDigest(parsed.GetValue(topic)!, "--topic"));
            return BusInputs.Computation(block, TrustOptions.ReadHeader(parsed.GetValue(header)!), BusPrograms.EventSum.Key.Digest, input);
        });
    }

    private static Command Create(
        string name, string description, BusProgram program, Option[] own, Func<ParseResult, CheckedBlock, ulong, Checked<ProgramInputs>> inputs)
    {
        Option<string> block = Block();
        Option<ulong> chain = Chain();
        BundleOutput bundle = new();
        Command command = new(name, description) { block, chain };
        bundle.AddTo(command);
        foreach (Option option in own) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            _ = bundle.First(parsed); // a bundle that is none is said before the block is read
            CheckedBlock read = BlockStreams.ReadBlock(parsed.GetValue(block)!);
            if (!inputs(parsed, read, parsed.GetValue(chain)).TryGet(out ProgramInputs? streams, out VerificationError? error))
                throw new CommandFailure($"{parsed.GetValue(block)}: {error}");
            return bundle.Prove(parsed, program, streams);
        });
        return command;
    }
}
