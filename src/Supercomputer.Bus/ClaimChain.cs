using Supercomputer.Bus.Casper;
using Supercomputer.Bus.History;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs;

namespace Supercomputer.Bus;

/// <summary>Claims in the order in which they rest on one another: each is added where what it rests on is there.</summary>
internal sealed class ClaimChain
{
    private readonly BusTrust trust;
    private readonly List<FinalizedHeaderClaim> headers = [], finalized = [];
    private readonly Dictionary<Digest, (ulong ChainId, Digest BlockHash)> known = [];
    private readonly List<VerifiedEntry> entries = [];
    private readonly List<(ZkPosNetwork Network, Digest CheckpointRoot, Digest State)> states = [];

    public ClaimChain(BusTrust trust)
    {
        this.trust = trust;
        foreach (FinalizedHeaderClaim header in trust.Headers) Know(header);
    }

    public IReadOnlyList<VerifiedEntry> Entries => entries;

    /// <summary>Adds what a proved run put out, or says which check failed.</summary>
    public VerificationError? Add(BusProgram program, ReadOnlyMemory<byte> request, ReadOnlyMemory<byte> output)
    {
        if (program.Request is { } requestOf && ClaimEncoding.KindOf(output.Span) == program.Kind
            && requestOf(output) is { } expected && !request.Span.SequenceEqual(expected))
            return new($"{program.Name}: public bytes", $"{Convert.ToHexStringLower(expected)} (the claim's)", Convert.ToHexStringLower(request.Span));
        return program.Kind switch
        {
            ClaimKind.FinalizedHeader when program == BusPrograms.FinalizedByVotes => AddVoted(program, request, output),
            ClaimKind.FinalizedHeader when program == BusPrograms.Ancestor => AddAncestor(program, request, output),
            ClaimKind.FinalizedHeader => AddFinalized(program, request, output),
            ClaimKind.State => Read(program, output, out StateClaim claim)
                ?? Add(program, claim, claim.ChainId, claim.BlockNumber, claim.BlockHash, ("state", claim.StateRoot, header => header.StateRoot)),
            ClaimKind.Event => Read(program, output, out EventClaim claim)
                ?? Add(program, claim, claim.ChainId, claim.BlockNumber, claim.BlockHash, ("receipts", claim.ReceiptsRoot, header => header.ReceiptsRoot)),
            ClaimKind.Transaction => Read(program, output, out TransactionClaim claim)
                ?? Add(program, claim, claim.ChainId, claim.BlockNumber, claim.BlockHash, null),
            ClaimKind.Computation => AddComputation(program, request, output),
            _ => new($"{program.Name}: kind", "a kind of claim that the bus knows", $"{program.Kind}"),
        };
    }

    private static VerificationError? Read<TClaim>(BusProgram program, ReadOnlyMemory<byte> bytes, out TClaim claim)
        where TClaim : struct, IClaim<TClaim> =>
        ClaimEncoding.TryRead(bytes, out claim, out string? error) ? null : new($"{program.Name}: output", $"a {TClaim.ClaimKind} claim", error);

    /// <summary>Begins at a checkpoint that the verifier trusts, or goes on from the state that a proof before it put out.</summary>
    private VerificationError? AddFinalized(BusProgram program, ReadOnlyMemory<byte> request, ReadOnlyMemory<byte> output)
    {
        bool putsOutState = output.Length > FinalizedHeaderClaim.WordCount * ClaimWriter.WordBytes;
        if (ZkPosStatement.TryReadOutput(output, putsOutState, out FinalizedHeaderClaim header, out Digest state) is { } wrong)
            return new($"{program.Name}: output", $"a {ClaimKind.FinalizedHeader} claim", wrong);
        if (!trust.Checkpoints.Contains(header.CheckpointRoot))
            return new($"{program.Name}: checkpoint", "a beacon block root that the verifier names with --checkpoint", $"0x{header.CheckpointRoot}");
        if (NetworkOf(header) is not { } network) return UnknownNetwork(program, header);
        bool begins = request.Span.SequenceEqual(network.PublicInput(header.CheckpointRoot, false, putsOutState));
        if (!begins && !states.Exists(known => known.Network == network && known.CheckpointRoot == header.CheckpointRoot
            && request.Span.SequenceEqual(network.PublicInput(known.State, true, putsOutState))))
            return new($"{program.Name}: public bytes", "the network's rules, with the checkpoint or the state of a proof before it", Convert.ToHexStringLower(request.Span));
        if (putsOutState) states.Add((network, header.CheckpointRoot, state));
        Know(header);
        finalized.Add(header);
        Keep(program, header, [], default);
        return null;
    }

    /// <summary>Begins at a checkpoint that the verifier trusts, or at a block that a proof before it finalizes.</summary>
    private VerificationError? AddVoted(BusProgram program, ReadOnlyMemory<byte> request, ReadOnlyMemory<byte> output)
    {
        if (Read(program, output, out FinalizedHeaderClaim header) is { } wrong) return wrong;
        int premise = finalized.FindIndex(known => known.BeaconRoot == header.CheckpointRoot
            && known.ChainId == header.ChainId && known.GenesisValidatorsRoot == header.GenesisValidatorsRoot);
        if (premise < 0 && !trust.Checkpoints.Contains(header.CheckpointRoot))
            return new($"{program.Name}: checkpoint", "a beacon block root that the verifier names with --checkpoint, or one that a proof in front of it finalizes", $"0x{header.CheckpointRoot}");
        if (NetworkOf(header) is not { } network) return UnknownNetwork(program, header);
        if (CasperStatement.PublicInput(network, header.CheckpointRoot) is not { } expected)
            return new($"{program.Name}: network", "one of the mainnet or the minimal preset", $"{network.Config.Preset}");
        if (!request.Span.SequenceEqual(expected))
            return new($"{program.Name}: public bytes", $"{Convert.ToHexStringLower(expected)} (the network's rules and the checkpoint)", Convert.ToHexStringLower(request.Span));
        Know(header);
        Keep(program, header, premise < 0 ? [] : [ClaimEncoding.DigestOf(finalized[premise])], default);
        finalized.Add(header);
        return null;
    }

    /// <summary>Adds an older block, which is believed as far as the claim is that its proof rests on: by its digest, in front of it.</summary>
    private VerificationError? AddAncestor(BusProgram program, ReadOnlyMemory<byte> request, ReadOnlyMemory<byte> output)
    {
        if (AncestorStatement.TryReadOutput(output, out FinalizedHeaderClaim claim, out Digest digest) is { } wrong)
            return new($"{program.Name}: output", $"a {ClaimKind.FinalizedHeader} claim and a digest", wrong);
        if (headers.FindIndex(known => ClaimEncoding.DigestOf(in known) == digest) is not (>= 0 and var at))
            return new($"{program.Name}: premise", "a FinalizedHeader claim in front of it, or a header that the verifier names with --trust-header", $"digest 0x{digest}");
        if (AncestorStatement.WayOf(request.Span) is not { } way)
            return new($"{program.Name}: public bytes", "the digest of a claim and a way", Convert.ToHexStringLower(request.Span));
        ZkPosNetwork? network = NetworkOf(headers[at]);
        if (AncestorStatement.PublicInput(digest, way, network) is not { } expected) return UnknownNetwork(program, headers[at]);
        if (!request.Span.SequenceEqual(expected))
            return new($"{program.Name}: public bytes", $"{Convert.ToHexStringLower(expected)} (the premise's, and the network's rules)", Convert.ToHexStringLower(request.Span));
        Know(claim);
        Keep(program, claim, [digest], default);
        return null;
    }

    private ZkPosNetwork? NetworkOf(FinalizedHeaderClaim header) => trust.Networks.FirstOrDefault(
        known => known.ChainId == header.ChainId && known.Config.GenesisValidatorsRoot == header.GenesisValidatorsRoot);

    private static VerificationError UnknownNetwork(BusProgram program, FinalizedHeaderClaim header) =>
        new($"{program.Name}: network", "one that the verifier knows", $"chain {header.ChainId}, genesis validators root 0x{header.GenesisValidatorsRoot}");

    /// <summary>Adds a claim about a block whose header claim is known: the block hash links them, chain, number and root must agree.</summary>
    /// <remarks>A transaction's root has no counterpart: the beacon chain commits to transactions by a root of its own (SSZ), and the hash binds the trie's.</remarks>
    private VerificationError? Add<TClaim>(
        BusProgram program, TClaim claim, ulong chainId, ulong number, Digest blockHash, (string Name, Digest Value, Func<FinalizedHeaderClaim, Digest> Of)? root)
        where TClaim : struct, IClaim<TClaim>
    {
        string check = $"{program.Name}: header";
        if (headers.FindIndex(known => known.BlockHash == blockHash) is not (>= 0 and var at))
            return new(check, "a FinalizedHeader claim in front of it, or a header that the verifier names with --trust-header", $"none of block 0x{blockHash}");
        FinalizedHeaderClaim header = headers[at];
        if (header.ChainId != chainId) return new(check, $"chain {header.ChainId}", $"chain {chainId}");
        if (header.BlockNumber != number) return new(check, $"block {header.BlockNumber}", $"block {number}");
        if (root is var (name, value, of) && of(header) != value) return new(check, $"{name} root 0x{of(header)}", $"0x{value}");
        Know(claim, chainId, blockHash);
        Keep(program, claim, [ClaimEncoding.DigestOf(in header)], default);
        return null;
    }

    /// <summary>Output: the claim, the digests of its premises, the result. Public: the program's digest, the input.</summary>
    private VerificationError? AddComputation(BusProgram program, ReadOnlyMemory<byte> request, ReadOnlyMemory<byte> output)
    {
        int length = ComputationClaim.WordCount * ClaimWriter.WordBytes;
        if (Read(program, output[..Math.Min(length, output.Length)], out ComputationClaim claim) is { } error) return error;
        ReadOnlyMemory<byte> rest = output[length..];
        if (claim.PremiseCount > (ulong)(rest.Length / Digest.Size))
            return new($"{program.Name}: premises", $"{claim.PremiseCount} digests behind the claim", $"{rest.Length} bytes");
        int premiseBytes = (int)claim.PremiseCount * Digest.Size;
        ReadOnlyMemory<byte> result = rest[premiseBytes..];
        if (claim.Program != program.Key.Digest) return new($"{program.Name}: program", $"0x{program.Key.Digest}", $"0x{claim.Program}");
        if (request.Length < Digest.Size || !request.Span[..Digest.Size].SequenceEqual(claim.Program.ToArray()))
            return new($"{program.Name}: public bytes", $"the program's digest 0x{claim.Program} in front", Convert.ToHexStringLower(request.Span));
        ReadOnlyMemory<byte> input = request[Digest.Size..];
        if (program.Input is { } asked && !input.Span.SequenceEqual(asked.Span))
            return new($"{program.Name}: input", $"what the manifest asks for, 0x{Keccak256.Hash(asked.Span)}, {asked.Length} bytes", $"another manifest's, 0x{Keccak256.Hash(input.Span)}, {input.Length} bytes");
        if (claim.InputLength != (ulong)input.Length || claim.InputHash != Keccak256.Hash(input.Span))
            return new($"{program.Name}: input", $"0x{Keccak256.Hash(input.Span)}, {input.Length} bytes", $"0x{claim.InputHash}, {claim.InputLength} bytes");
        if (claim.OutputLength != (ulong)result.Length || claim.OutputHash != Keccak256.Hash(result.Span))
            return new($"{program.Name}: result", $"0x{Keccak256.Hash(result.Span)}, {result.Length} bytes", $"0x{claim.OutputHash}, {claim.OutputLength} bytes");
        if (claim.PremisesHash != Keccak256.Hash(rest.Span[..premiseBytes]))
            return new($"{program.Name}: premises", $"0x{Keccak256.Hash(rest.Span[..premiseBytes])}", $"0x{claim.PremisesHash}");
        if (CheckPremises(program, claim, rest[..premiseBytes], out List<Digest> premises) is { } missing) return missing;
        Know(claim, claim.ChainId, claim.BlockHash);
        Keep(program, claim, premises, result);
        return null;
    }

    private VerificationError? CheckPremises(BusProgram program, ComputationClaim claim, ReadOnlyMemory<byte> bytes, out List<Digest> premises)
    {
        premises = [];
        if (bytes.IsEmpty) return new($"{program.Name}: premises", "at least one claim that it rests on", "none");
        for (int at = 0; at < bytes.Length; at += Digest.Size)
        {
            Digest premise = new(bytes.Span.Slice(at, Digest.Size));
            if (!known.TryGetValue(premise, out (ulong ChainId, Digest BlockHash) about))
                return new($"{program.Name}: premise", "a claim in front of it, or a header that the verifier names with --trust-header", $"digest 0x{premise}");
            if (about != (claim.ChainId, claim.BlockHash))
                return new($"{program.Name}: premise 0x{premise}", $"chain {about.ChainId}, block 0x{about.BlockHash}", $"chain {claim.ChainId}, block 0x{claim.BlockHash}");
            premises.Add(premise);
        }

        return null;
    }

    private void Know(FinalizedHeaderClaim header)
    {
        headers.Add(header);
        Know(header, header.ChainId, header.BlockHash);
    }

    private void Know<TClaim>(TClaim claim, ulong chainId, Digest blockHash)
        where TClaim : struct, IClaim<TClaim> => known[ClaimEncoding.DigestOf(in claim)] = (chainId, blockHash);

    private void Keep<TClaim>(BusProgram program, TClaim claim, IReadOnlyList<Digest> premises, ReadOnlyMemory<byte> result)
        where TClaim : struct, IClaim<TClaim>
    {
        Verified<TClaim> verified = new(claim);
        entries.Add(new(program.Name, claim, verified.Digest, premises, result, verified));
    }
}
