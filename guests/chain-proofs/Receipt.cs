using Supercomputer.Guests;

namespace ChainProofs;

/// <summary>Receipts of every type: [status or state root, gas, bloom, logs], behind a type byte where there is one (EIP-2718).</summary>
public static class Receipt
{
    private const int BloomBytes = 256;

    /// <summary>The logs of a receipt, to be read with <see cref="Log.Read"/>.</summary>
    public static RlpReader Logs(ReadOnlySpan<byte> receipt)
    {
        Guest.Require(receipt.Length > 1, "a receipt is empty");
        int type = receipt[0];
        Guest.Require(type is > 0 and < 0x80 or >= 0xc0, "a receipt begins with neither a type nor a list");
        RlpReader fields = RlpReader.OfList(type < 0x80 ? receipt.Slice(1) : receipt);
        ReadOnlySpan<byte> status = fields.Bytes();
        Guest.Require(status.Length is 0 or 32 || (status.Length == 1 && status[0] == 1), "a receipt has neither a status nor a state root");
        fields.Number();
        fields.Bytes(BloomBytes);
        RlpReader logs = fields.List();
        fields.End();
        return logs;
    }
}
