using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>A transaction of types 0 to 4 as a block holds it, with the places of its parts.</summary>
/// <remarks>Source: yellow paper, section 4.2 and appendix F; EIP-155, EIP-2718, EIP-2930, EIP-1559, EIP-4844, EIP-7702.</remarks>
public ref struct Transaction
{
    private const int AddressBytes = 20, HashBytes = 32, MostHeaderBytes = 1 + 4, MostSuffixBytes = 9 + 2;

    private ReadOnlySpan<byte> _bytes;
    private ReadOnlySpan<byte> _r;
    private ReadOnlySpan<byte> _s;
    private ulong _chainId;
    private int _signedStart;
    private int _signedEnd;
    private bool _isOdd;
    private bool _namesChain;

    /// <summary>0 to 4.</summary>
    public int Type { get; private set; }

    /// <summary>How many transactions its sender had sent before: big-endian without leading zeros.</summary>
    public ReadOnlySpan<byte> Nonce { get; private set; }

    /// <summary>Whom it calls; empty where it creates a contract.</summary>
    public ReadOnlySpan<byte> To { get; private set; }

    /// <summary>What it sends.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Its input.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Where the nonce begins.</summary>
    public int NonceStart { get; private set; }

    /// <summary>Where the callee begins.</summary>
    public int ToStart { get; private set; }

    /// <summary>Where the input begins.</summary>
    public int DataStart { get; private set; }

    /// <summary>Where r of the signature begins.</summary>
    public int RStart { get; private set; }

    /// <summary>Where s of the signature begins.</summary>
    public int SStart { get; private set; }

    /// <summary>Reads consensus bytes; a transaction that names another chain is refused.</summary>
    public static Transaction Read(ReadOnlySpan<byte> bytes, ulong chainId)
    {
        Guest.Require(bytes.Length > 1, "a transaction is empty");
        int type = bytes[0] >= 0xc0 ? 0 : bytes[0];
        Guest.Require(type is >= 1 and <= 4 || bytes[0] >= 0xc0, "a transaction begins with neither a known type nor a list");
        Transaction transaction = default;
        transaction._bytes = bytes;
        transaction._chainId = chainId;
        transaction.Type = type;
        RlpReader fields = RlpReader.OfList(type == 0 ? bytes : bytes.Slice(1));
        transaction._signedStart = bytes.Length - fields.Left;
        transaction.Body(ref fields);
        transaction._signedEnd = bytes.Length - fields.Left;
        transaction.Signature(ref fields);
        fields.End();
        return transaction;
    }

    /// <summary>The address whose key signed it; ends the run where no key did.</summary>
    public readonly void Sender(Span<byte> address)
    {
        Span<byte> digest = stackalloc byte[HashBytes], signature = stackalloc byte[65], key = stackalloc byte[64];
        SigningHash(digest);
        _r.CopyTo(signature.Slice(HashBytes - _r.Length, _r.Length));
        _s.CopyTo(signature.Slice((2 * HashBytes) - _s.Length, _s.Length));
        signature[64] = (byte)(_isOdd ? 28 : 27);
        Guest.Require(Guest.RecoverSecp256k1(digest, signature, key), "no key made a transaction's signature");
        Guest.Keccak256(key, digest);
        digest.Slice(HashBytes - AddressBytes).CopyTo(address);
    }

    /// <summary>What is signed: the fields in front of the signature; of type 0, where it names a chain, with its id and two zeros.</summary>
    private readonly void SigningHash(Span<byte> digest)
    {
        ReadOnlySpan<byte> signed = _bytes.Slice(_signedStart, _signedEnd - _signedStart);
        byte[] message = new byte[MostHeaderBytes + signed.Length + MostSuffixBytes];
        signed.CopyTo(message.AsSpan(MostHeaderBytes));
        int end = MostHeaderBytes + signed.Length;
        if (_namesChain && Type == 0)
        {
            end = WriteNumber(message, end, _chainId);
            message[end++] = 0x80;
            message[end++] = 0x80;
        }

        int start = OrderedTrie.WriteHeader(message, MostHeaderBytes, end - MostHeaderBytes, 0xc0);
        if (Type != 0) message[--start] = (byte)Type;
        Guest.Keccak256(new ReadOnlySpan<byte>(message, start, end - start), digest);
    }

    private static int WriteNumber(byte[] to, int at, ulong value)
    {
        int bytes = 0;
        for (ulong rest = value; rest > 0; rest >>= 8) bytes++;
        if (bytes != 1 || value >= 0x80) to[at++] = (byte)(0x80 + bytes);
        for (int i = bytes - 1; i >= 0; i--) to[at++] = (byte)(value >> (8 * i));
        return at;
    }

    private void Body(scoped ref RlpReader fields)
    {
        if (Type != 0) Guest.Require(fields.UInt64() == _chainId, "the transaction is of another chain");
        Nonce = fields.Number();
        Guest.Require(Nonce.Length <= 8, "RLP: a number has more than 64 bits");
        NonceStart = _bytes.Length - fields.Left - Nonce.Length;
        fields.Number(); // gas price, or the tip
        if (Type >= 2) fields.Number(); // the most that a unit of gas may cost
        fields.Number(); // gas limit
        To = fields.Bytes();
        Guest.Require(To.Length == AddressBytes || (To.Length == 0 && Type < 3), "a transaction calls no address");
        ToStart = _bytes.Length - fields.Left - To.Length;
        Value = fields.Number();
        Data = fields.Bytes();
        DataStart = _bytes.Length - fields.Left - Data.Length;
        if (Type == 0) return;
        fields.List(); // access list
        if (Type == 3) fields.Number(); // the most that a unit of blob gas may cost
        if (Type >= 3) fields.List(); // blob hashes, or authorizations
    }

    /// <summary>Of type 0, v is 27 or 28 where no chain is named, 35 or 36 more than twice the chain's id where one is (EIP-155).</summary>
    private void Signature(scoped ref RlpReader fields)
    {
        ulong v = fields.UInt64();
        if (Type != 0)
        {
            Guest.Require(v <= 1, "a transaction's signature has an unknown parity");
            _isOdd = v == 1;
        }
        else
        {
            Guest.Require(v is 27 or 28 or >= 35, "a transaction's signature has an unknown v");
            _namesChain = v >= 35;
            if (_namesChain) Guest.Require((v - 35) >> 1 == _chainId, "the transaction is of another chain");
            _isOdd = (v & 1) == 0; // 28, and 36 more than twice the id
        }

        _r = fields.Number();
        RStart = _bytes.Length - fields.Left - _r.Length;
        _s = fields.Number();
        SStart = _bytes.Length - fields.Left - _s.Length;
    }
}
