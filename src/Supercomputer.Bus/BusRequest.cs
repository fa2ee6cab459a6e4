using System.Buffers.Binary;
using Supercomputer.Claims;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Bus;

/// <summary>Public bytes of the bus's programs: what a verifier names, as words of 32 bytes. A claim says which they were.</summary>
public static class BusRequest
{
    /// <summary>For a State claim: chain id, block hash, account, whether a slot is asked for, slot.</summary>
    public static byte[] Of(StateClaim claim) => State(claim.ChainId, claim.BlockHash, claim.Account, claim.IsSlot ? claim.Slot : null);

    /// <summary>For an Event claim: chain id, block hash, transaction index, log index.</summary>
    public static byte[] Of(EventClaim claim) => Event(claim.ChainId, claim.BlockHash, claim.TransactionIndex, claim.LogIndex);

    /// <summary>For a Transaction claim: chain id, block hash, transaction index.</summary>
    public static byte[] Of(TransactionClaim claim) => Transaction(claim.ChainId, claim.BlockHash, claim.TransactionIndex);

    /// <summary>The request for an account, or for one of its slots.</summary>
    public static byte[] State(ulong chainId, Digest blockHash, Address account, Digest? slot)
    {
        byte[] words = new byte[5 * ClaimWriter.WordBytes];
        Begin(words, chainId, blockHash);
        account.CopyTo(words.AsSpan((3 * ClaimWriter.WordBytes) - Address.Size));
        Number(words, 3, slot is null ? 0UL : 1);
        slot?.CopyTo(words.AsSpan(4 * ClaimWriter.WordBytes));
        return words;
    }

    /// <summary>The request for a log.</summary>
    public static byte[] Event(ulong chainId, Digest blockHash, ulong transactionIndex, ulong logIndex)
    {
        byte[] words = new byte[4 * ClaimWriter.WordBytes];
        Begin(words, chainId, blockHash);
        Number(words, 2, transactionIndex);
        Number(words, 3, logIndex);
        return words;
    }

    /// <summary>The request for a transaction.</summary>
    public static byte[] Transaction(ulong chainId, Digest blockHash, ulong transactionIndex)
    {
        byte[] words = new byte[3 * ClaimWriter.WordBytes];
        Begin(words, chainId, blockHash);
        Number(words, 2, transactionIndex);
        return words;
    }

    /// <summary>The request of a computation: the program's own digest, then its input.</summary>
    public static byte[] Computation(Digest program, ReadOnlySpan<byte> input) => [.. program.ToArray(), .. input];

    /// <summary>The input of the program that counts and sums events: contract, first topic.</summary>
    public static byte[] EventSumInput(Address contract, Digest topic) => [.. new byte[12], .. contract.ToArray(), .. topic.ToArray()];

    /// <summary>The request as a function of a claim's bytes; null where they are no claim of the type.</summary>
    internal static Func<ReadOnlyMemory<byte>, byte[]?> OfClaim<TClaim>(Func<TClaim, byte[]> request)
        where TClaim : struct, IClaim<TClaim> => bytes => ClaimEncoding.TryRead(bytes, out TClaim claim, out _) ? request(claim) : null;

    private static void Begin(byte[] words, ulong chainId, Digest blockHash)
    {
        Number(words, 0, chainId);
        blockHash.CopyTo(words.AsSpan(ClaimWriter.WordBytes));
    }

    private static void Number(byte[] words, int index, ulong value) =>
        BinaryPrimitives.WriteUInt64BigEndian(words.AsSpan((index * ClaimWriter.WordBytes) + 24), value);
}
