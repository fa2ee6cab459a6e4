using System.IO.Compression;
using System.Text.Json;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary><c>wsc bus casper</c> from a folder, as --save writes it.</summary>
public sealed class CasperCommandTests
{
    private const string Checkpoint = "0x69f108";

    [Fact]
    public void Streams_are_written_from_a_folder_of_states_and_blocks_for_its_checkpoint_alone()
    {
        using Wsc wsc = new();
        (string folder, string root) = Record(wsc, 3);
        string streams = wsc.NewPath("streams");
        WscResult written = Wsc.Run("bus", "casper", "--from", folder, "--checkpoint", root, "--streams", streams);
        Assert.True(written.Code == 0, written.Error);
        Assert.StartsWith(Checkpoint, root, StringComparison.Ordinal);
        Assert.Equal(["casper.wasm", "private", "public"], Directory.GetFiles(streams).Select(Path.GetFileName).Order());
        Assert.Equal(200, new FileInfo(Path.Combine(streams, "public")).Length);
        Wsc.Refused(1, ["bus", "casper", "--from", folder, "--checkpoint", $"0x{new string('1', 64)}", "--streams", streams], "from checkpoint 0x1111", root);
    }

    [Fact]
    public void What_does_not_lead_to_a_finalized_block_is_refused_with_the_next_step()
    {
        using Wsc wsc = new();
        (string folder, string root) = Record(wsc, 2);
        Wsc.Refused(1, ["bus", "casper", "--from", folder, "--checkpoint", root], "two links", "actual 1", "no further state");
        Wsc.Refused(2, ["bus", "casper", "--checkpoint", root], "--beacon", "--from");
        Wsc.Refused(2, ["bus", "casper", "--from", folder, "--save", folder, "--checkpoint", root], "--save");
        Wsc.Refused(2, ["bus", "casper", "--from", folder, "--checkpoint", "0x12"], "32 bytes", "0x12");
        File.WriteAllText(Path.Combine(folder, "blocks.json"), "[]");
        Wsc.Refused(1, ["bus", "casper", "--from", folder, "--checkpoint", root], "two thirds of 512000000000 Gwei from epoch 2 to 3", "actual 0");
        File.WriteAllText(Path.Combine(folder, "blocks.json"), "votes");
        Wsc.Refused(1, ["bus", "casper", "--from", folder, "--checkpoint", root], "an array of blocks");
        File.WriteAllBytes(Path.Combine(folder, "state-2.ssz"), [1, 2, 3]);
        Wsc.Refused(1, ["bus", "casper", "--from", folder, "--checkpoint", root], "state-2.ssz", "at least 48 bytes, actual 3");
        File.Delete(Path.Combine(folder, "blocks.json"));
        Wsc.Refused(1, ["bus", "casper", "--from", folder, "--checkpoint", root], folder, "as --save writes them");
        Directory.Delete(folder, true);
        Wsc.Refused(2, ["bus", "casper", "--from", folder, "--checkpoint", root], folder, "does not exist");
    }

    /// <summary>The recording of the bus's tests as a folder; the root of its first checkpoint.</summary>
    private static (string Folder, string Root) Record(Wsc wsc, int states)
    {
        string folder = wsc.NewPath("chain"), path = Path.Combine(Repository.Root, "tests", "Supercomputer.Bus.Tests", "Fixtures", "devnet-casper.json.gz");
        Directory.CreateDirectory(folder);
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using JsonDocument json = JsonDocument.Parse(stream);
        foreach (string name in (string[])["spec", "genesis", "blocks"])
            File.WriteAllText(Path.Combine(folder, $"{name}.json"), json.RootElement.GetProperty(name).GetRawText());
        for (int i = 0; i < states; i++)
        {
            Assert.True(Hex.TryDecode(json.RootElement.GetProperty("states")[i].GetString()!, out byte[]? bytes));
            File.WriteAllBytes(Path.Combine(folder, $"state-{i + 2}.ssz"), bytes);
        }

        JsonElement vote = json.RootElement.GetProperty("blocks")[0].GetProperty("message").GetProperty("body").GetProperty("attestations")[0];
        return (folder, vote.GetProperty("data").GetProperty("target").GetProperty("root").GetString()!);
    }
}
