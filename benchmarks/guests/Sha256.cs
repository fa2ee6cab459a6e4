using System.Buffers.Binary;
using System.Numerics;
using Supercomputer.Guests;

namespace Supercomputer.Benchmarks.Guests;

/// <summary>What samples/sha256 does, in plain C#: SHA-256 (FIPS 180-4) of the disclosed stream.</summary>
public static class Sha256
{
    private static ReadOnlySpan<uint> RoundConstants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The entry.</summary>
    public static void Main()
    {
        int length = Guest.InputSize(InputStream.Disclosed), words = (length + 3) / 4, blocks = ((length + 8) / 64) + 1;
        Span<uint> schedule = stackalloc uint[64];
        Span<uint> state = stackalloc uint[8];
        ReadOnlySpan<uint> initial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        initial.CopyTo(state);
        for (int block = 0, word = 0; block < blocks; block++)
        {
            for (int t = 0; t < 16; t++, word++)
            {
                uint value = word < words ? BinaryPrimitives.ReverseEndianness(Guest.InputWord(InputStream.Disclosed, word)) : 0;
                schedule[t] = word == length / 4 ? value | (0x80000000 >> (length % 4 * 8)) : value;
            }

            if (block == blocks - 1) (schedule[14], schedule[15]) = ((uint)length >> 29, (uint)length << 3);
            Compress(state, schedule);
        }

        foreach (uint word in state) Guest.Output(BinaryPrimitives.ReverseEndianness(word));
    }

    private static void Compress(Span<uint> state, Span<uint> schedule)
    {
        for (int t = 16; t < 64; t++)
        {
            uint x = schedule[t - 15], y = schedule[t - 2];
            schedule[t] = schedule[t - 16] + (BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ (x >> 3))
                + schedule[t - 7] + (BitOperations.RotateRight(y, 17) ^ BitOperations.RotateRight(y, 19) ^ (y >> 10));
        }

        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int t = 0; t < 64; t += 8)
        {
            Round(a, b, c, ref d, e, f, g, ref h, RoundConstants[t] + schedule[t]);
            Round(h, a, b, ref c, d, e, f, ref g, RoundConstants[t + 1] + schedule[t + 1]);
            Round(g, h, a, ref b, c, d, e, ref f, RoundConstants[t + 2] + schedule[t + 2]);
            Round(f, g, h, ref a, b, c, d, ref e, RoundConstants[t + 3] + schedule[t + 3]);
            Round(e, f, g, ref h, a, b, c, ref d, RoundConstants[t + 4] + schedule[t + 4]);
            Round(d, e, f, ref g, h, a, b, ref c, RoundConstants[t + 5] + schedule[t + 5]);
            Round(c, d, e, ref f, g, h, a, ref b, RoundConstants[t + 6] + schedule[t + 6]);
            Round(b, c, d, ref e, f, g, h, ref a, RoundConstants[t + 7] + schedule[t + 7]);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    private static void Round(uint a, uint b, uint c, ref uint d, uint e, uint f, uint g, ref uint h, uint word)
    {
        uint t1 = h + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25)) + (g ^ (e & (f ^ g))) + word;
        d += t1;
        h = t1 + (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22)) + (((a ^ b) & (b ^ c)) ^ b);
    }
}
