using System.Buffers.Binary;
using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>What a zkGraph's manifest asks for, as words: layout (0 complete, 1 cle-lib, 2 cle-lib in safe mode); number of events, for each
/// contract and first topic; number of accounts, for each address, number of slots, slots; number of sources of transactions, for each whether it names a
/// sender, the sender, whether it names a callee, the callee.</summary>
public readonly ref struct GraphRequest
{
    private const int WordBytes = 32, AddressBytes = 20;
    private const ulong Cle = 1, Safe = 2;

    /// <summary>Bytes of a source of transactions.</summary>
    internal const int TransactionBytes = 4 * WordBytes;

    private readonly ulong _layout;

    private GraphRequest(ulong layout, ReadOnlySpan<byte> filters, ReadOnlySpan<byte> accounts, int accountCount, ReadOnlySpan<byte> transactions)
    {
        _layout = layout;
        Filters = filters;
        Accounts = accounts;
        AccountCount = accountCount;
        Transactions = transactions;
    }

    /// <summary>Whether the program reads the stream of blocks of cle-lib.</summary>
    public bool IsCle => _layout != 0;

    /// <summary>Whether it is built with cle-lib's safe mode.</summary>
    public bool IsSafe => _layout == Safe;

    /// <summary>Contract and first topic of each event.</summary>
    public ReadOnlySpan<byte> Filters { get; }

    /// <summary>The accounts.</summary>
    public ReadOnlySpan<byte> Accounts { get; }

    /// <summary>How many accounts.</summary>
    public int AccountCount { get; }

    /// <summary>The sources of transactions.</summary>
    public ReadOnlySpan<byte> Transactions { get; }

    /// <summary>Reads a request.</summary>
    public static GraphRequest Read(ReadOnlySpan<byte> request)
    {
        WordReader words = new(request);
        ulong layout = words.UInt64();
        Guest.Require(layout <= Safe, "the request names an unknown layout");
        int events = words.Index(), filterBytes = events * EventMatch.FilterBytes;
        for (int i = 0; i < events; i++)
        {
            words.Address();
            words.Next();
        }

        int accounts = words.Index(), at = (3 * WordBytes) + filterBytes, accountBytes = 2 * WordBytes * accounts;
        for (int i = 0; i < accounts; i++)
        {
            words.Address();
            int slots = words.Index();
            accountBytes += WordBytes * slots;
            for (; slots > 0; slots--) words.Next();
        }

        int sources = words.Index();
        for (int i = 0; i < 2 * sources; i++)
        {
            bool isNamed = words.Bool();
            ReadOnlySpan<byte> address = words.Address();
            Guest.Require(isNamed || IsZero(address), "the request names an address that it does not ask for");
        }

        words.End();
        Guest.Require(events + accounts + sources > 0, "the request asks for nothing");
        Guest.Require(sources == 0 || layout != 0, "the request asks for transactions in a layout that has none");
        return new GraphRequest(
            layout, request.Slice(2 * WordBytes, filterBytes), request.Slice(at, accountBytes), accounts, request.Slice(at + accountBytes + WordBytes));
    }

    /// <summary>The public stream of the program as it runs without a claim.</summary>
    public byte[] PublicStream(scoped HeaderClaim header)
    {
        int events = Filters.Length / EventMatch.FilterBytes;
        byte[] stream = new byte[IsCle ? 8 : Size(events)];
        Span<byte> rest = stream;
        BinaryPrimitives.WriteUInt64LittleEndian(rest, header.Number);
        if (IsCle) return stream;
        header.BlockHash.CopyTo(rest.Slice(8));
        rest = rest.Slice(8 + WordBytes);
        if (events > 0)
        {
            Number(ref rest, events);
            for (int at = 0; at < Filters.Length; at += EventMatch.FilterBytes)
            {
                Bytes(ref rest, Filters.Slice(at + WordBytes - AddressBytes, AddressBytes));
                Bytes(ref rest, Filters.Slice(at + WordBytes, WordBytes));
            }
        }

        if (AccountCount == 0) return stream;
        Bytes(ref rest, header.StateRoot);
        Number(ref rest, AccountCount);
        WordReader accounts = new(Accounts);
        for (int i = 0; i < AccountCount; i++)
        {
            Bytes(ref rest, accounts.Address());
            int slots = accounts.Index();
            Number(ref rest, slots);
            for (int j = 0; j < slots; j++) Bytes(ref rest, accounts.Next());
        }

        return stream;
    }

    private int Size(int events)
    {
        int size = 8 + WordBytes;
        if (events > 0) size += 4 + (events * (AddressBytes + WordBytes));
        if (AccountCount == 0) return size;
        int slots = (Accounts.Length / WordBytes) - (2 * AccountCount);
        return size + WordBytes + 4 + (AccountCount * (AddressBytes + 4)) + (slots * WordBytes);
    }

    private static bool IsZero(scoped ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != 0) return false;
        }

        return true;
    }

    private static void Number(scoped ref Span<byte> rest, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, value);
        rest = rest.Slice(4);
    }

    private static void Bytes(scoped ref Span<byte> rest, scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest.Slice(bytes.Length);
    }
}
