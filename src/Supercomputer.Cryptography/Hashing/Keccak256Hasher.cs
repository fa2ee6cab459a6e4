namespace Supercomputer.Cryptography.Hashing;

/// <summary>Keccak-256 of a message that arrives in pieces.</summary>
/// <remarks>Range: one thread at a time. <see cref="Finish"/> starts over, so an instance hashes any number of messages.</remarks>
public sealed unsafe class Keccak256Hasher
{
    private readonly ulong[] state = new ulong[KeccakF1600.Words];
    private readonly byte[] block = new byte[Keccak256.Rate];
    private int filled;

    /// <summary>Continues the message.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (filled + bytes.Length >= Keccak256.Rate)
        {
            int taken = Keccak256.Rate - filled;
            bytes[..taken].CopyTo(block.AsSpan(filled));
            bytes = bytes[taken..];
            filled = 0;
            fixed (ulong* words = state)
            {
                Keccak256.Absorb(words, block);
                KeccakF1600.PermuteScalar(words);
            }
        }

        bytes.CopyTo(block.AsSpan(filled));
        filled += bytes.Length;
    }

    /// <summary>The hash of everything appended since the last call.</summary>
    public Digest Finish()
    {
        fixed (ulong* words = state)
        {
            Keccak256.Finish(words, block.AsSpan(0, filled));
            Digest digest = new(new ReadOnlySpan<byte>(words, Digest.Size));
            Array.Clear(state);
            filled = 0;
            return digest;
        }
    }
}
