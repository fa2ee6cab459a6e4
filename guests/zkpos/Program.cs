using System.Runtime.CompilerServices;
using Supercomputer.Guests;

[module: SkipLocalsInit]

namespace ZkPos;

/// <summary>zkPoS: from what is trusted of a beacon chain, sync committees lead to a finalized block and its execution block.</summary>
/// <remarks>
/// Statement: from the trusted checkpoint (or from a store that a proof before this one led to), a block of this slot is finalized, with
/// this execution block. Public input: <see cref="Chain"/>. Output: the FinalizedHeader claim, and the store's digest where it is asked for.
/// Private input: what is trusted, then the number of updates and the updates (<see cref="Store"/>).
/// </remarks>
public static class Program
{
    /// <summary>The entry.</summary>
    public static void Main()
    {
        PrivateInput input = new(Guest.ReadAll(InputStream.Private));
        Chain.Read(Guest.ReadAll(InputStream.Public), out Chain chain);
        Store.Begin(in chain, ref input, out Store store);
        uint updates = input.Word();
        for (uint i = 0; i < updates; i++) Update.Apply(in chain, ref store, ref input);
        input.End();
        Guest.Require(store.HasFinalized, "no update finalizes a block after the trusted one");
        store.PutOut(in chain);
    }
}
