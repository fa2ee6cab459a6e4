using System.Text.Json;
using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary><c>--security</c> from the command line: what is made at 100 bits is accepted at 100 alone.</summary>
public sealed class SecurityOptionTests : IDisposable
{
    private readonly Wsc wsc = new();

    public void Dispose() => wsc.Dispose();

    [Fact]
    public void A_proof_of_100_bits_is_accepted_when_asked_for_and_refused_otherwise()
    {
        string program = wsc.Write("product.wat", ProvedProgram.Text), proof = wsc.NewPath("proof");
        string[] streams = ["--public", wsc.Write("p", ProvedProgram.Public), "--disclosed", wsc.Write("s", ProvedProgram.Disclosed)];
        WscResult proved = Wsc.Run(["prove", program, .. streams, "--security", "100", "--out", proof, "--json"]);
        Assert.True(proved.Code == 0, proved.Error);
        Assert.Equal(100, proved.Json().GetProperty("security").GetInt32());
        Assert.InRange(proved.Json().GetProperty("security_bits").GetInt32(), 100, 127);

        string[] verify = ["verify", proof, "--program", program, .. streams];
        WscResult accepted = Wsc.Run([.. verify, "--security", "100"]);
        Assert.True(accepted.Code == 0, accepted.Error);
        Assert.Contains("100 bits", accepted.Output, StringComparison.Ordinal);
        Assert.Equal(100, Wsc.Run([.. verify, "--security", "100", "--json"]).Json().GetProperty("security").GetInt32());
        Wsc.Refused(1, verify, "profile", "expected direct, 128 bits", "actual direct, 100 bits");
        Wsc.Refused(1, [.. verify, "--security", "128"], "profile", "expected direct, 128 bits", "actual direct, 100 bits");

        string strong = wsc.Write("strong", ProvedProgram.Proof);
        Wsc.Refused(1, ["verify", strong, "--program", program, .. streams, "--security", "100"], "expected direct, 100 bits", "actual direct, 128 bits");
        JsonElement refused = Wsc.Run([.. verify, "--json"]).AnyJson();
        Assert.False(refused.GetProperty("accepted").GetBoolean());
        Assert.Equal(128, refused.GetProperty("security").GetInt32());
    }

    [Fact]
    public void Jobs_carry_their_profile_and_a_folder_of_another_profile_is_refused()
    {
        string folder = wsc.NewPath("jobs"), proof = wsc.NewPath("proof"), words = wsc.Write("words", [.. BitConverter.GetBytes(400), .. BitConverter.GetBytes(1)]);
        string[] run = [Wsc.Sample("sort", "sort.wasm"), "--public", words, "--memory", "230MiB"];
        Assert.Equal(0, Wsc.Run(["prove", .. run, "--security", "100", "--jobs", folder]).Code);
        Assert.True(File.Exists(Path.Combine(folder, "job-00001")));
        WscResult segment = Wsc.Run("segment", Path.Combine(folder, "job-00000"), "--out", Path.Combine(folder, "segment-00000"), "--json");
        Assert.True(segment.Code == 0, segment.Error);
        byte[] first = File.ReadAllBytes(Path.Combine(folder, "segment-00000"));

        Wsc.Refused(1, ["prove", .. run, "--resume", folder], "profile", "expected direct, 128 bits", "actual direct, 100 bits", "another folder");
        WscResult proved = Wsc.Run(["prove", .. run, "--security", "100", "--resume", folder, "--out", proof, "--json"]);
        Assert.True(proved.Code == 0, proved.Error);
        Assert.True(proved.Json().GetProperty("segments").GetInt32() >= 2);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(folder, "segment-00000")));
        string[] verify = ["verify", proof, "--program", Wsc.Sample("sort", "sort.wasm"), "--public", words];
        Assert.Equal(0, Wsc.Run([.. verify, "--security", "100"]).Code);
        Wsc.Refused(1, verify, "profile", "expected direct, 128 bits", "actual direct, 100 bits");
    }

    [Theory]
    [InlineData(12)]
    [InlineData(22)]
    [InlineData(27)]
    public void The_soundness_of_100_bits_lists_every_source_at_100_bits_or_more(int logCells)
    {
        JsonElement table = Wsc.Run("soundness", "--security", "100", "--log-cells", $"{logCells}", "--json").Json();
        Assert.Equal(100, table.GetProperty("target_bits").GetInt32());
        foreach (JsonElement source in table.GetProperty("sources").EnumerateArray()) Assert.True(source.GetProperty("bits").GetDouble() >= 100, $"{source}");
        Assert.Contains(table.GetProperty("sources").EnumerateArray(), source => source.GetProperty("name").GetString() == "fin");
    }

    [Fact]
    public void The_benchmark_measures_both_profiles_in_turn()
    {
        JsonElement[] programs = [.. Wsc.Run("bench", "machine", "--only", "10 k", "--runs", "1", "--security", "128", "--security", "100", "--json")
            .Json().GetProperty("programs").EnumerateArray()];
        Assert.Equal([128, 100], programs.Select(program => program.GetProperty("security").GetInt32()));
        Assert.True(programs[1].GetProperty("proof_bytes").GetInt64() < programs[0].GetProperty("proof_bytes").GetInt64());
    }
}
