using System.Runtime.Intrinsics.X86;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>Moves messages into lanes and digests out of them.</summary>
internal static unsafe partial class LaneTranspose
{
    /// <summary>Messages or states side by side.</summary>
    public const int Lanes = 16;

    /// <summary>Words of a block and of its message in a lane.</summary>
    public const int BlockWords = 16;

    /// <summary>Words of a digest.</summary>
    public const int DigestWords = 8;

    /// <summary>Takes one block of sixteen messages that lie <paramref name="strideBytes"/> apart: word i of message j goes to [16 * i + j].</summary>
    public static void ToLanes(uint* source, nint strideBytes, uint* destination)
    {
        if (Avx512F.IsSupported) ToLanesAvx512(source, strideBytes, destination);
        else ToLanesScalar(source, strideBytes, destination);
    }

    /// <summary>The scalar twin of <see cref="ToLanes"/>.</summary>
    public static void ToLanesScalar(uint* source, nint strideBytes, uint* destination)
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            uint* message = (uint*)((byte*)source + lane * strideBytes);
            for (int word = 0; word < BlockWords; word++) destination[Lanes * word + lane] = message[word];
        }
    }

    /// <summary>Writes eight words of sixteen lanes as sixteen digests, one after another.</summary>
    public static void ToDigests(uint* source, uint* destination)
    {
        if (Avx512F.IsSupported) ToDigestsAvx512(source, destination);
        else ToDigestsScalar(source, destination);
    }

    /// <summary>The scalar twin of <see cref="ToDigests"/>.</summary>
    public static void ToDigestsScalar(uint* source, uint* destination)
    {
        for (int lane = 0; lane < Lanes; lane++)
            for (int word = 0; word < DigestWords; word++)
                destination[DigestWords * lane + word] = source[Lanes * word + lane];
    }

    /// <summary>Takes eight long words of eight messages that lie <paramref name="strideBytes"/> apart: word i of message j goes to [8 * i + j].</summary>
    public static void ToEightLanes(ulong* source, nint strideBytes, ulong* destination)
    {
        if (Avx512F.IsSupported) ToEightLanesAvx512(source, strideBytes, destination);
        else ToEightLanesScalar(source, strideBytes, destination);
    }

    /// <summary>The scalar twin of <see cref="ToEightLanes"/>.</summary>
    public static void ToEightLanesScalar(ulong* source, nint strideBytes, ulong* destination)
    {
        for (int lane = 0; lane < 8; lane++)
        {
            ulong* message = (ulong*)((byte*)source + lane * strideBytes);
            for (int word = 0; word < 8; word++) destination[8 * word + lane] = message[word];
        }
    }

    /// <summary>The first address at or after the pointer that vectors of 64 bytes do not straddle a cache line from.</summary>
    public static uint* Align(uint* pointer) => (uint*)(((nint)pointer + 63) & ~(nint)63);
}
