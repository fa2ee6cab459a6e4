using System.Text.Json;
using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Consensus.Tests.Clients;

/// <summary>The recorded replies of a devnet's beacon node, by path.</summary>
internal sealed class BeaconReplies
{
    private readonly Dictionary<string, Reply> replies = [];

    public BeaconReplies(string folder)
    {
        string light = "/eth/v1/beacon/light_client/";
        byte[] Read(string name) => File.ReadAllBytes(Vectors.Path("ethereum", "light-client-devnet", folder, name));
        Genesis = Read("genesis.json");
        Spec = Read("spec.json");
        using JsonDocument genesis = JsonDocument.Parse(Genesis), spec = JsonDocument.Parse(Spec);
        Assert.Null(BeaconNetwork.TryRead(genesis.RootElement.GetProperty("data"), spec.RootElement.GetProperty("data"), out BeaconNetwork? network));
        Network = network!;
        LightClientBootstrap bootstrap = LightClientData.Bootstrap(Vectors.Path("ethereum", "light-client-devnet", folder, "bootstrap.json"), Network.Config.Preset);
        Checkpoint = BeaconBlockHeader.HashTreeRoot(bootstrap.Header.Beacon);
        BootstrapPath = $"{light}bootstrap/0x{Checkpoint}";
        replies["/eth/v1/beacon/genesis"] = new(Genesis);
        replies["/eth/v1/config/spec"] = new(Spec);
        replies[BootstrapPath] = new(Read("bootstrap.json"));
        replies[light + "finality_update"] = new(Read("finality_update.json"));
        replies[light + "optimistic_update"] = new(Read("optimistic_update.json"));
        replies[$"{light}updates?start_period=0&count=1"] = new(Read("updates.json"));
        LightClientUpdate optimistic = Assert.Single(LightClientData.Updates(Vectors.Path("ethereum", "light-client-devnet", folder, "optimistic_update.json"), Network.Config.Preset));
        Time = new(Network.TimestampOf(optimistic.SignatureSlot));
    }

    public byte[] Genesis { get; }

    public byte[] Spec { get; }

    public BeaconNetwork Network { get; }

    public Digest Checkpoint { get; }

    public string BootstrapPath { get; }

    /// <summary>The moment of the last reply.</summary>
    public FixedTime Time { get; }

    public ConsensusConfig Config => Network.Config;

    public Reply Answer(string path) => replies.GetValueOrDefault(path, Reply.Missing);

    /// <summary>A client of these addresses whose clock stands at the moment of the replies.</summary>
    public BeaconClient Client(HttpClient http, IReadOnlyList<Uri> addresses, ClientOptions? options = null) =>
        new(http, addresses, (options ?? LieCampaign.Options) with { Time = Time });
}
