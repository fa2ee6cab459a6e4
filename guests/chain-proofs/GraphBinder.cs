using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Lies beneath a zkGraph's program and binds what it reads to a FinalizedHeader claim: the program is the one that runs without
/// a claim, and knows nothing of it.</summary>
/// <remarks>
/// Public: the digest of module and program together (a word, which the verifier compares with the proof's own), then what the manifest
/// asks for (<see cref="GraphRequest"/>). Private: the FinalizedHeader claim; the length of the trie nodes (four bytes); for each account
/// the nodes to it and, where it exists, the nodes to each slot; where transactions are asked for, the execution header (length, bytes) and all
/// transactions; where events are asked for, all receipts.
/// Everything is checked under the claim's roots before the program begins: receipts or transactions that are not all, an account or a slot that is
/// not proved are refused. Natively a thread has one run at a time. Output: the Computation claim, the header claim's digest, the program's result.
/// </remarks>
public static class GraphBinder
{
    private const int ProofsStart = HeaderClaim.SizeBytes + 4, WordBytes = 32;

    [ThreadStatic]
    private static byte[]? s_request;

    [ThreadStatic]
    private static byte[]? s_claim;

    [ThreadStatic]
    private static byte[]? s_public;

    [ThreadStatic]
    private static byte[]? s_words;

    [ThreadStatic]
    private static byte[]? s_output;

    [ThreadStatic]
    private static int s_publicAt;

    [ThreadStatic]
    private static int s_wordsAt;

    [ThreadStatic]
    private static int s_wordsEnd;

    [ThreadStatic]
    private static int s_outputEnd;

    [ThreadStatic]
    private static int s_receiptsStart;

    /// <summary>Reads the streams, checks all of it, and makes the streams that the program reads.</summary>
    public static void Begin()
    {
        byte[] request = Guest.ReadAll(InputStream.Public), claim = new byte[HeaderClaim.SizeBytes];
        Guest.Require(request.Length >= WordBytes, "the public bytes hold no program digest");
        Guest.Require(Guest.InputSize(InputStream.Private) >= ProofsStart, "the private stream holds no header claim");
        Guest.Read(InputStream.Private, 0, claim);
        (s_request, s_claim) = (request, claim);
        uint proofBytes = Guest.InputWord(InputStream.Private, HeaderClaim.SizeBytes / 4);
        Guest.Require(proofBytes <= (uint)(Guest.InputSize(InputStream.Private) - ProofsStart), "the trie nodes are longer than the private stream");
        Guest.Require((proofBytes & 3) == 0, "the trie nodes end inside a word");
        byte[] proofs = new byte[proofBytes];
        Guest.Read(InputStream.Private, ProofsStart, proofs);
        s_receiptsStart = ProofsStart + (int)proofBytes;

        GraphRequest graph = GraphRequest.Read(new ReadOnlySpan<byte>(request, WordBytes, request.Length - WordBytes));
        HeaderClaim header = HeaderClaim.Read(claim);
        CheckPadding();
        BlockList transactions = default;
        if (graph.Transactions.Length > 0) transactions = GraphTransactions.Read(header, s_receiptsStart, out s_receiptsStart);
        int receiptBytes = Guest.InputSize(InputStream.Private) - s_receiptsStart;
        byte[] words = new byte[256 + (4 * request.Length) + proofs.Length + (3 * receiptBytes) + TransactionBytes(graph, transactions)];
        StreamWriter stream = new(words);
        stream.Number(1); // blocks
        stream.Number(header.Number);
        if (graph.IsSafe) stream.Number(header.Timestamp);
        GraphState.Write(graph, header.StateRoot, proofs, ref stream);
        Receipts(graph, header, receiptBytes, ref stream);
        if (graph.Transactions.Length > 0) GraphTransactions.Write(graph, header.ChainId, transactions, ref stream);
        else stream.Number(0);
        (s_words, s_wordsEnd) = (words, stream.Length);
        (s_public, s_output) = (graph.PublicStream(header), new byte[256]);
        (s_publicAt, s_wordsAt, s_outputEnd) = (0, 0, 0);
    }

    /// <summary><c>env.wasm_input</c>: the next word of the public stream, or of the stream of blocks.</summary>
    public static ulong WasmInput(int isPublic)
    {
        if (isPublic != 0)
        {
            s_publicAt += 8;
            return BinaryPrimitives.ReadUInt64LittleEndian(s_public.AsSpan(s_publicAt - 8, 8));
        }

        Guest.Require(s_wordsAt < s_wordsEnd, "the program reads beyond the stream of blocks");
        s_wordsAt += 8;
        return BinaryPrimitives.ReadUInt64LittleEndian(s_words.AsSpan(s_wordsAt - 8, 8));
    }

    /// <summary><c>readblock.matchEventsOnRLP</c>.</summary>
    public static uint MatchEvents(uint receipts, uint length, uint offsets)
    {
        GraphRequest graph = GraphRequest.Read(s_request.AsSpan(WordBytes));
        return SafeEvents.Find(receipts, length, offsets, graph.Filters);
    }

    /// <summary><c>wsc.input_size</c>.</summary>
    public static uint InputSize(uint stream) =>
        stream == 0 ? (uint)s_public!.Length : stream == 1 ? (uint)(Guest.InputSize(InputStream.Private) - ProofsStart) : 0;

    /// <summary><c>wsc.input_word</c>.</summary>
    public static uint InputWord(uint stream, uint index)
    {
        Guest.Require(index < InputSize(stream) / 4, "the stream has no such word");
        return stream == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(s_public.AsSpan((int)index * 4, 4))
            : Guest.InputWord(InputStream.Private, Place(index * 4) / 4);
    }

    /// <summary><c>wsc.input_read</c>.</summary>
    public static void InputRead(uint stream, uint offset, uint to, uint length)
    {
        uint size = InputSize(stream);
        Guest.Require(offset <= size && length <= size - offset, "the stream ends before the bytes that the program reads");
        Span<byte> target = ProgramMemory.At(to, length);
        if (stream == 0)
        {
            s_public.AsSpan((int)offset, (int)length).CopyTo(target);
            return;
        }

        // The receipts first, as the program expects it; in the private stream they stand last.
        uint receiptBytes = ReceiptBytes();
        int first = offset >= receiptBytes ? 0 : (int)(length < receiptBytes - offset ? length : receiptBytes - offset);
        if (first > 0) Guest.Read(InputStream.Private, Place(offset), target.Slice(0, first));
        if (first < target.Length) Guest.Read(InputStream.Private, Place(offset + (uint)first), target.Slice(first));
    }

    /// <summary><c>wsc.output</c>: kept until the program has ended.</summary>
    public static void Output(uint from, uint length)
    {
        ReadOnlySpan<byte> bytes = ProgramMemory.At(from, length);
        int end = s_outputEnd + bytes.Length;
        if (end > s_output!.Length)
        {
            byte[] longer = new byte[2 * end];
            s_output.AsSpan(0, s_outputEnd).CopyTo(longer);
            s_output = longer;
        }

        bytes.CopyTo(s_output.AsSpan(s_outputEnd));
        s_outputEnd = end;
    }

    /// <summary><c>wsc.keccak256</c>.</summary>
    public static void Keccak256(uint from, uint length, uint to) => Guest.Keccak256(ProgramMemory.At(from, length), ProgramMemory.At(to, 32));

    /// <summary><c>wsc.sha256</c>.</summary>
    public static void Sha256(uint from, uint length, uint to) => Guest.Sha256(ProgramMemory.At(from, length), ProgramMemory.At(to, 32));

    /// <summary><c>wsc.trap</c>: the message is the program's.</summary>
    public static void Trap(uint from, uint length) => Guest.Trap("the program above ends the run");

    /// <summary>Puts out the claim; the result is what the program has put out.</summary>
    public static void End() => Claim(s_output.AsSpan(0, s_outputEnd));

    /// <summary>Puts out the claim; the result is a Uint8Array of AssemblyScript: address and length of its bytes at 4 and 8.</summary>
    public static void EndWith(uint array)
    {
        ReadOnlySpan<byte> view = ProgramMemory.At(array, 12);
        Claim(ProgramMemory.At(BinaryPrimitives.ReadUInt32LittleEndian(view.Slice(4)), BinaryPrimitives.ReadUInt32LittleEndian(view.Slice(8))));
    }

    private static void Claim(ReadOnlySpan<byte> result)
    {
        HeaderClaim header = HeaderClaim.Read(s_claim);
        byte[] digest = new byte[WordBytes];
        Guest.Keccak256(s_claim, digest);
        Computation.Over(s_request.AsSpan(0, WordBytes), s_request.AsSpan(WordBytes), header.ChainId, header.BlockHash, digest).End(result);
    }

    /// <summary>All receipts, under the claim's root; the words hold those with a wanted event.</summary>
    private static void Receipts(scoped GraphRequest graph, scoped HeaderClaim header, int receiptBytes, scoped ref StreamWriter stream)
    {
        if (graph.Filters.Length == 0)
        {
            Guest.Require(receiptBytes == 0, "bytes follow the last item of the private stream");
            stream.Number(0);
            return;
        }

        BlockList receipts = BlockList.Read(InputStream.Private, s_receiptsStart);
        Span<byte> root = stackalloc byte[WordBytes];
        OrderedTrie.Root(receipts, root);
        Guest.Require(header.ReceiptsRoot.SequenceEqual(root), "the receipts are not all of the block's: their root is another");
        if (!graph.IsCle) return;
        int place = stream.Length, start = place + 16, matched = 0, logs = 0;
        stream.Number(0);
        stream.Number(0);
        byte[] offsets = new byte[(2 * receiptBytes) + EventMatch.OffsetsBytes]; // a log has 24 bytes or more
        for (int i = 0; i < receipts.Count; i++)
        {
            int found = EventMatch.Receipt(receipts.Item(i), stream.Length - start, graph.Filters, offsets.AsSpan(logs * EventMatch.OffsetsBytes));
            if (found == 0) continue;
            stream.Append(receipts.Item(i));
            matched++;
            logs += found;
        }

        if (matched == 0)
        {
            stream.Rewind(8);
            return;
        }

        stream.Set(place, (ulong)matched);
        stream.Set(place + 8, (ulong)(stream.Length - start));
        stream.Pad();
        if (!graph.IsSafe) stream.Bytes(offsets.AsSpan(0, logs * EventMatch.OffsetsBytes));
    }

    private static int TransactionBytes(scoped GraphRequest graph, BlockList transactions) =>
        graph.Transactions.Length > 0 ? GraphTransactions.MostBytes(transactions) : 0;

    private static uint ReceiptBytes() => (uint)(Guest.InputSize(InputStream.Private) - s_receiptsStart);

    /// <summary>Where a byte of the disclosed stream that the program reads stands in the private one.</summary>
    private static int Place(uint offset)
    {
        uint receipts = ReceiptBytes();
        return (int)(offset < receipts ? (uint)s_receiptsStart + offset : ProofsStart + offset - receipts);
    }

    /// <summary>Every byte that the program can read is decided: those behind an item, up to the next word, are zero.</summary>
    private static void CheckPadding()
    {
        int end = Guest.InputSize(InputStream.Private) / 4;
        for (int at = ProofsStart / 4; at < end;)
        {
            uint length = Guest.InputWord(InputStream.Private, at), words = (length + 3) / 4;
            Guest.Require(length < 1u << 24, "an item is longer than the private stream");
            at += 1 + (int)words;
            if ((length & 3) == 0) continue;
            Guest.Require(Guest.InputWord(InputStream.Private, at - 1) >> (int)(8 * (length & 3)) == 0, "an item is not padded with zeros");
        }
    }
}
