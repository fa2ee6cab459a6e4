using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>An older block as it is found: its header, its hash, and what is known of its beacon block.</summary>
internal ref struct Ancestor
{
    public Header Header;
    public byte[] Hash, BeaconRoot;

    /// <summary>The slot of its beacon block; zero where it is not known.</summary>
    public ulong Slot;

    /// <summary>Takes a header whose hash is then bound to a chain.</summary>
    public static Ancestor Of(ReadOnlySpan<byte> rlp)
    {
        Ancestor ancestor = default;
        ancestor.Hash = new byte[32];
        ancestor.BeaconRoot = new byte[32];
        ancestor.Header = Header.Read(rlp);
        Guest.Keccak256(rlp, ancestor.Hash);
        return ancestor;
    }

    /// <summary>Puts out its claim, which rests on what the premise rests on, and the premise's digest.</summary>
    public readonly void PutOut(FinalizedHeader premise, ReadOnlySpan<byte> digest)
    {
        byte[] claim = new byte[FinalizedHeader.Size];
        WordWriter words = new(claim);
        words.Number(FinalizedHeader.Kind);
        words.Number(premise.ChainId);
        words.Bytes(premise.GenesisValidatorsRoot);
        words.Bytes(premise.CheckpointRoot);
        words.Number(Slot);
        words.Bytes(BeaconRoot);
        words.Number(Header.Number);
        words.Bytes(Hash);
        words.Bytes(Header.StateRoot);
        words.Bytes(Header.ReceiptsRoot);
        words.Bytes(Header.TransactionsRoot);
        words.Number(Header.Timestamp);
        Guest.Output(claim);
        Guest.Output(digest);
    }
}
