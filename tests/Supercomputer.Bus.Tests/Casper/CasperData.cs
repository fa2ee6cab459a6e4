using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Supercomputer.Bus.Casper;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Consensus.Casper;
using Supercomputer.Guests;
using Supercomputer.Machine.Execution;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests.Casper;

/// <summary>Recorded from a devnet of 16 validators (minimal preset, Capella): the states of the checkpoints of epochs 2 to 5, and the votes of slots 17 to 48.</summary>
internal sealed class CasperData
{
    private CasperData()
    {
        string path = Path.Combine(Repository.Root, "tests", "Supercomputer.Bus.Tests", "Fixtures", "devnet-casper.json.gz");
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using JsonDocument json = JsonDocument.Parse(stream);
        Network = NetworkFile.Read(Encoding.UTF8.GetBytes(json.RootElement.GetProperty("spec").GetRawText()), Encoding.UTF8.GetBytes(json.RootElement.GetProperty("genesis").GetRawText())).ToNetwork();
        foreach (JsonElement state in json.RootElement.GetProperty("states").EnumerateArray())
        {
            Assert.True(Hex.TryDecode(state.GetString()!, out byte[]? bytes));
            States.Add(bytes);
        }

        foreach (JsonElement block in json.RootElement.GetProperty("blocks").EnumerateArray())
        {
            Assert.Null(BlockVotes.TryRead(block, Network.Config, out BlockVotes? votes));
            Attestations.AddRange(votes!.Attestations);
        }
    }

    public static CasperData Recorded { get; } = new();

    public ZkPosNetwork Network { get; }

    public List<byte[]> States { get; } = [];

    public List<Attestation> Attestations { get; } = [];

    /// <summary>The checkpoints of epochs 2 to 5.</summary>
    public CasperCheckpoint[] Checkpoints() => [.. States.Select(Checkpoint)];

    /// <summary>The links between consecutive checkpoints, of the votes as they were.</summary>
    public CasperLink[] Links(params CasperCheckpoint[] checkpoints)
    {
        CasperLink[] links = new CasperLink[checkpoints.Length - 1];
        for (int i = 0; i < links.Length; i++)
        {
            string? error = CasperLink.TryMake(Network.Config, checkpoints[i], checkpoints[i + 1], Attestations, out CasperLink? link);
            Assert.True(link is not null, error);
            links[i] = link;
        }

        return links;
    }

    public ProgramInputs Streams(params CasperLink[] links) => CasperStreams.Of(Network, links);

    public static CasperCheckpoint Checkpoint(byte[] state)
    {
        Assert.Null(CasperCheckpoint.TryRead(state, Recorded.Network.Config, out CasperCheckpoint? checkpoint));
        return checkpoint!;
    }

    public static byte[] Run(ProgramInputs inputs) =>
        GuestRun.Execute(CasperFfg.Program.Main, @public: inputs.Public.ToArray(), @private: inputs.Private.ToArray()).Output;

    /// <summary>The message of the trap that ends a run.</summary>
    public static string Refusal(ProgramInputs inputs) => Assert.Throws<GuestTrapException>(() => Run(inputs)).Message;
}
