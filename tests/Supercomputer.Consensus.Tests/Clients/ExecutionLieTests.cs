using System.Text.Json.Nodes;
using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Execution;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Consensus.Tests.Clients;

/// <summary>Execution nodes that lie, in one field of one reply at a time.</summary>
public sealed class ExecutionLieTests
{
    private const string NotReturned = "follows from what is proved; not read, not returned", Presence = "its absence only: a value that is given must be right";

    [Fact]
    public async Task Headers_with_a_lie_in_any_field_are_refused()
    {
        byte[] block = Rpc("block.json", out JsonNode json);
        Digest hash = LightClientData.Root(json["hash"]!.GetValue<string>());
        Dictionary<string, string> irrelevant = new()
        {
            [".size"] = NotReturned,
            [".totalDifficulty"] = NotReturned,
            [".uncles"] = "the header's hash of them counts",
            [".uncles[]"] = "the header's hash of them counts",
            [".transactions"] = "not asked for: only the header is returned",
            [".transactions[]"] = "not asked for: only the header is returned",
            [".withdrawals"] = "not asked for: only the header is returned",
            [".withdrawals[]"] = "not asked for: only the header is returned",
            [".index"] = "a withdrawal's; only the header is returned",
            [".validatorIndex"] = "a withdrawal's; only the header is returned",
            [".address"] = "a withdrawal's; only the header is returned",
            [".amount"] = "a withdrawal's; only the header is returned",
        };
        await Tell("header of mainnet block 21925176", "eth_getBlockByHash", block, irrelevant, 3, async client =>
        {
            Answer<ExecutionHeader> answer = await client.GetHeaderAsync(hash);
            return (answer.IsGood ? $"{answer.Value.Hash} {Hex.Encode(answer.Value.Encoding.Span)}" : null, answer.Refusals);
        });
    }

    [Theory]
    [InlineData("17062257", 3)] // types 0 and 2, withdrawals
    [InlineData("19426587", 2)] // type 3: blobs
    [InlineData("22431084", 2)] // type 4: authorizations
    public async Task Whole_blocks_with_a_lie_in_any_field_are_refused(string number, int mostOfEach)
    {
        PortalBlock block = new(number);
        Dictionary<string, string> irrelevant = new()
        {
            [".uncles"] = "the header's hash of them counts",
            [".from"] = "who needs the sender recovers it from the signature; not returned",
            [".v"] = "of typed transactions yParity counts",
            [".yParity"] = "its absence only: then v counts",
            [".type"] = "its absence only, where the type is 0",
            [".hash"] = Presence,
            [".blockHash"] = Presence,
            [".transactionIndex"] = Presence,
        };
        await Tell($"mainnet block {number}, transactions of types {string.Join(", ", block.Types.Distinct().Order())}", "eth_getBlockByHash", block.Block, irrelevant, mostOfEach, async client =>
        {
            Answer<ExecutionBlock> answer = await client.GetBlockAsync(block.Hash);
            return (answer.IsGood ? $"{answer.Value.Header.Hash} {string.Join(' ', answer.Value.Transactions.Select(transaction => transaction.Hash))}" : null, answer.Refusals);
        });
    }

    [Fact]
    public async Task Receipts_with_a_lie_in_any_field_are_refused()
    {
        byte[] receipts = Rpc("receipts.json", out _);
        ExecutionHeader header = Header();
        Dictionary<string, string> irrelevant = new()
        {
            [".transactionHash"] = "receipts are known by their index; a transaction's hash is proved by its block",
            [".effectiveGasPrice"] = NotReturned,
            [".from"] = NotReturned,
            [".to"] = NotReturned,
            [".contractAddress"] = NotReturned,
            [".type"] = "its absence only, where the type is 0",
            [".blockHash"] = Presence,
            [".blockNumber"] = Presence,
            [".transactionIndex"] = Presence,
            [".gasUsed"] = Presence,
            [".logIndex"] = Presence,
            [".removed"] = Presence,
            [".logsBloom"] = Presence,
        };
        await Tell("202 receipts of mainnet block 21925176", "eth_getBlockReceipts", receipts, irrelevant, 2, async client =>
        {
            Answer<IReadOnlyList<ExecutionReceipt>> answer = await client.GetReceiptsAsync(header);
            return (answer.IsGood ? $"{answer.Value.Count} {string.Join(' ', answer.Value.Select(receipt => Keccak256.Hash(receipt.Encoding.Span)))}" : null, answer.Refusals);
        });
    }

    [Theory]
    [InlineData("proof.json")]
    [InlineData("block_miner_proof.json")]
    public async Task Account_proofs_with_a_lie_in_any_field_are_refused(string file)
    {
        byte[] reply = Rpc(file, out JsonNode json);
        ExecutionHeader header = Header();
        byte[] address = LightClientData.Bytes(json["address"]!.GetValue<string>());
        Digest[] keys = [.. json["storageProof"]!.AsArray().Select(slot => LightClientData.Root(slot!["key"]!.GetValue<string>()))];
        await Tell($"account proof {file} with {keys.Length} slots", "eth_getProof", reply, [], 20, async client =>
        {
            Answer<ExecutionAccount> answer = await client.GetAccountAsync(header, address, keys);
            return (answer.IsGood ? $"{answer.Value.Exists} {answer.Value.Nonce} {answer.Value.Balance} {answer.Value.StorageRoot} {answer.Value.CodeHash} {string.Join(' ', answer.Value.Slots.Values)}" : null, answer.Refusals);
        });
    }

    [Fact]
    public async Task Chain_ids_places_and_hashes_with_a_lie_are_outvoted_or_refused()
    {
        PortalBlock block = new("17062257");
        byte[] chain = PortalBlock.Envelope("0x1");
        using HttpClient http = new();
        LieCampaign campaign = new("chain id, one liar of three", new Dictionary<string, string>());
        await campaign.TellAsync("eth_chainId", _ => new(chain), (1, 2), async addresses =>
        {
            Answer<ulong> answer = await new ExecutionClient(http, addresses, LieCampaign.Options).GetChainIdAsync(1);
            return (answer.IsGood ? $"{answer.Value}" : null, answer.Refusals);
        });
        campaign.Finish();

        JsonNode transaction = JsonNode.Parse(block.Block)!["result"]!["transactions"]![3]!;
        Digest hash = LightClientData.Root(transaction["hash"]!.GetValue<string>());
        byte[] found = PortalBlock.Envelope(transaction.DeepClone());
        Dictionary<string, string> irrelevant = transaction.AsObject().Where(field => field.Key != "blockHash")
            .ToDictionary(field => "." + field.Key, _ => "only the block's hash is used; the block proves the rest");
        foreach (string list in (string[])["accessList", "storageKeys", "address"]) irrelevant[$"{list}[]"] = irrelevant["." + list] = "the block proves it";
        LieCampaign places = new("place of a transaction", irrelevant);
        await places.TellAsync("eth_getTransactionByHash", method => new(method == "eth_getTransactionByHash" ? found : block.Block), (1, 0), async addresses =>
        {
            Answer<TransactionPlace> answer = await new ExecutionClient(http, addresses, LieCampaign.Options).FindTransactionAsync(hash);
            return (answer.IsGood ? $"{answer.Value.Block.Header.Hash} {answer.Value.Index}" : null, answer.Refusals);
        });
        places.Finish();

        byte[] raw = [1, 2, 3];
        LieCampaign sent = new("hash of a sent transaction", new Dictionary<string, string>());
        await sent.TellAsync("eth_sendRawTransaction", _ => new(PortalBlock.Envelope($"0x{Keccak256.Hash(raw)}")), (1, 0), async addresses =>
        {
            Answer<Digest> answer = await new ExecutionClient(http, addresses, LieCampaign.Options).SendTransactionAsync(raw);
            return (answer.IsGood ? $"{answer.Value}" : null, answer.Refusals);
        });
        sent.Finish();
    }

    private static async Task Tell(string name, string method, byte[] reply, Dictionary<string, string> irrelevant, int mostOfEach,
        Func<ExecutionClient, Task<(string? Believed, IReadOnlyList<ClientError> Refusals)>> ask)
    {
        using HttpClient http = new();
        LieCampaign campaign = new(name, irrelevant, mostOfEach);
        await campaign.TellAsync(method, asked => asked == method ? new(reply) : Reply.Missing, (1, 0), addresses => ask(new(http, addresses, LieCampaign.Options)));
        campaign.Finish();
    }

    private static byte[] Rpc(string file, out JsonNode result)
    {
        result = JsonNode.Parse(File.ReadAllBytes(Vectors.Path("ethereum", "rpc-mainnet", file)))!;
        return PortalBlock.Envelope(result.DeepClone());
    }

    private static ExecutionHeader Header()
    {
        using System.Text.Json.JsonDocument block = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Vectors.Path("ethereum", "rpc-mainnet", "block.json")));
        Digest hash = LightClientData.Root(block.RootElement.GetProperty("hash").GetString()!);
        Assert.Null(ExecutionProofs.TryReadHeader(block.RootElement, hash, out ExecutionHeader? header));
        return header!;
    }
}
