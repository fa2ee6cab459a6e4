using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Parent hashes: the headers from the premise's block back, each named by the one before it. Private: a list of headers.</summary>
internal static class AncestorRun
{
    public static Ancestor Find(FinalizedHeader premise, scoped ref ItemReader items)
    {
        Span<byte> hash = stackalloc byte[32];
        ReadOnlySpan<byte> expected = premise.BlockHash, last = default;
        int steps = -1;
        while (items.TryNext(out ReadOnlySpan<byte> header))
        {
            Guest.Keccak256(header, hash);
            if (!expected.SequenceEqual(hash))
            {
                Guest.Require(steps >= 0, "the first header is not that of the block that the claim is about");
                Guest.Trap("a header's hash is not the parent hash of the header before it");
            }

            RlpReader fields = RlpReader.OfList(header);
            expected = fields.Bytes(32);
            last = header;
            steps++;
        }

        Guest.Require(steps > 0, "no header follows that of the block that the claim is about");
        Ancestor ancestor = Ancestor.Of(last);
        Guest.Require(premise.Number - ancestor.Header.Number == (ulong)steps, "the number of a header is not one below that of the header before it");
        return ancestor;
    }
}
