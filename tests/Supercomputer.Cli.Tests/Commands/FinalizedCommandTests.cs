using System.Text;
using System.Text.Json;
using Supercomputer.Consensus.Clients;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Tests.Clients;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary>Finality over a beacon node that answers with mainnet's recorded replies, going on from what a proof before proves.</summary>
public sealed class FinalizedCommandTests : IDisposable
{
    private const string Light = "/eth/v1/beacon/light_client/";
    private readonly Wsc wsc = new();

    public void Dispose() => wsc.Dispose();

    [Fact]
    public async Task Updates_that_are_fetched_go_on_from_those_that_a_bundle_proves()
    {
        string folder = Vectors.Path("ethereum", "light-client-mainnet-capella"), spec = wsc.NewPath("network");
        await BeaconNetwork.Mainnet.SaveAsync(spec, TestContext.Current.CancellationToken);
        string Root(string file) => $"0x{BeaconBlockHeader.HashTreeRoot(Supercomputer.Cli.Commands.HistoryFiles.BeaconHeader(file))}";
        string bootstrap = Path.Combine(folder, "bootstrap.json"), checkpoint = Root(bootstrap);
        JsonElement[] updates = [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "updates.json"))).RootElement.EnumerateArray()];
        string proved = wsc.Write("proved", JsonSerializer.Serialize(updates[..2])), more = wsc.Write("more", JsonSerializer.Serialize(updates[2..]));
        using ReplyServer server = new(path => path switch
        {
            "/eth/v1/beacon/genesis" => new(File.ReadAllBytes(Path.Combine(spec, "genesis.json"))),
            "/eth/v1/config/spec" => new(File.ReadAllBytes(Path.Combine(spec, "spec.json"))),
            _ when path == $"{Light}bootstrap/{checkpoint}" => new(File.ReadAllBytes(bootstrap)),
            _ when path.StartsWith($"{Light}updates?start_period=862&", StringComparison.Ordinal) => new(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(updates))),
            _ => Reply.Missing,
        });

        string[] fetched = ["bus", "finalized", "--checkpoint", checkpoint, "--beacon", $"{server.Address}"];
        string fromFiles = wsc.NewPath("files"), fromNode = wsc.NewPath("node");
        Assert.Equal(0, Wsc.Run("bus", "finalized", "--checkpoint", checkpoint, "--bootstrap", bootstrap, "--proved", proved, "--updates", more, "--streams", fromFiles).Code);
        WscResult result = Wsc.Run([.. fetched, "--proved", proved, "--streams", fromNode]);
        Assert.True(result.Code == 0, result.Error);
        foreach (string stream in (string[])["public", "private"])
            Assert.True(File.ReadAllBytes(Path.Combine(fromFiles, stream)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(fromNode, stream))), stream);

        string all = wsc.Write("all", JsonSerializer.Serialize(updates));
        Wsc.Refused(1, [.. fetched, "--proved", all, "--streams", fromNode], "a finalized block after the proved slot 7078240", "ask again");
        Wsc.Refused(1, [.. fetched, "--proved", more, "--streams", fromNode], "--proved, update 0");
        Wsc.Refused(2, [.. fetched, "--updates", more, "--streams", fromNode], "--beacon stands in place of");
    }
}
