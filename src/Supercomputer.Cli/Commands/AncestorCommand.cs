using System.CommandLine;
using Supercomputer.Bus;
using Supercomputer.Bus.History;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Execution;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Proofs;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc bus ancestor</c>: proves that an older block is an ancestor of a finalized one, so that claims may rest on it.</summary>
internal sealed class AncestorCommand
{
    private readonly Option<string?> header = new("--header") { Description = "file with the FinalizedHeader claim to rest on; default: the last one of --after" };
    private readonly Option<string[]> headers = new("--headers")
    {
        Description = "by parent hashes: the headers from the claim's block back to the older one (block files, Portal headers, or files of RLP in hexadecimal, one a line)",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> execution = new("--execution") { Description = "by parent hashes: fetch the headers from this JSON-RPC interface, repeatable; with --number" };
    private readonly Option<ulong?> number = new("--number") { Description = "with --execution: the older block's number" };
    private readonly Option<string?> contract = new("--contract") { Description = "by the history contract (EIP-2935): the claim's block file with the answer of eth_getProof for it; with --block" };
    private readonly Option<string?> block = new("--block") { Description = "the older block's file" };
    private readonly Option<string?> old = new("--old")
    {
        Description = "the older header with its proof as the Portal network carries it (SSZ or YAML): before the merge nothing more is needed, since then --state and --beacon-header",
    };

    private readonly Option<string?> beaconBlock = new("--beacon-block") { Description = "in place of --old: the reply of light_client/bootstrap for the older beacon block, or an update that finalizes it; with --block" };
    private readonly Option<string?> state = new("--state") { Description = "the beacon state after the claim's block (SSZ, a node's debug/beacon/states)" };
    private readonly Option<string?> beaconHeader = new("--beacon-header") { Description = "the reply of beacon/headers for the claim's beacon block" };
    private readonly Option<string?> spec = new("--spec") { Description = "the reply of /eth/v1/config/spec (default: mainnet)" };
    private readonly Option<string?> genesis = new("--genesis") { Description = "the reply of /eth/v1/beacon/genesis; with --spec" };
    private readonly BundleOutput bundle = new();

    public static Command Create()
    {
        AncestorCommand options = new();
        Command command = new("ancestor", "Prove that an older block is an ancestor of a finalized one: claims may then rest on it");
        foreach (Option option in (Option[])[
            options.header, options.headers, options.execution, options.number, options.contract, options.block, options.old, options.beaconBlock, options.state,
            options.beaconHeader, options.spec, options.genesis])
            command.Options.Add(option);
        options.bundle.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            FinalizedHeaderClaim claim = options.Premise(parsed);
            return options.bundle.Prove(parsed, BusPrograms.Ancestor, await options.ReadAsync(parsed, claim, cancellation).ConfigureAwait(false));
        });
        return command;
    }

    private FinalizedHeaderClaim Premise(ParseResult parsed)
    {
        if (parsed.GetValue(header) is { } path) return TrustOptions.ReadHeader(path);
        return bundle.LastHeader(parsed)
            ?? throw new CommandFailure("bus ancestor: --after BUNDLE with a proof of a FinalizedHeader claim, or --header FILE with a claim that the verifier believes", CommandFailure.Usage);
    }

    private async Task<ProgramInputs> ReadAsync(ParseResult parsed, FinalizedHeaderClaim claim, CancellationToken cancellation)
    {
        bool[] ways = [parsed.GetValue(headers) is { Length: > 0 }, parsed.GetValue(execution) is { Length: > 0 }, parsed.GetValue(contract) is not null, parsed.GetValue(old) is not null, parsed.GetValue(beaconBlock) is not null];
        if (ways.Count(way => way) != 1)
            throw new CommandFailure("bus ancestor: one of --headers, --execution, --contract, --old and --beacon-block, which say by which way the block is found", CommandFailure.Usage);
        if (ways[0]) return AncestorInputs.ParentHashes(claim, [.. parsed.GetValue(headers)!.SelectMany(HistoryFiles.Headers)]);
        if (ways[1]) return await FetchAsync(parsed, claim, cancellation).ConfigureAwait(false);
        if (ways[2]) return ByContract(claim, parsed.GetValue(contract)!, Needed(parsed, block));
        return ways[3] ? ByPortal(parsed, claim, parsed.GetValue(old)!) : ByBeaconBlock(parsed, claim, parsed.GetValue(beaconBlock)!);
    }

    /// <summary>Headers by parent hashes, each proved by its hash: an endpoint cannot lie.</summary>
    private async Task<ProgramInputs> FetchAsync(ParseResult parsed, FinalizedHeaderClaim claim, CancellationToken cancellation)
    {
        if (parsed.GetValue(number) is not { } target || target >= claim.BlockNumber)
            throw new CommandFailure($"--number: a block before {claim.BlockNumber} (the claim's) expected, actual {parsed.GetValue(number)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}", CommandFailure.Usage);
        using HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
        ExecutionClient client = new(http, FollowCommand.Addresses(parsed.GetValue(execution), "--execution"));
        List<ReadOnlyMemory<byte>> run = [];
        Digest next = claim.BlockHash;
        for (ulong at = claim.BlockNumber; at >= target; at--)
        {
            ExecutionHeader fetched = FollowCommand.Good(await client.GetHeaderAsync(next, cancellation).ConfigureAwait(false));
            run.Add(fetched.Encoding);
            next = fetched.ParentHash;
            if (at == 0) break;
        }

        return AncestorInputs.ParentHashes(claim, run);
    }

    private static ProgramInputs ByContract(FinalizedHeaderClaim claim, string proofs, string older)
    {
        CheckedBlock newest = BlockStreams.ReadBlock(proofs), oldest = BlockStreams.ReadBlock(older);
        if (newest.Header.StateRoot != claim.StateRoot) throw new CommandFailure($"{proofs}: state root: expected 0x{claim.StateRoot} (the claim's), actual 0x{newest.Header.StateRoot}");
        Digest slot = AncestorInputs.HistorySlot(oldest.Header.Number);
        CheckedAccount? account = newest.Accounts.FirstOrDefault(entry => entry.Address.Span.SequenceEqual(AncestorInputs.HistoryContractAddress.ToArray()));
        CheckedSlot? found = account?.Slots.FirstOrDefault(entry => entry.Key.Span.SequenceEqual(slot.ToArray()));
        if (account is null || found is null)
            throw new CommandFailure($"{proofs}: expected a proof of slot 0x{slot} of {AncestorInputs.HistoryContractAddress}, actual none; add the answer of eth_getProof");
        return AncestorInputs.HistoryContract(claim, oldest.Header.Encoding, account.Proof, found.Proof);
    }

    private ProgramInputs ByPortal(ParseResult parsed, FinalizedHeaderClaim claim, string path)
    {
        HeaderWithProof read = HistoryFiles.Portal(path);
        if (BeaconPlace.Of(read) is not { } place) return Good(path, AncestorInputs.Accumulator(claim, read));
        ZkPosNetwork network = FinalizedCommand.Network(parsed.GetValue(spec), parsed.GetValue(genesis)).ToNetwork();
        string statePath = Needed(parsed, state);
        return Good(statePath, AncestorInputs.State(claim, network, HistoryFiles.BeaconHeader(Needed(parsed, beaconHeader)), HistoryFiles.State(statePath, network.Config), place, read.PeriodBranch));
    }

    private ProgramInputs ByBeaconBlock(ParseResult parsed, FinalizedHeaderClaim claim, string path)
    {
        ZkPosNetwork network = FinalizedCommand.Network(parsed.GetValue(spec), parsed.GetValue(genesis)).ToNetwork();
        string statePath = Needed(parsed, state);
        BeaconPlace place = BeaconPlace.Of(HistoryFiles.LightClientHeader(path, network.Config.Preset), BlockStreams.ReadBlock(Needed(parsed, block)).Header.Encoding, network.Config);
        return Good(statePath, AncestorInputs.State(claim, network, HistoryFiles.BeaconHeader(Needed(parsed, beaconHeader)), HistoryFiles.State(statePath, network.Config), place, []));
    }

    private static string Needed(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) ?? throw new CommandFailure($"bus ancestor: this way needs {option.Name}: {option.Description}", CommandFailure.Usage);

    private static ProgramInputs Good(string path, Checked<ProgramInputs> inputs) =>
        inputs.TryGet(out ProgramInputs? good, out VerificationError? error) ? good : throw new CommandFailure($"{path}: {error}");
}
