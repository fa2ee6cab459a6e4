using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Claims.Tests;

/// <summary>The layout of claims: one encoding each, and every other refused with its reason.</summary>
public sealed class ClaimEncodingTests
{
    private const int Seed = 20260801;

    private static readonly FinalizedHeaderClaim Header = new(1, Filled(1), Filled(2), 3, Filled(4), 5, Filled(6), Filled(7), Filled(8), Filled(9), 10);

    private static readonly StateClaim Slot = new(
        1, 2, Filled(3), Filled(4), Contract(5), true, 6, new(7), Filled(8), Filled(9), true, Filled(10), true, new(11));

    private static readonly EventClaim Log = new(
        1, 2, Filled(3), Filled(4), 5, 6, Contract(7), 3, Filled(8), Filled(9), default, default, 10, Filled(11));

    private static readonly TransactionClaim Transaction = new(
        1, 2, Filled(3), Filled(4), 5, Filled(6), 2, 7, 8, false, Contract(9), new(10), 11, Filled(12));

    private static readonly ComputationClaim Computation = new(1, Filled(2), Filled(3), 4, Filled(5), 6, Filled(7), 8, Filled(9));

    [Fact]
    public void A_finalized_header_has_the_twelve_words_of_the_design_in_order()
    {
        byte[] bytes = ClaimEncoding.Encode(Header);
        string[] words = [.. Enumerable.Range(0, 12).Select(i => Convert.ToHexStringLower(bytes.AsSpan(32 * i, 32)))];
        string[] expected =
        [
            Number(1), Number(1), Filled(1).ToString(), Filled(2).ToString(), Number(3), Filled(4).ToString(), Number(5),
            Filled(6).ToString(), Filled(7).ToString(), Filled(8).ToString(), Filled(9).ToString(), Number(10),
        ];
        Assert.Equal(expected, words);
        Assert.Equal(Keccak256.Hash(bytes), ClaimEncoding.DigestOf(Header));
    }

    [Fact]
    public void Every_claim_reads_back_as_it_was_written()
    {
        ReadsBack(Header);
        ReadsBack(Slot);
        ReadsBack(Log);
        ReadsBack(Transaction);
        ReadsBack(Computation);
    }

    [Fact]
    public void A_claim_of_another_length_or_kind_is_refused()
    {
        byte[] bytes = ClaimEncoding.Encode(Log);
        Assert.False(ClaimEncoding.TryRead(bytes.AsMemory(1), out EventClaim _, out string? error));
        Assert.Equal("a Event claim: expected 480 bytes, actual 479", error);
        Assert.False(ClaimEncoding.TryRead(bytes, out StateClaim _, out error));
        Assert.StartsWith("word 0 (kind): expected 2 (State)", error, StringComparison.Ordinal);
        Assert.False(ClaimEncoding.TryRead(default, out EventClaim _, out _));
    }

    [Fact]
    public void Words_beyond_their_type_are_refused_by_name()
    {
        Refused(Header, word: 4, at: 0, value: 1, "word 4 (slot): expected a number of 64 bits");
        Refused(Slot, word: 5, at: 3, value: 1, "word 5 (account): expected an address of 20 bytes");
        Refused(Slot, word: 6, at: 31, value: 2, "word 6 (accountExists): expected 0 or 1");
        Refused(Slot, word: 6, at: 31, value: 0, "an account that does not exist has fields that are not zero");
        Refused(Slot, word: 13, at: 31, value: 0, "a slot exists exactly where its value is not zero");
        Refused(Slot, word: 11, at: 31, value: 0, "a claim about an account alone names a slot");
        Refused(Log, word: 8, at: 31, value: 5, "topicCount: expected at most 4");
        Refused(Log, word: 8, at: 31, value: 1, "topic1: expected zero beyond 1 topics");
        Refused(Transaction, word: 10, at: 31, value: 1, "a transaction that creates a contract calls an account");
    }

    [Fact]
    public void Whatever_bytes_are_read_encode_to_themselves_or_are_refused()
    {
        Random random = new(Seed);
        for (int run = 0; run < 2000; run++)
        {
            Mutated(Header, random);
            Mutated(Slot, random);
            Mutated(Log, random);
            Mutated(Transaction, random);
            Mutated(Computation, random);
        }
    }

    private static void Mutated<TClaim>(TClaim claim, Random random)
        where TClaim : struct, IClaim<TClaim>
    {
        byte[] bytes = ClaimEncoding.Encode(claim);
        bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
        if (!ClaimEncoding.TryRead(bytes, out TClaim read, out _)) return;
        Assert.Equal(bytes, ClaimEncoding.Encode(read));
        Assert.NotEqual(ClaimEncoding.DigestOf(claim), ClaimEncoding.DigestOf(read));
    }

    private static void ReadsBack<TClaim>(TClaim claim)
        where TClaim : struct, IClaim<TClaim>
    {
        byte[] bytes = ClaimEncoding.Encode(claim);
        Assert.Equal(TClaim.WordCount * 32, bytes.Length);
        Assert.Equal(claim.Kind, ClaimEncoding.KindOf(bytes));
        Assert.True(ClaimEncoding.TryRead(bytes, out TClaim read, out string? error), error);
        Assert.Equal(claim, read);
    }

    private static void Refused<TClaim>(TClaim claim, int word, int at, byte value, string reason)
        where TClaim : struct, IClaim<TClaim>
    {
        byte[] bytes = ClaimEncoding.Encode(claim);
        bytes[(32 * word) + at] = value;
        Assert.False(ClaimEncoding.TryRead(bytes, out TClaim _, out string? error));
        Assert.StartsWith(reason, error, StringComparison.Ordinal);
    }

    private static string Number(ulong value) => value.ToString("x64", null);

    private static Digest Filled(byte value)
    {
        byte[] bytes = new byte[32];
        Array.Fill(bytes, value);
        return new(bytes);
    }

    private static Address Contract(byte value)
    {
        byte[] bytes = new byte[20];
        Array.Fill(bytes, value);
        return new(bytes);
    }
}
