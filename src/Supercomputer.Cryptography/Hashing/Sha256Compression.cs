using System.Runtime.Intrinsics.X86;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>The compression function of SHA-256, on one block or on sixteen.</summary>
/// <remarks>Source: FIPS 180-4, section 6.2.2. The kernels are written by <c>eng/generate-lane-hashes.py</c>.</remarks>
internal static unsafe partial class Sha256Compression
{
    private const int Lanes = LaneTranspose.Lanes;

    /// <summary>Sixteen compressions; word i of lane j is at [16 * i + j], message words as they lie in memory.</summary>
    public static void Compress16(uint* state, uint* message)
    {
        if (Avx512BW.IsSupported) Compress16Avx512(state, message);
        else Compress16Scalar(state, message);
    }

    /// <summary>The scalar twin of <see cref="Compress16"/>.</summary>
    public static void Compress16Scalar(uint* state, uint* message)
    {
        uint* oneState = stackalloc uint[8];
        uint* oneMessage = stackalloc uint[16];
        for (int lane = 0; lane < Lanes; lane++)
        {
            for (int i = 0; i < 8; i++) oneState[i] = state[Lanes * i + lane];
            for (int i = 0; i < 16; i++) oneMessage[i] = message[Lanes * i + lane];
            CompressScalar(oneState, oneMessage);
            for (int i = 0; i < 8; i++) state[Lanes * i + lane] = oneState[i];
        }
    }
}
