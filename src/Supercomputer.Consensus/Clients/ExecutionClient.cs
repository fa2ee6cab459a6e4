using System.Globalization;
using System.Text.Json;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.Execution;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;

namespace Supercomputer.Consensus.Clients;

/// <summary>Asks execution nodes over JSON-RPC.</summary>
/// <remarks>
/// Soundness: blocks, receipts, accounts and transactions are proved against a block hash or header that the caller has verified, so
/// one honest endpoint is enough; the chain id is what a quorum says. No method throws but for the caller's cancellation.
/// Source: ethereum/execution-apis.
/// </remarks>
public sealed class ExecutionClient
{
    private readonly EndpointSet endpoints;

    /// <summary>Takes the endpoints in the order of preference.</summary>
    /// <param name="http">The connection; its own time-out should be longer than that of the options.</param>
    /// <param name="addresses">At least one.</param>
    /// <param name="options">Patience and bounds; the defaults when null.</param>
    public ExecutionClient(HttpClient http, IReadOnlyList<Uri> addresses, ClientOptions? options = null) => endpoints = new(http, addresses, options ?? new());

    /// <summary>The chain id that a quorum of the endpoints has.</summary>
    /// <param name="expected">The id that it must be, where the caller knows it.</param>
    /// <param name="cancellation">Stops asking.</param>
    public Task<Answer<ulong>> GetChainIdAsync(ulong? expected = null, CancellationToken cancellation = default) =>
        endpoints.AgreedAsync("eth_chainId", async endpoint =>
        {
            Answer<JsonElement> result = await CallAsync(endpoint, "eth_chainId", "[]", cancellation).ConfigureAwait(false);
            if (!result.IsGood) return result.As<ulong>();
            JsonFields fields = new(JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["result"] = result.Value }), "reply");
            ulong id = fields.Quantity("result");
            if (fields.Error is not null) return Answer<ulong>.Refused(ClientError.Malformed(endpoint.Name, "eth_chainId", fields.Error));
            return expected is null || id == expected
                ? Answer<ulong>.Good(id)
                : Answer<ulong>.Refused(new(endpoint.Name, "eth_chainId", ClientFault.WrongNetwork, $"chain {expected}", $"chain {id}", "name an endpoint of that chain"));
        }, static id => id.ToString(CultureInfo.InvariantCulture));

    /// <summary>The header with a hash.</summary>
    public Task<Answer<ExecutionHeader>> GetHeaderAsync(Digest hash, CancellationToken cancellation = default) =>
        ProvenAsync("eth_getBlockByHash", $"[\"0x{hash}\",false]", json =>
            (ExecutionProofs.TryReadHeader(json, hash, out ExecutionHeader? header), header), cancellation);

    /// <summary>The block with a hash, its transactions whole.</summary>
    public Task<Answer<ExecutionBlock>> GetBlockAsync(Digest hash, CancellationToken cancellation = default) =>
        ProvenAsync("eth_getBlockByHash", $"[\"0x{hash}\",true]", json =>
            (ExecutionProofs.TryReadBlock(json, hash, out ExecutionBlock? block), block), cancellation);

    /// <summary>All receipts of a verified header's block.</summary>
    public Task<Answer<IReadOnlyList<ExecutionReceipt>>> GetReceiptsAsync(ExecutionHeader header, CancellationToken cancellation = default) =>
        ProvenAsync("eth_getBlockReceipts", $"[\"{Number(header)}\"]", json =>
            (ExecutionProofs.TryReadReceipts(json, header, out IReadOnlyList<ExecutionReceipt> receipts), receipts), cancellation)!;

    /// <summary>An account, or its absence, and slots of its storage in the state of a verified header.</summary>
    /// <param name="header">The verified header.</param>
    /// <param name="address">20 bytes.</param>
    /// <param name="keys">Storage keys.</param>
    /// <param name="cancellation">Stops asking.</param>
    public Task<Answer<ExecutionAccount>> GetAccountAsync(
        ExecutionHeader header, ReadOnlyMemory<byte> address, IReadOnlyList<Digest> keys, CancellationToken cancellation = default) =>
        ProvenAsync("eth_getProof", $"[\"{Hex.Encode(address.Span)}\",[{string.Join(',', keys.Select(static key => $"\"0x{key}\""))}],\"{Number(header)}\"]", json =>
            (ExecutionProofs.TryReadAccount(json, header.StateRoot, address.Span, keys, out ExecutionAccount? account), account), cancellation);

    /// <summary>The block that holds a transaction, found by what endpoints say and then proved whole, with the transaction's place in it.</summary>
    /// <remarks>Soundness: that the block is part of the chain is not shown here; see <see cref="GetAncestorAsync"/>.</remarks>
    public Task<Answer<TransactionPlace>> FindTransactionAsync(Digest hash, CancellationToken cancellation = default) =>
        endpoints.FirstProvenAsync(async endpoint =>
        {
            const string method = "eth_getTransactionByHash";
            Answer<JsonElement> result = await CallAsync(endpoint, method, $"[\"0x{hash}\"]", cancellation).ConfigureAwait(false);
            if (!result.IsGood) return result.As<TransactionPlace>();
            JsonFields fields = new(result.Value, "transaction");
            if (!fields.HasValue("blockHash") && fields.Error is null)
                return Answer<TransactionPlace>.Refused(new(endpoint.Name, method, ClientFault.Absent, "a transaction in a block", "one that waits", "ask again later"));
            Digest blockHash = fields.Digest("blockHash");
            if (fields.Error is not null) return Answer<TransactionPlace>.Refused(ClientError.Malformed(endpoint.Name, method, fields.Error));
            Answer<ExecutionBlock> block = await GetBlockAsync(blockHash, cancellation).ConfigureAwait(false);
            if (!block.IsGood) return block.As<TransactionPlace>();
            int index = block.Value.Transactions.TakeWhile(transaction => transaction.Hash != hash).Count();
            return index < block.Value.Transactions.Count
                ? Answer<TransactionPlace>.Good(new(block.Value, index))
                : Answer<TransactionPlace>.Refused(ClientError.Unproven(endpoint.Name, method, $"block 0x{blockHash}, which does not hold the transaction"));
        });

    /// <summary>The ancestor of a verified header at a number, by parent hashes.</summary>
    /// <param name="header">The verified header.</param>
    /// <param name="number">The ancestor's number.</param>
    /// <param name="mostSteps">How far to go at most.</param>
    /// <param name="cancellation">Stops asking.</param>
    public async Task<Answer<ExecutionHeader>> GetAncestorAsync(ExecutionHeader header, ulong number, int mostSteps, CancellationToken cancellation = default)
    {
        if (number > header.Number || header.Number - number > (ulong)mostSteps)
            return Answer<ExecutionHeader>.Refused(new("all endpoints", "eth_getBlockByHash", ClientFault.Absent,
                $"a number from {(header.Number > (ulong)mostSteps ? header.Number - (ulong)mostSteps : 0)} to {header.Number}", $"{number}", "begin at a header that is nearer"));
        List<ClientError> refusals = [];
        ExecutionHeader at = header;
        while (at.Number > number)
        {
            Answer<ExecutionHeader> parent = await GetHeaderAsync(at.ParentHash, cancellation).ConfigureAwait(false);
            if (!parent.IsGood) return parent.After(refusals);
            refusals.AddRange(parent.Refusals);
            at = parent.Value;
        }

        return Answer<ExecutionHeader>.Good(at, refusals);
    }

    /// <summary>Sends a signed transaction to all endpoints.</summary>
    /// <returns>Its hash, when at least one took it.</returns>
    public async Task<Answer<Digest>> SendTransactionAsync(ReadOnlyMemory<byte> encoding, CancellationToken cancellation = default)
    {
        const string method = "eth_sendRawTransaction";
        Digest hash = Keccak256.Hash(encoding.Span);
        IReadOnlyList<Answer<Digest>> answers = await endpoints.AllAsync(async endpoint =>
        {
            Answer<JsonElement> result = await CallAsync(endpoint, method, $"[\"{Hex.Encode(encoding.Span)}\"]", cancellation).ConfigureAwait(false);
            if (!result.IsGood) return result.As<Digest>();
            string? said = result.Value.ValueKind == JsonValueKind.String ? result.Value.GetString() : null;
            return string.Equals(said, $"0x{hash}", StringComparison.OrdinalIgnoreCase)
                ? Answer<Digest>.Good(hash)
                : Answer<Digest>.Refused(ClientError.Unproven(endpoint.Name, method, $"hash {said ?? "none"} for transaction 0x{hash}"));
        }).ConfigureAwait(false);
        ClientError[] refusals = [.. answers.SelectMany(static answer => answer.Refusals)];
        return answers.Any(static answer => answer.IsGood) ? Answer<Digest>.Good(hash, refusals) : Answer<Digest>.Refused(refusals[0], refusals);
    }

    private static string Number(ExecutionHeader header) => string.Create(CultureInfo.InvariantCulture, $"0x{header.Number:x}");

    private Task<Answer<T>> ProvenAsync<T>(string method, string parameters, Func<JsonElement, (string? Error, T? Value)> read, CancellationToken cancellation)
        where T : class =>
        endpoints.FirstProvenAsync(async endpoint =>
        {
            Answer<JsonElement> result = await CallAsync(endpoint, method, parameters, cancellation).ConfigureAwait(false);
            if (!result.IsGood) return result.As<T>();
            (string? error, T? value) = read(result.Value);
            return error is null ? Answer<T>.Good(value!) : Answer<T>.Refused(ClientError.Unproven(endpoint.Name, method, error));
        });

    /// <summary>The result of a call: envelope and id must be right, and the result not null.</summary>
    private static async Task<Answer<JsonElement>> CallAsync(HttpEndpoint endpoint, string method, string parameters, CancellationToken cancellation)
    {
        const int id = 1;
        string body = $"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"{method}\",\"params\":{parameters}}}";
        Answer<JsonElement> reply = await endpoint.PostJsonAsync(method, System.Text.Encoding.UTF8.GetBytes(body), cancellation).ConfigureAwait(false);
        if (!reply.IsGood) return reply;
        JsonElement json = reply.Value;
        Answer<JsonElement> Malformed(string reason) => Answer<JsonElement>.Refused(ClientError.Malformed(endpoint.Name, method, reason));
        if (json.ValueKind != JsonValueKind.Object) return Malformed($"{json.ValueKind} in place of an object");
        if (!json.TryGetProperty("jsonrpc", out JsonElement version) || version.ValueKind != JsonValueKind.String || !version.ValueEquals("2.0")) return Malformed("no jsonrpc 2.0");
        if (!json.TryGetProperty("id", out JsonElement said) || said.ValueKind != JsonValueKind.Number || !said.TryGetInt32(out int number) || number != id)
            return Malformed("another id than the request's");
        if (json.TryGetProperty("error", out JsonElement error) && error.ValueKind != JsonValueKind.Null)
        {
            string text = error.GetRawText();
            return Answer<JsonElement>.Refused(new(endpoint.Name, method, ClientFault.Failed, "a result", text.Length <= 200 ? text : text[..200], "see the node's log"));
        }

        if (!json.TryGetProperty("result", out JsonElement result)) return Malformed("neither result nor error");
        return result.ValueKind == JsonValueKind.Null
            ? Answer<JsonElement>.Refused(new(endpoint.Name, method, ClientFault.Absent, "a result", "null", "ask another endpoint, or later"))
            : Answer<JsonElement>.Good(result);
    }
}
