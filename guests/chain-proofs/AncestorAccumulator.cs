using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Mainnet's blocks before the merge, under the root of EIP-7643: a list of 1,897 roots, each over the records of 8,192 blocks.</summary>
/// <remarks>
/// Private: the header, the branch from its hash to the accumulator's root. A record is (block hash, total difficulty). The root is a constant of
/// this program: whoever trusts the program trusts that these are the ancestors of mainnet's finalized blocks.
/// </remarks>
internal static class AncestorAccumulator
{
    private const ulong Mainnet = 1, EpochBlocks = 8192, Epochs = 1897;
    private const int EpochLevels = 1 + 13 + 1, Levels = EpochLevels + 11 + 1 + 1; // record, records, their number; epochs, their number, fields

    private static ReadOnlySpan<byte> AccumulatorRoot =>
    [
        0xec, 0x8e, 0x04, 0x0f, 0xd6, 0xc5, 0x57, 0xb4, 0x1c, 0xa8, 0xdd, 0xd3, 0x8f, 0x7e, 0x9d, 0x58,
        0xa9, 0x28, 0x19, 0x18, 0xdc, 0x92, 0xbd, 0xb7, 0x23, 0x42, 0xa3, 0x8f, 0xb0, 0x85, 0xe7, 0x01,
    ];

    private static ReadOnlySpan<byte> MainnetGenesis =>
    [
        0x4b, 0x36, 0x3d, 0xb9, 0x4e, 0x28, 0x61, 0x20, 0xd7, 0x6e, 0xb9, 0x05, 0x34, 0x0f, 0xdd, 0x4e,
        0x54, 0xbf, 0xe9, 0xf0, 0x6b, 0xf3, 0x3f, 0xf6, 0xcf, 0x5a, 0xd2, 0x7f, 0x51, 0x1b, 0xfe, 0x95,
    ];

    public static Ancestor Find(FinalizedHeader premise, scoped ref ItemReader items)
    {
        bool isMainnet = premise.ChainId == Mainnet && (MainnetGenesis.SequenceEqual(premise.GenesisValidatorsRoot) || IsZero(premise.GenesisValidatorsRoot));
        Guest.Require(isMainnet, "the accumulator of blocks before the merge is mainnet's, the claim is of another chain");
        Ancestor ancestor = Ancestor.Of(items.Next());
        ulong epoch = ancestor.Header.Number / EpochBlocks, record = (ancestor.Header.Number % EpochBlocks) << 1;
        Guest.Require(epoch < Epochs, "the accumulator ends with the merge, before this block");
        Span<byte> root = stackalloc byte[32];
        SszBranch.Root(ancestor.Hash, items.Next(), Levels, (epoch << EpochLevels) | record, root);
        Guest.Require(AccumulatorRoot.SequenceEqual(root), "the accumulator does not have this block at its number");
        return ancestor;
    }

    /// <summary>Whether a claim names no beacon chain: a header that the verifier believes as it is.</summary>
    private static bool IsZero(ReadOnlySpan<byte> word)
    {
        int bits = 0;
        for (int i = 0; i < word.Length; i++) bits |= word[i];
        return bits == 0;
    }
}
