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
/// Soundness: a prover may answer a second read of the private stream otherwise, so each byte of it is read once, and what the program
/// reads is the copy that was checked. Before that, as in a start function, the program is served nothing.
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
    private static byte[]? s_disclosed;

    [ThreadStatic]
    private static byte[]? s_output;

    [ThreadStatic]
    private static int s_publicAt;

    [ThreadStatic]
    private static int s_disclosedAt;

    [ThreadStatic]
    private static int s_disclosedEnd;

    [ThreadStatic]
    private static int s_outputEnd;

    [ThreadStatic]
    private static bool s_isChecked;

    /// <summary>Reads the streams, checks all of it, and makes the streams that the program reads.</summary>
    public static void Begin()
    {
        s_isChecked = false;
        byte[] request = Guest.ReadAll(InputStream.Public), claim = new byte[HeaderClaim.SizeBytes];
        Guest.Require(request.Length >= WordBytes, "the public bytes hold no program digest");
        int size = Guest.InputSize(InputStream.Private);
        Guest.Require(size >= ProofsStart, "the private stream holds no header claim");
        Guest.Read(InputStream.Private, 0, claim);
        uint proofBytes = Guest.InputWord(InputStream.Private, HeaderClaim.SizeBytes / 4);
        Guest.Require(proofBytes <= (uint)(size - ProofsStart), "the trie nodes are longer than the private stream");
        Guest.Require((proofBytes & 3) == 0, "the trie nodes end inside a word");
        byte[] proofs = new byte[proofBytes];
        Guest.Read(InputStream.Private, ProofsStart, proofs);

        GraphRequest graph = GraphRequest.Read(new ReadOnlySpan<byte>(request, WordBytes, request.Length - WordBytes));
        HeaderClaim header = HeaderClaim.Read(claim);
        int receiptsStart = ProofsStart + (int)proofBytes;
        BlockList transactions = default;
        if (graph.Transactions.Length > 0) transactions = GraphTransactions.Read(header, receiptsStart, size, out receiptsStart);
        int receiptBytes = size - receiptsStart;
        byte[] words = new byte[256 + (4 * request.Length) + proofs.Length + (graph.IsCle ? (3 * receiptBytes) + TransactionBytes(graph, transactions) : 0)];
        StreamWriter stream = new(words);
        stream.Number(1); // blocks
        stream.Number(header.Number);
        if (graph.IsSafe) stream.Number(header.Timestamp);
        GraphState.Write(graph, header.StateRoot, proofs, ref stream);
        CheckPadding(proofs);
        BlockList receipts = Receipts(graph, header, receiptsStart, size);
        if (graph.IsCle)
        {
            Events(graph, receipts, receiptBytes, ref stream);
            if (graph.Transactions.Length > 0) GraphTransactions.Write(graph, header.ChainId, transactions, ref stream);
            else stream.Number(0);
            (s_disclosed, s_disclosedEnd) = (words, stream.Length);
        }
        else
        {
            s_disclosed = Complete(graph, receipts, proofs);
            s_disclosedEnd = s_disclosed.Length;
        }

        (s_request, s_claim, s_public, s_output) = (request, claim, graph.PublicStream(header), new byte[256]);
        (s_publicAt, s_disclosedAt, s_outputEnd) = (0, 0, 0);
        s_isChecked = true;
    }

    /// <summary><c>env.wasm_input</c>: the next word of the public stream, or of the disclosed one.</summary>
    public static ulong WasmInput(int isPublic)
    {
        RequireChecked();
        if (isPublic != 0)
        {
            s_publicAt += 8;
            return BinaryPrimitives.ReadUInt64LittleEndian(s_public.AsSpan(s_publicAt - 8, 8));
        }

        Guest.Require(s_disclosedEnd - s_disclosedAt >= 8, "the program reads beyond its stream");
        s_disclosedAt += 8;
        return BinaryPrimitives.ReadUInt64LittleEndian(s_disclosed.AsSpan(s_disclosedAt - 8, 8));
    }

    /// <summary><c>readblock.matchEventsOnRLP</c>.</summary>
    public static uint MatchEvents(uint receipts, uint length, uint offsets)
    {
        RequireChecked();
        GraphRequest graph = GraphRequest.Read(s_request.AsSpan(WordBytes));
        return SafeEvents.Find(receipts, length, offsets, graph.Filters);
    }

    /// <summary><c>wsc.input_size</c>.</summary>
    public static uint InputSize(uint stream) => (uint)Stream(stream).Length;

    /// <summary><c>wsc.input_word</c>.</summary>
    public static uint InputWord(uint stream, uint index)
    {
        ReadOnlySpan<byte> bytes = Stream(stream);
        Guest.Require(index < (uint)bytes.Length / 4, "the stream has no such word");
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice((int)index * 4));
    }

    /// <summary><c>wsc.input_read</c>.</summary>
    public static void InputRead(uint stream, uint offset, uint to, uint length)
    {
        ReadOnlySpan<byte> bytes = Stream(stream);
        Guest.Require(
            offset <= (uint)bytes.Length && length <= (uint)bytes.Length - offset, "the stream ends before the bytes that the program reads");
        bytes.Slice((int)offset, (int)length).CopyTo(ProgramMemory.At(to, length));
    }

    /// <summary><c>wsc.output</c>: kept until the program has ended.</summary>
    public static void Output(uint from, uint length)
    {
        RequireChecked();
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
        RequireChecked();
        HeaderClaim header = HeaderClaim.Read(s_claim);
        byte[] digest = new byte[WordBytes];
        Guest.Keccak256(s_claim, digest);
        Computation.Over(s_request.AsSpan(0, WordBytes), s_request.AsSpan(WordBytes), header.ChainId, header.BlockHash, digest).End(result);
    }

    private static void RequireChecked() => Guest.Require(s_isChecked, "the program reads or puts out before its entry is called");

    /// <summary>A stream as the program has it where it runs without a claim: public, or disclosed.</summary>
    private static ReadOnlySpan<byte> Stream(uint stream)
    {
        RequireChecked();
        return stream == 0 ? s_public : stream == 1 ? s_disclosed.AsSpan(0, s_disclosedEnd) : default(ReadOnlySpan<byte>);
    }

    /// <summary>All receipts, under the claim's root; none where no events are asked for.</summary>
    private static BlockList Receipts(scoped GraphRequest graph, scoped HeaderClaim header, int start, int size)
    {
        if (graph.Filters.Length == 0)
        {
            Guest.Require(start == size, "bytes follow the last item of the private stream");
            return default;
        }

        BlockList receipts = BlockList.Read(InputStream.Private, start, size);
        Span<byte> root = stackalloc byte[WordBytes];
        OrderedTrie.Root(receipts, root);
        Guest.Require(header.ReceiptsRoot.SequenceEqual(root), "the receipts are not all of the block's: their root is another");
        return receipts;
    }

    /// <summary>The words of cle-lib about receipts with a wanted event.</summary>
    private static void Events(scoped GraphRequest graph, BlockList receipts, int receiptBytes, scoped ref StreamWriter stream)
    {
        int place = stream.Length, start = place + 16, matched = 0, logs = 0;
        stream.Number(0);
        if (graph.Filters.Length == 0) return;
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

    /// <summary>The complete layout: the receipts where events are asked for, then the trie nodes.</summary>
    private static byte[] Complete(scoped GraphRequest graph, BlockList receipts, byte[] proofs)
    {
        int receiptBytes = graph.Filters.Length == 0 ? 0 : receipts.StreamBytes();
        byte[] stream = new byte[receiptBytes + proofs.Length];
        if (receiptBytes > 0) receipts.Write(stream);
        new ReadOnlySpan<byte>(proofs).CopyTo(stream.AsSpan(receiptBytes));
        return stream;
    }

    /// <summary>Every byte of the nodes is decided: those behind an item, up to the next word, are zero.</summary>
    private static void CheckPadding(byte[] proofs)
    {
        for (int at = 0; at < proofs.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(proofs.AsSpan(at, 4)), end = at + 4 + length;
            at = (end + 3) & ~3;
            for (; end < at; end++) Guest.Require(proofs[end] == 0, "an item is not padded with zeros");
        }
    }
}
