using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Claims;

/// <summary>A program with these inputs, resting on these claims, gave these outputs.</summary>
/// <param name="ChainId">The execution chain's id.</param>
/// <param name="BlockHash">The hash of the block that the claims it rests on are about.</param>
/// <param name="Program">The program's digest D (the digest of its verifying key).</param>
/// <param name="PremiseCount">How many claims it rests on.</param>
/// <param name="PremisesHash">Keccak-256 of their digests, one after another.</param>
/// <param name="InputLength">Bytes of its own input, beside the claims.</param>
/// <param name="InputHash">Keccak-256 of them.</param>
/// <param name="OutputLength">Bytes of its output.</param>
/// <param name="OutputHash">Keccak-256 of them.</param>
public readonly record struct ComputationClaim(
    ulong ChainId, Digest BlockHash, Digest Program, ulong PremiseCount, Digest PremisesHash, ulong InputLength, Digest InputHash,
    ulong OutputLength, Digest OutputHash) : IClaim<ComputationClaim>
{
    /// <inheritdoc/>
    public static ClaimKind ClaimKind => ClaimKind.Computation;

    /// <inheritdoc/>
    public static int WordCount => 10;

    /// <inheritdoc/>
    public ClaimKind Kind => ClaimKind;

    /// <inheritdoc/>
    public static ComputationClaim ReadFrom(ClaimReader reader) => new(
        reader.Uint64("chainId"), reader.Bytes32("blockHash"), reader.Bytes32("program"), reader.Uint64("premiseCount"),
        reader.Bytes32("premisesHash"), reader.Uint64("inputLength"), reader.Bytes32("inputHash"), reader.Uint64("outputLength"),
        reader.Bytes32("outputHash"));

    /// <inheritdoc/>
    public void WriteTo(ClaimWriter writer)
    {
        writer.Uint64(ChainId);
        writer.Bytes32(BlockHash);
        writer.Bytes32(Program);
        writer.Uint64(PremiseCount);
        writer.Bytes32(PremisesHash);
        writer.Uint64(InputLength);
        writer.Bytes32(InputHash);
        writer.Uint64(OutputLength);
        writer.Bytes32(OutputHash);
    }
}
