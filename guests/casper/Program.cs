using System.Runtime.CompilerServices;
using Supercomputer.Guests;
using ZkPos;

[module: SkipLocalsInit]

namespace CasperFfg;

/// <summary>Casper FFG: from a trusted checkpoint, the votes of all validators lead to a finalized block and its execution block.</summary>
/// <remarks>
/// Statement: there is a chain of checkpoints of consecutive epochs from the trusted block on, each but the first under a supermajority link
/// from the one before it; so all but the last are final, and the last but one is put out.
/// Public input: <see cref="Rules"/>. Output: the FinalizedHeader claim. Private input: the trusted checkpoint, the number of links, the
/// links, the execution header of the last but one checkpoint.
/// Source: Buterin, Griffith, "Casper the Friendly Finality Gadget", 2017; consensus-specs, phase0/beacon-chain.md.
/// </remarks>
public static class Program
{
    private const uint FewestLinks = 2;

    /// <summary>The entry.</summary>
    public static void Main()
    {
        PrivateInput input = new(Guest.ReadAll(InputStream.Private));
        Rules.Read(Guest.ReadAll(InputStream.Public), out Rules rules);
        Checkpoint.Read(in rules, out Checkpoint source, ref input);
        Guest.Require(Sha.AreEqual(source.Root, rules.Chain.Root(Chain.TrustAt)), "the first checkpoint is not the trusted one");
        uint links = input.Word();
        Guest.Require(links >= FewestLinks, "fewer than two links finalize nothing after the trusted checkpoint");
        for (uint i = 1; i < links; i++)
        {
            Link.Follow(in rules, in source, out Checkpoint target, ref input);
            source = target;
        }

        // The last link finalizes the checkpoint that it starts from.
        Link.Follow(in rules, in source, out _, ref input);
        FinalizedClaim.PutOut(in rules, in source, ref input);
        input.End();
    }
}
