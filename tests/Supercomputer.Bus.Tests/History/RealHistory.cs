using System.Text.Json;
using Supercomputer.Bus.History;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.States;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests.History;

/// <summary>Headers of mainnet with their proofs, mainnet's summaries, and states of devnets with their blocks.</summary>
internal static class RealHistory
{
    private const ulong Roots = 8192, CapellaPeriod = 758;

    /// <summary>The state's slot that mainnet's real summaries are put under here; everything else of that state is made up.</summary>
    private const ulong StateSlot = 11_476_993;

    public static byte[] PortalBytes(string number)
    {
        string line = File.ReadLines(Vectors.Path("ethereum", "headers-with-proof", $"{number}.yaml")).First(text => text.StartsWith("content_value:", StringComparison.Ordinal));
        Assert.True(Hex.TryDecode(line["content_value:".Length..].Trim().Trim('"', '\''), out byte[]? bytes));
        return bytes;
    }

    public static HeaderWithProof Portal(string number) => Blocks.Good(HeaderWithProof.Read(PortalBytes(number)));

    public static byte[] Summaries() => File.ReadAllBytes(Vectors.Path("ethereum", "headers-with-proof", "historical_summaries_at_slot_11476992.ssz"));

    /// <summary>A claim of mainnet, and the beacon header and state under it, which have the real summaries; historical_roots has the real roots of given headers.</summary>
    public static (FinalizedHeaderClaim Claim, BeaconBlockHeader Beacon, BeaconStateHistory State) Mainnet(params HeaderWithProof[] beforeCapella)
    {
        Digest[] summaries = [.. Summaries().Chunk(Digest.Size).Select(chunk => new Digest(chunk))];
        Digest[] roots = [.. Enumerable.Range(0, (int)CapellaPeriod).Select(i => MadeHistory.Noise(40, (ulong)i))];
        foreach (HeaderWithProof header in beforeCapella) roots[header.Slot!.Value / Roots] = PeriodRoot(header);
        BeaconStateHistory state = MadeHistory.State(ZkPosNetwork.Mainnet, StateSlot, MadeHistory.Roots((int)Roots, 0, default), roots, summaries);
        BeaconBlockHeader beacon = new() { Slot = StateSlot, ProposerIndex = 1, ParentRoot = MadeHistory.Filled(1), StateRoot = state.Root, BodyRoot = MadeHistory.Filled(2) };
        ReadOnlyMemory<byte> newest = MadeHistory.Header(MadeHistory.Filled(4), 22_400_000, MadeHistory.Filled(5));
        return (MadeHistory.Claim(newest, ZkPosNetwork.Mainnet, beacon), beacon, state);
    }

    /// <summary>The streams for a header of mainnet since the merge.</summary>
    public static Proofs.Checked<Machine.Execution.ProgramInputs> ByHistory(string number, out FinalizedHeaderClaim claim)
    {
        HeaderWithProof header = Portal(number);
        (claim, BeaconBlockHeader beacon, BeaconStateHistory state) = Mainnet(header.Slot / Roots < CapellaPeriod ? [header] : []);
        return AncestorInputs.State(claim, ZkPosNetwork.Mainnet, beacon, state, BeaconPlace.Of(header)!, header.PeriodBranch);
    }

    /// <summary>A devnet's finalized state with the header that it belongs to, and older headers of the same chain.</summary>
    public static (ZkPosNetwork Network, FinalizedHeaderClaim Claim, BeaconBlockHeader Beacon, BeaconStateHistory State, LightClientHeader[] Older) Devnet(string folder, string file)
    {
        string Path(string name) => Vectors.Path("ethereum", "light-client-devnet", folder, name);
        ZkPosNetwork network = NetworkFile.Read(File.ReadAllBytes(Path("spec.json")), File.ReadAllBytes(Path("genesis.json"))).ToNetwork();
        byte[] bytes = file.EndsWith(".xz", StringComparison.Ordinal) ? XzFiles.Read(Path(file)) : File.ReadAllBytes(Path(file));
        Assert.Null(BeaconStateHistory.TryRead(bytes, network.Config, out BeaconStateHistory? state));
        LightClientHeader[] headers = [.. Headers(Path("bootstrap.json"), network.Config.Preset), .. Headers(Path("updates.json"), network.Config.Preset), .. Headers(Path("finality_update.json"), network.Config.Preset)];
        LightClientHeader newest = headers.First(header => header.Beacon.StateRoot == state!.Root);
        FinalizedHeaderClaim claim = MadeHistory.Claim(EmptyBlockHeader.Rlp(newest.Execution), network, newest.Beacon);
        Assert.Equal(newest.Execution.BlockHash, claim.BlockHash);
        return (network, claim, newest.Beacon, state!, [.. headers.Where(header => header.Beacon.Slot < newest.Beacon.Slot)]);
    }

    private static Digest PeriodRoot(HeaderWithProof header)
    {
        Digest node = header.BeaconRoot;
        ulong index = header.Slot!.Value % Roots;
        foreach (Digest sibling in header.PeriodBranch)
        {
            node = (index & 1) != 0 ? SszMerkle.HashPair(sibling, node) : SszMerkle.HashPair(node, sibling);
            index >>= 1;
        }

        return node;
    }

    private static IEnumerable<LightClientHeader> Headers(string path, Preset preset)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement[0] : json.RootElement;
        JsonElement data = root.GetProperty("data");
        if (data.TryGetProperty("header", out _))
        {
            Assert.Null(BeaconJson.TryReadBootstrap(data, preset, out LightClientBootstrap bootstrap));
            return [bootstrap.Header];
        }

        Assert.Null(BeaconJson.TryReadUpdate(data, preset, out LightClientUpdate update));
        return [update.AttestedHeader, update.FinalizedHeader];
    }
}
