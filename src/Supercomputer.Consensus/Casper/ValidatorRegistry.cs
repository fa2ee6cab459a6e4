using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Curves.Bls12381;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;

namespace Supercomputer.Consensus.Casper;

/// <summary>The validators of a state, read in place: 121 bytes each.</summary>
/// <remarks>
/// Shape: pubkey 48, withdrawal_credentials 32, effective_balance 8, slashed 1, activation_eligibility_epoch, activation_epoch,
/// exit_epoch, withdrawable_epoch 8 each. Source: consensus-specs, phase0/beacon-chain.md, "Validator".
/// </remarks>
public sealed class ValidatorRegistry
{
    /// <summary>Bytes of a validator.</summary>
    public const int ValidatorSize = 121;

    private const int BalanceAt = 80, SlashedAt = 88, ActivationAt = 97, ExitAt = 105, Chunks = 8;
    private readonly byte[] bytes;

    /// <summary>Takes the encodings of all validators, one after another.</summary>
    public ValidatorRegistry(byte[] bytes)
    {
        if (bytes.Length % ValidatorSize != 0) throw new ArgumentException($"validators have {ValidatorSize} bytes each, which {bytes.Length} bytes are not", nameof(bytes));
        this.bytes = bytes;
    }

    /// <summary>How many there are.</summary>
    public int Count => bytes.Length / ValidatorSize;

    /// <summary>A validator's encoding.</summary>
    public ReadOnlySpan<byte> Encoding(int index) => bytes.AsSpan(index * ValidatorSize, ValidatorSize);

    /// <summary>The compressed public key.</summary>
    public ReadOnlySpan<byte> PublicKey(int index) => bytes.AsSpan(index * ValidatorSize, G1.CompressedSize);

    /// <summary>effective_balance.</summary>
    public ulong EffectiveBalance(int index) => Number(index, BalanceAt);

    /// <summary>slashed.</summary>
    public bool IsSlashed(int index) => bytes[index * ValidatorSize + SlashedAt] != 0;

    /// <summary>is_active_validator.</summary>
    public bool IsActive(int index, ulong epoch) => Number(index, ActivationAt) <= epoch && epoch < Number(index, ExitAt);

    /// <summary>get_active_validator_indices.</summary>
    public int[] GetActiveValidatorIndices(ulong epoch)
    {
        List<int> active = new(Count);
        for (int i = 0; i < Count; i++)
            if (IsActive(i, epoch)) active.Add(i);
        return [.. active];
    }

    /// <summary>get_total_active_balance.</summary>
    public ulong GetTotalActiveBalance(ulong epoch)
    {
        ulong total = 0;
        for (int i = 0; i < Count; i++)
            if (IsActive(i, epoch)) total += EffectiveBalance(i);
        return Math.Max(total, CasperPreset.EffectiveBalanceIncrement);
    }

    /// <summary>hash_tree_root of the list: nine compressions a validator.</summary>
    public Digest HashTreeRoot()
    {
        Digest[] leaves = new Digest[Chunks * Count], keys = new Digest[Count];
        byte[] halves = new byte[2 * Digest.Size * Count];
        for (int i = 0; i < Count; i++) PublicKey(i).CopyTo(halves.AsSpan(2 * Digest.Size * i));
        Sha256.HashMany(halves, 2 * Digest.Size, keys);
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<byte> validator = bytes.AsSpan(i * ValidatorSize, ValidatorSize);
            Span<Digest> fields = leaves.AsSpan(Chunks * i, Chunks);
            fields[0] = keys[i];
            fields[1] = new(validator.Slice(G1.CompressedSize, Digest.Size));
            fields[2] = SszMerkle.BytesChunk(validator.Slice(BalanceAt, 8));
            fields[3] = SszMerkle.BytesChunk(validator.Slice(SlashedAt, 1));
            for (int epoch = 0; epoch < 4; epoch++) fields[4 + epoch] = SszMerkle.BytesChunk(validator.Slice(SlashedAt + 1 + 8 * epoch, 8));
        }

        for (int width = leaves.Length / 2; width >= Count && width > 0; width /= 2)
            Sha256.HashMany(MemoryMarshal.AsBytes(leaves.AsSpan(0, 2 * width)), 2 * Digest.Size, leaves.AsSpan(0, width));
        return SszMerkle.MixInLength(SszMerkle.Merkleize(leaves.AsSpan(0, Count), 40), (ulong)Count);
    }

    private ulong Number(int index, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(index * ValidatorSize + at));
}
