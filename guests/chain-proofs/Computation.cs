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
    private const int WordBytes = 32, ClaimWords = 10;

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
        byte[] request = Guest.ReadAll(InputStream.Public), claim = new byte[FinalizedHeader.Size], digest = new byte[WordBytes];
        Guest.Require(request.Length >= WordBytes, "the public bytes hold no program digest");
        int size = Guest.InputSize(InputStream.Private);
        Guest.Require(size > claim.Length, "the private stream holds no header claim");
        Guest.Read(InputStream.Private, 0, claim);
        FinalizedHeader header = FinalizedHeader.Read(claim);
        BlockList receipts = BlockList.Read(InputStream.Private, claim.Length, size);
        OrderedTrie.Root(receipts, digest);
        Guest.Require(header.ReceiptsRoot.SequenceEqual(digest), "the receipts are not all of the block's: their root is another");
        Guest.Keccak256(claim, digest);
        ReadOnlySpan<byte> all = request;
        return new Computation(all.Slice(0, WordBytes), all.Slice(WordBytes), header.ChainId, header.BlockHash, digest, receipts);
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
