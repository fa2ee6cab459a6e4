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

/// <summary>Recorded chains of the minimal preset: states of checkpoints, and the votes of blocks.</summary>
internal sealed class CasperData
{
    private CasperData(Stream stream)
    {
        using JsonDocument json = JsonDocument.Parse(stream);
        Network = NetworkFile.Read(Encoding.UTF8.GetBytes(json.RootElement.GetProperty("spec").GetRawText()), Encoding.UTF8.GetBytes(json.RootElement.GetProperty("genesis").GetRawText())).ToNetwork();
        foreach (JsonElement state in json.RootElement.GetProperty("states").EnumerateArray())
        {
            Assert.True(Hex.TryDecode((state.ValueKind == JsonValueKind.String ? state : state.GetProperty("ssz")).GetString()!, out byte[]? bytes));
            States.Add(bytes);
        }

        foreach (JsonElement block in json.RootElement.GetProperty("blocks").EnumerateArray())
        {
            Assert.Null(BlockVotes.TryRead(block, Network.Config, out BlockVotes? votes));
            Attestations.AddRange(votes!.Attestations);
        }
    }

    /// <summary>A devnet of 16 validators, Capella: the states of the checkpoints of epochs 2 to 5, and the votes of slots 17 to 48.</summary>
    public static CasperData Recorded { get; } = new(new GZipStream(Open("Supercomputer.Bus.Tests", "devnet-casper.json.gz"), CompressionMode.Decompress));

    /// <summary>A chain of 72 validators over Capella, Deneb, Electra and Fulu (eng/casper-chain): the checkpoints of epochs 1 to 17, all votes.</summary>
    public static CasperData Forked { get; } = new(new BrotliStream(Open("Supercomputer.Consensus.Tests", "casper-forks.json.br"), CompressionMode.Decompress));

    public ZkPosNetwork Network { get; }

    public List<byte[]> States { get; } = [];

    public List<Attestation> Attestations { get; } = [];

    /// <summary>The checkpoints, in their order.</summary>
    public CasperCheckpoint[] Checkpoints() => [.. States.Select(state => Checkpoint(state, Network))];

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

    public static CasperCheckpoint Checkpoint(byte[] state, ZkPosNetwork? network = null)
    {
        Assert.Null(CasperCheckpoint.TryRead(state, (network ?? Recorded.Network).Config, out CasperCheckpoint? checkpoint));
        return checkpoint!;
    }

    public static byte[] Run(ProgramInputs inputs) =>
        GuestRun.Execute(CasperFfg.Program.Main, @public: inputs.Public.ToArray(), @private: inputs.Private.ToArray()).Output;

    /// <summary>The message of the trap that ends a run.</summary>
    public static string Refusal(ProgramInputs inputs) => Assert.Throws<GuestTrapException>(() => Run(inputs)).Message;

    private static FileStream Open(string project, string name) => File.OpenRead(Path.Combine(Repository.Root, "tests", project, "Fixtures", name));
}
