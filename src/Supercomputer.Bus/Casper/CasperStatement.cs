using System.Buffers.Binary;
using System.Numerics;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Consensus.Casper;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Bus.Casper;

/// <summary>What a proof of the Casper guest says: the public input that a verifier makes itself.</summary>
/// <remarks>Statement: guests/casper/Program.cs. The output is a FinalizedHeader claim alone.</remarks>
public static class CasperStatement
{
    private const int Words = 5;

    /// <summary>The public input; null for a network of which no preset is known.</summary>
    /// <param name="network">The network.</param>
    /// <param name="checkpoint">The root of the trusted checkpoint's block.</param>
    /// <remarks>Shape: 200 bytes, that of zkPoS and the sizes of the preset.</remarks>
    public static byte[]? PublicInput(ZkPosNetwork network, in Digest checkpoint)
    {
        if (CasperPreset.Of(network.Config.Preset) is not { } preset) return null;
        byte[] sizes = new byte[sizeof(uint) * Words];
        int[] words =
        [
            preset.ShuffleRoundCount, preset.TargetCommitteeSize, preset.MaxCommitteesPerSlot, BitOperations.Log2((uint)preset.EpochsPerHistoricalVector),
            BitOperations.Log2((uint)preset.SlotsPerHistoricalRoot),
        ];
        for (int i = 0; i < Words; i++) BinaryPrimitives.WriteInt32LittleEndian(sizes.AsSpan(sizeof(uint) * i), words[i]);
        return [.. network.PublicInput(checkpoint, false, false), .. sizes];
    }
}
