using System.Buffers.Binary;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Tries;
using Supercomputer.Machine.Execution;
using Supercomputer.Primitives.Rlp;
using Supercomputer.Proofs;
using Xunit;

namespace Supercomputer.Bus.Tests;

/// <summary>What a prover may try: each is refused with its reason.</summary>
public sealed class RefusalTests
{
    private static readonly CheckedBlock Block = Blocks.Demo();

    private static IReadOnlyList<ReadOnlyMemory<byte>> Receipts => [.. Block.Receipts!.Select(receipt => receipt.Encoding)];

    private static int WithLogs => Block.Receipts!.ToList().FindIndex(receipt => receipt.Logs.Count > 0);

    [Fact]
    public void Indices_that_the_block_does_not_have_are_refused_before_and_inside_the_program()
    {
        Assert.False(BusInputs.Event(Block, 1, Receipts.Count, 0).TryGet(out _, out VerificationError? error));
        Assert.Equal("transaction index", error!.Check);
        Assert.False(BusInputs.Event(Block, 1, WithLogs, 99).TryGet(out _, out error));
        Assert.Equal("log index", error!.Check);
        Assert.False(BusInputs.Transaction(Block, 1, -1).TryGet(out _, out error));
        Assert.Equal("transaction index", error!.Check);

        Assert.Equal("the block has no transaction with this index", Refused(BusInputs.Event(Block.Header.Encoding, 1, Receipts, Receipts.Count, 0)));
        Assert.Equal("the receipt has no log with this index", Refused(BusInputs.Event(Block.Header.Encoding, 1, Receipts, WithLogs, 99)));
        ProgramInputs far = Good() with { Public = BusRequest.Event(1, Block.Header.Hash, 1 << 24, 0) };
        Assert.Equal("an index is 2^24 or more", Refused(far));
    }

    [Fact]
    public void Nodes_of_another_index_are_no_proof()
    {
        ProgramInputs other = BusInputs.Event(Block.Header.Encoding, 1, Receipts, (WithLogs + 1) % Receipts.Count, 0);
        Refused(other with { Public = Good().Public });
        Refused(Good() with { Public = other.Public });
    }

    [Fact]
    public void Another_header_and_another_block_hash_are_refused()
    {
        byte[] header = Block.Header.Encoding.ToArray();
        header[^1] ^= 1;
        ProgramInputs inputs = BusInputs.Event(header, 1, Receipts, WithLogs, 0) with { Public = Good().Public };
        Assert.Equal("the header's hash is not the block hash that was asked for", Refused(inputs));
    }

    [Fact]
    public void A_proof_cut_short_or_with_nodes_or_bytes_behind_it_is_refused()
    {
        byte[] stream = Good().Private.ToArray();
        Assert.Equal("bytes follow the last item of the private stream", Refused(Good() with { Private = (byte[])[.. stream, 0, 0, 0, 0] }));
        Assert.Equal("a length was expected where the private stream ends", Refused(Good() with { Private = stream.AsMemory(0, stream.Length - 4) }));
        Assert.Equal("a length was expected where the private stream ends", Refused(Good() with { Private = default }));
        Assert.Equal("nodes follow the one that decides the key", Refused(Good() with { Private = (byte[])[.. stream[..^4], 1, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0] }));
        byte[] endless = [.. stream];
        BinaryPrimitives.WriteUInt32LittleEndian(endless, uint.MaxValue);
        Assert.Equal("an item is longer than the private stream", Refused(Good() with { Private = endless }));
        Assert.Equal("a word of 32 bytes was expected where the bytes end", Refused(Good() with { Public = Good().Public[..^1] }));
        Assert.Equal("bytes follow the last word", Refused(Good() with { Public = (byte[])[.. Good().Public.Span, 0] }));
    }

    [Fact]
    public void An_empty_proof_is_accepted_for_the_empty_trie_alone()
    {
        byte[] stream = Good().Private.ToArray();
        int header = 4 + ((Block.Header.Encoding.Length + 3) & ~3);
        Assert.Equal("a proof without nodes, of a trie that is not empty", Refused(Good() with { Private = (byte[])[.. stream[..header], 0, 0, 0, 0] }));
    }

    [Theory]
    [InlineData("a receipt begins with neither a type nor a list", "00c0")]
    [InlineData("a receipt begins with neither a type nor a list", "8180")]
    [InlineData("RLP: an item was expected where the bytes end", "c0")]
    [InlineData("RLP: an item was expected where the bytes end", "02c0")]
    [InlineData("a receipt has neither a status nor a state root", "c402808080")]
    [InlineData("RLP: a number has leading zeros", "c401008080")]
    [InlineData("RLP: bytes of another length were expected", "c401018080")]
    [InlineData("RLP: a list was expected, bytes were found", "010101")]
    public void A_receipt_that_is_none_is_refused_even_under_its_root(string reason, string receipt)
    {
        byte[] bytes = Convert.FromHexString(receipt);
        if (bytes.Length == 1) bytes = [2, .. bytes];
        Assert.Equal(reason, UnderItsRoot([bytes], 0, 0));
    }

    [Fact]
    public void Receipts_with_logs_that_are_none_are_refused_even_under_their_root()
    {
        byte[] contract = new byte[20], topic = new byte[32];
        byte[] five = Log(contract, [topic, topic, topic, topic, topic], []), shortTopic = Log(contract, [topic[1..]], []), shortContract = Log(contract[1..], [], []);
        Assert.Equal("a log has more than four topics", UnderItsRoot([WithLog(five)], 0, 0));
        Assert.Equal("RLP: bytes of another length were expected", UnderItsRoot([WithLog(shortTopic)], 0, 0));
        Assert.Equal("RLP: bytes of another length were expected", UnderItsRoot([WithLog(shortContract)], 0, 0));

        // The one that is asked for is good; another of the receipt is not.
        Assert.Equal("a log has more than four topics", UnderItsRoot([WithLog(Log(contract, [], []), five)], 0, 0));
    }

    [Fact]
    public void Receipts_up_to_many_megabytes_are_proved_and_longer_ones_refused()
    {
        byte[] contract = new byte[20];
        Assert.Null(UnderItsRoot([WithLog(Log(contract, [], new byte[3 << 20]))], 0, 0));
        Assert.Equal("RLP: an item has 2^24 bytes or more", UnderItsRoot([WithLog(Log(contract, [], new byte[1 << 24]))], 0, 0));
    }

    [Fact]
    public void A_transaction_of_another_chain_is_refused()
    {
        ProgramInputs inputs = Blocks.Good(BusInputs.Transaction(Block, 1, 0));
        byte[] typed = [.. Block.Transactions!.Select(t => t.Span[0])];
        int index = Array.FindIndex(typed, first => first < 0x80);
        Assert.True(index >= 0);
        inputs = Blocks.Good(BusInputs.Transaction(Block, 999_999, index));
        Assert.Equal("the transaction is of another chain", Blocks.Refusal(BusPrograms.Transaction, inputs));
    }

    [Fact]
    public void Receipts_that_are_not_all_of_the_blocks_give_no_sum()
    {
        ProgramInputs inputs = Blocks.SumOfFirstLog(Block, out _);
        byte[] stream = inputs.Private.ToArray();
        int first = BinaryPrimitives.ReadInt32LittleEndian(stream.AsSpan(384));
        byte[] without = [.. stream[..384], .. stream[(388 + ((first + 3) & ~3))..]];
        const string Reason = "the receipts are not all of the block's: their root is another";
        Assert.Equal(Reason, Blocks.Refusal(BusPrograms.EventSum, inputs with { Private = without }));
        Assert.Equal(Reason, Blocks.Refusal(BusPrograms.EventSum, inputs with { Private = (byte[])[.. stream[..384], 0, 0, 0, 0] }));
        Assert.Equal("bytes follow the last item of the private stream", Blocks.Refusal(BusPrograms.EventSum, inputs with { Private = (byte[])[.. stream, 0, 0, 0, 0] }));
        Assert.Equal("the private stream holds no header claim", Blocks.Refusal(BusPrograms.EventSum, inputs with { Private = stream.AsMemory(0, 384) }));
        Assert.Equal("the public bytes hold no program digest", Blocks.Refusal(BusPrograms.EventSum, inputs with { Public = default }));
    }

    [Fact]
    public void Transactions_of_types_that_no_block_here_has_are_claimed_too()
    {
        byte[] to = new byte[20], data = [1, 2, 3];
        to[19] = 9;
        byte[] list = RlpEncoder.EncodeList(), zero = [0x80], one = [1];
        byte[] number = RlpEncoder.EncodeInteger(5), target = RlpEncoder.EncodeBytes(to), body = RlpEncoder.EncodeBytes(data);
        byte[] delegated = [4, .. RlpEncoder.EncodeList(one, number, one, number, number, target, number, body, list, list, zero, number, number)];
        TransactionClaim claim = Transaction(delegated, out string? error) ?? throw new InvalidOperationException(error);
        Assert.Equal((4UL, 5UL, new Address(to), 3UL), (claim.Type, claim.Nonce, claim.To, claim.DataLength));
        byte[] creation = RlpEncoder.EncodeList(number, number, number, zero, number, body, RlpEncoder.EncodeInteger(27), number, number);
        claim = Transaction(creation, out error) ?? throw new InvalidOperationException(error);
        Assert.True(claim is { IsCreation: true, Type: 0 });

        // No chain in a type 4 to nowhere, a type 5, an unknown v, another chain's v, a number with a leading zero, an item too many.
        Refused([4, .. RlpEncoder.EncodeList(one, number, one, number, number, zero, number, body, list, list, zero, number, number)], "a transaction calls no address");
        Refused([5, .. delegated[1..]], "a transaction begins with neither a known type nor a list");
        Refused(RlpEncoder.EncodeList(number, number, number, target, number, body, RlpEncoder.EncodeInteger(29), number, number), "a transaction's signature has an unknown v");
        Refused(RlpEncoder.EncodeList(number, number, number, target, number, body, RlpEncoder.EncodeInteger(39), number, number), "the transaction is of another chain");
        Refused(RlpEncoder.EncodeList([0], number, number, target, number, body, RlpEncoder.EncodeInteger(37), number, number), "RLP: a number has leading zeros");
        Refused(RlpEncoder.EncodeList(number, number, number, target, number, body, RlpEncoder.EncodeInteger(37), number, number, number), "RLP: more follows than was expected");

        static void Refused(byte[] transaction, string reason)
        {
            Assert.Null(Transaction(transaction, out string? error));
            Assert.Equal(reason, error);
        }
    }

    private static TransactionClaim? Transaction(byte[] transaction, out string? error)
    {
        ReadOnlyMemory<byte>[] items = [transaction];
        byte[] header = HeaderWith(4, items);
        Digest hash = Keccak256.Hash(header);
        ProgramInputs inputs = BusInputs.Event(header, 1, items, 0, 0) with { Public = BusRequest.Transaction(1, hash, 0) };
        error = null;
        if (!BusProver.RunNatively(BusPrograms.Transaction, inputs).TryGet(out byte[]? output, out VerificationError? refusal))
        {
            error = refusal.Actual;
            return null;
        }

        Assert.True(ClaimEncoding.TryRead(output, out TransactionClaim claim, out error), error);
        return claim;
    }

    private static ProgramInputs Good() => BusInputs.Event(Block.Header.Encoding, 1, Receipts, WithLogs, 0);

    private static string Refused(ProgramInputs inputs) => Blocks.Refusal(BusPrograms.Event, inputs);

    /// <summary>Runs over receipts under a header of their own; the reason of the refusal, or null.</summary>
    private static string? UnderItsRoot(IReadOnlyList<byte[]> receipts, int transaction, int log)
    {
        ReadOnlyMemory<byte>[] items = [.. receipts.Select(receipt => (ReadOnlyMemory<byte>)receipt)];
        ProgramInputs inputs = BusInputs.Event(HeaderWith(5, items), 1, items, transaction, log);
        return BusProver.RunNatively(BusPrograms.Event, inputs).TryGet(out _, out VerificationError? error) ? null : error.Actual;
    }

    /// <summary>The block's header with the root of a list in one of its fields.</summary>
    private static byte[] HeaderWith(int field, IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        RlpItem.TryRead(Block.Header.Encoding, out RlpItem list, out _);
        list.TryGetItems(32, out RlpItem[]? fields, out _);
        byte[][] parts = [.. fields!.Select(entry => entry.Encoding.ToArray())];
        parts[field] = RlpEncoder.EncodeBytes(MerklePatriciaTrie.OrderedRoot(items).ToArray());
        return RlpEncoder.EncodeList(parts);
    }

    private static byte[] WithLog(params byte[][] logs) =>
        [2, .. RlpEncoder.EncodeList([1], RlpEncoder.EncodeInteger(21000), RlpEncoder.EncodeBytes(new byte[256]), RlpEncoder.EncodeList(logs))];

    private static byte[] Log(byte[] contract, byte[][] topics, byte[] data) => RlpEncoder.EncodeList(
        RlpEncoder.EncodeBytes(contract), RlpEncoder.EncodeList(topics.Select(topic => RlpEncoder.EncodeBytes(topic))), RlpEncoder.EncodeBytes(data));
}
