namespace Supercomputer.Cryptography.Tries;

/// <summary>Half-bytes, high one first, and their compact (hex-prefix) form (Ethereum yellow paper, appendix C).</summary>
internal static class Nibbles
{
    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        byte[] nibbles = new byte[2 * bytes.Length];
        for (int i = 0; i < nibbles.Length; i++) nibbles[i] = At(bytes, i);
        return nibbles;
    }

    public static byte At(ReadOnlySpan<byte> bytes, int index) =>
        (byte)(index % 2 == 0 ? bytes[index / 2] >> 4 : bytes[index / 2] & 15);

    public static byte[] Compact(ReadOnlySpan<byte> nibbles, bool isLeaf)
    {
        int odd = nibbles.Length & 1;
        byte[] bytes = new byte[1 + nibbles.Length / 2];
        bytes[0] = (byte)((isLeaf ? 0x20 : 0) | (odd << 4) | (odd == 1 ? nibbles[0] : 0));
        for (int i = 1; i < bytes.Length; i++) bytes[i] = (byte)(nibbles[2 * i - 2 + odd] << 4 | nibbles[2 * i - 1 + odd]);
        return bytes;
    }

    /// <summary>Reads the compact form; false when its flags are none that <see cref="Compact"/> writes.</summary>
    public static bool TryExpand(ReadOnlySpan<byte> compact, out byte[] nibbles, out bool isLeaf)
    {
        nibbles = [];
        isLeaf = false;
        if (compact.IsEmpty || compact[0] >= 0x40 || ((compact[0] & 0x10) == 0 && (compact[0] & 15) != 0)) return false;
        isLeaf = (compact[0] & 0x20) != 0;
        nibbles = Of(compact)[((compact[0] & 0x10) != 0 ? 1 : 2)..];
        return true;
    }
}
