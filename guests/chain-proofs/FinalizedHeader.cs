using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>The words of a FinalizedHeader claim that programs rest on.</summary>
public readonly ref struct FinalizedHeader
{
    /// <summary>Bytes of a claim.</summary>
    public const int Size = 32 * 12;

    /// <summary>The claims' kind.</summary>
    public const int Kind = 1;

    private FinalizedHeader(ReadOnlySpan<byte> words, ulong chainId, ulong number)
    {
        Words = words;
        ChainId = chainId;
        Number = number;
    }

    /// <summary>The execution chain's id.</summary>
    public ulong ChainId { get; }

    /// <summary>The execution block's number.</summary>
    public ulong Number { get; }

    /// <summary>Which beacon chain.</summary>
    public ReadOnlySpan<byte> GenesisValidatorsRoot => Word(2);

    /// <summary>What the claim itself rests on.</summary>
    public ReadOnlySpan<byte> CheckpointRoot => Word(3);

    /// <summary>The root of the beacon block, or zero where it is not known.</summary>
    public ReadOnlySpan<byte> BeaconRoot => Word(5);

    /// <summary>The execution block's hash.</summary>
    public ReadOnlySpan<byte> BlockHash => Word(7);

    /// <summary>The root of the state after it.</summary>
    public ReadOnlySpan<byte> StateRoot => Word(8);

    /// <summary>The root of its receipts.</summary>
    public ReadOnlySpan<byte> ReceiptsRoot => Word(9);

    private ReadOnlySpan<byte> Words { get; }

    /// <summary>Reads a claim.</summary>
    public static FinalizedHeader Read(ReadOnlySpan<byte> claim)
    {
        Guest.Require(claim.Length == Size, "a FinalizedHeader claim has not twelve words");
        WordReader words = new(claim);
        Guest.Require(words.UInt64() == Kind, "the private stream does not begin with a FinalizedHeader claim");
        ulong chainId = words.UInt64();
        for (int i = 2; i < 6; i++) words.Next(); // genesisValidatorsRoot, checkpointRoot, slot, beaconRoot
        return new FinalizedHeader(claim, chainId, words.UInt64());
    }

    private ReadOnlySpan<byte> Word(int index) => Words.Slice(32 * index, 32);
}
