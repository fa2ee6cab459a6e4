using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>A computation over all receipts of the block of a FinalizedHeader claim: everything but what is computed.</summary>
/// <remarks>
/// Public: the program's digest (a word, which the verifier compares with the proof's own), then the program's input. Private: the
/// FinalizedHeader claim, all receipts. Output: the Computation claim, the header claim's digest, then what the program puts out.
/// </remarks>
public readonly ref struct Computation
{
    private const ulong Kind = 5;
    private const int WordBytes = 32, HeaderWords = 12, ClaimWords = 10, HeaderKind = 1;

    private readonly ReadOnlySpan<byte> _program;
    private readonly ReadOnlySpan<byte> _blockHash;
    private readonly byte[] _headerDigest;
    private readonly ulong _chainId;

    private Computation(
        ReadOnlySpan<byte> program, ReadOnlySpan<byte> input, ulong chainId, ReadOnlySpan<byte> blockHash, byte[] headerDigest, BlockList receipts)
    {
        _program = program;
        Input = input;
        _chainId = chainId;
        _blockHash = blockHash;
        _headerDigest = headerDigest;
        Receipts = receipts;
    }

    /// <summary>The program's input.</summary>
    public ReadOnlySpan<byte> Input { get; }

    /// <summary>All receipts of the block, in order.</summary>
    public BlockList Receipts { get; }

    /// <summary>Reads the streams; refuses receipts that are not all of the block's.</summary>
    public static Computation Begin()
    {
        byte[] request = Guest.ReadAll(InputStream.Public), header = new byte[WordBytes * HeaderWords];
        Guest.Require(request.Length >= WordBytes, "the public bytes hold no program digest");
        Guest.Require(Guest.InputSize(InputStream.Private) > header.Length, "the private stream holds no header claim");
        Guest.Read(InputStream.Private, 0, header);
        WordReader words = new(header);
        Guest.Require(words.UInt64() == HeaderKind, "the private stream does not begin with a FinalizedHeader claim");
        ulong chainId = words.UInt64();
        for (int i = 0; i < 5; i++) words.Next(); // genesisValidatorsRoot, checkpointRoot, slot, beaconRoot, blockNumber
        ReadOnlySpan<byte> blockHash = words.Next();
        words.Next(); // stateRoot
        ReadOnlySpan<byte> receiptsRoot = words.Next();

        BlockList receipts = BlockList.Read(InputStream.Private, header.Length);
        byte[] digest = new byte[WordBytes];
        OrderedTrie.Root(receipts, digest);
        Guest.Require(receiptsRoot.SequenceEqual(digest), "the receipts are not all of the block's: their root is another");
        Guest.Keccak256(header, digest);
        ReadOnlySpan<byte> all = request;
        return new Computation(all.Slice(0, WordBytes), all.Slice(WordBytes), chainId, blockHash, digest, receipts);
    }

    /// <summary>A computation whose inputs were read and checked by other code.</summary>
    internal static Computation Over(
        ReadOnlySpan<byte> program, ReadOnlySpan<byte> input, ulong chainId, ReadOnlySpan<byte> blockHash, byte[] headerDigest) =>
        new(program, input, chainId, blockHash, headerDigest, default);

    /// <summary>Puts out the claim, the digest of the header claim that it rests on, and the result.</summary>
    public void End(ReadOnlySpan<byte> result)
    {
        byte[] claim = new byte[WordBytes * ClaimWords];
        WordWriter words = new(claim);
        words.Number(Kind);
        words.Number(_chainId);
        words.Bytes(_blockHash);
        words.Bytes(_program);
        words.Number(1);
        words.Hash(_headerDigest);
        words.Number((ulong)Input.Length);
        words.Hash(Input);
        words.Number((ulong)result.Length);
        words.Hash(result);
        Guest.Output(claim);
        Guest.Output(_headerDigest);
        Guest.Output(result);
    }
}
