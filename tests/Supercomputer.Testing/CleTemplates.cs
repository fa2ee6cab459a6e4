using System.Globalization;
using System.Text;
using Xunit;

namespace Supercomputer.Testing;

/// <summary>The templates of create-cle, built from npm; a test that needs them is skipped where they cannot be.</summary>
public static class CleTemplates
{
    private static readonly Lazy<(int Code, string Output)> s_build = new(() => Script.Run("eng/build-cle-templates.sh"));

    private static readonly Dictionary<string, string> s_results = new(StringComparer.Ordinal)
    {
        ["hello"] = "48656c6c6f20434c4521",
        ["event"] = "a60ecf32309539dd84f27a9563754dca818b815e",
        ["multiaddr"] = "04",
        ["storage"] = "684ee19800000000000000000000000000000000000000001234567890abcdef",
        ["uniswapprice"] = "00000000000000000000000000000000000000000000000000000000001cfde0", // 1,900 with three decimals
    };

    /// <summary>The block of a local chain that has what the templates ask for.</summary>
    public static string Block { get; } = Path.Combine(Repository.Root, "eng", "cle-templates", "block.json");

    /// <summary>A template's result over that block.</summary>
    public static byte[] Result(string template) => Convert.FromHexString(s_results[template]);

    /// <summary>What <c>senders</c> puts out for USDT in block 22431084 of mainnet: hashes, senders and nonces as ethers 6.15 reads them.</summary>
    public static byte[] SendersOfUsdt()
    {
        (string Hash, string Sender, uint Nonce)[] transactions =
        [
            ("3bd66c89c064ef9f57d188bd7834cd2997b6d79cc299a4da57a1a98270729f05", "298888089ebb879cd94afe829256a884174ac921", 24),
            ("45377241f9d276aed374622e7a850a0bb8b18911ec19d5d8757375a68a11a90b", "3dba27d87870d2ec57237d9cd09840621169b64d", 17),
            ("cf815887d97c1bf1c32803c801a80c7dff83bdf52651299448b88417c478437f", "3dba27d87870d2ec57237d9cd09840621169b64d", 18),
            ("0beb537a6ecb4bdca8c1cd6049986a47ee35fbcc54d09cc8bf9a7071b873e315", "ec8bd58821b6dd99e917906ad16333bcd6e25c87", 17740),
            ("407b04e0af6290a050caf6a81066b458b8c11ec3efbb008dab638ea970ef84fb", "c58bb74606b73c5043b75d7aa25ebe1d5d4e7c72", 175664),
            ("77f12345a065f0f9df02ef11bef08ce832d6364c13ddb9e6af0611402d94adfb", "dcb73e268f236054c3dbebe4746d89fb2bedd63c", 15),
            ("3ab212b99c236185b32e4b6d91907273336707040a043772abb4eb168e0872d5", "fc573e8059e0cda91fa70866e34e94d77d0c78b0", 202189),
            ("c61a47b2038bb6f315c0c8b9456e66843b0b1138e7bc70568e008ec81d93bb2e", "b102654f07e3d2198df22e9808cc21ed1a6b3efd", 19763),
            ("400b4924bddb24822595cee4c2792a1b5b33d21eab97c523d08912cfd0e1e55a", "f52605c7b778563a5a9144ef4dc53b57463ca2c7", 175845),
        ];
        StringBuilder state = new($"{transactions.Length:x8}");
        foreach ((string hash, string sender, uint nonce) in transactions)
            state.Append(CultureInfo.InvariantCulture, $"{hash}{sender}00000014dac17f958d2ee523a2206206994597c13d831ec7{AsClePutsIt(nonce):x8}{68:x8}");
        return Convert.FromHexString(state.ToString());
    }

    /// <summary>cle-lib reads the nonce's bytes, which have their highest in front, from the back, and as negative where the last is 128 or more.</summary>
    private static uint AsClePutsIt(uint nonce)
    {
        byte[] bytes = Convert.FromHexString(nonce < 0x100 ? $"{nonce:x2}" : nonce < 0x10000 ? $"{nonce:x4}" : $"{nonce:x6}"), word = new byte[4];
        if (bytes[^1] >= 0x80) word.AsSpan().Fill(0xff);
        bytes.CopyTo(word, 0);
        return BitConverter.ToUInt32(word);
    }

    /// <summary>A template's manifest.</summary>
    public static string Manifest(string template) => Built(template + ".yaml");

    /// <summary>A template's program, of cle-lib's unsafe mode or of its safe mode.</summary>
    public static string Program(string template, bool isSafe = false) => Built(isSafe ? $"safe/{template}.wasm" : $"{template}.wasm");

    private static string Built(string file)
    {
        (int code, string output) = s_build.Value;
        Assert.SkipWhen(code == 3, output.Trim());
        Assert.True(code == 0, output);
        return Path.Combine(Repository.Root, "artifacts", "cle-templates", file);
    }
}
