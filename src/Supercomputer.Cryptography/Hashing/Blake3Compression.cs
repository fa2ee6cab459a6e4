using System.Runtime.Intrinsics.X86;

namespace Supercomputer.Cryptography.Hashing;

/// <summary>The compression function of BLAKE3, on one block or on sixteen.</summary>
/// <remarks>Source: BLAKE3 specification, section 2.2. The kernels are written by <c>eng/generate-lane-hashes.py</c>.</remarks>
internal static unsafe partial class Blake3Compression
{
    private const int Lanes = LaneTranspose.Lanes;

    /// <summary>Sixteen compressions; word i of lane j is at [16 * i + j], lane j counts counter + j * counterStep, below 2^32.</summary>
    /// <remarks>The output may be the chaining value itself.</remarks>
    public static void Compress16(
        uint* chaining, uint* message, ulong counter, uint counterStep, uint blockLength, uint flags, uint* output)
    {
        if (Avx512F.IsSupported) Compress16Avx512(chaining, message, counter, counterStep, blockLength, flags, output);
        else Compress16Scalar(chaining, message, counter, counterStep, blockLength, flags, output);
    }

    /// <summary>The scalar twin of <see cref="Compress16"/>.</summary>
    public static void Compress16Scalar(
        uint* chaining, uint* message, ulong counter, uint counterStep, uint blockLength, uint flags, uint* output)
    {
        uint* oneChaining = stackalloc uint[8];
        uint* oneMessage = stackalloc uint[16];
        for (int lane = 0; lane < Lanes; lane++)
        {
            for (int i = 0; i < 8; i++) oneChaining[i] = chaining[Lanes * i + lane];
            for (int i = 0; i < 16; i++) oneMessage[i] = message[Lanes * i + lane];
            CompressScalar(oneChaining, oneMessage, counter + (ulong)lane * counterStep, blockLength, flags);
            for (int i = 0; i < 8; i++) output[Lanes * i + lane] = oneChaining[i];
        }
    }
}
