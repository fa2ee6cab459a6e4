using System.CommandLine;
using Supercomputer.Bus;
using Supercomputer.Claims;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Proving;
using Supercomputer.Primitives;

namespace Supercomputer.Cli.Commands;

/// <summary>What the verifier of a bundle believes without a proof.</summary>
internal sealed class TrustOptions
{
    private readonly Option<string[]> headers = new("--trust-header")
    {
        Description = "of a bundle: a file with a FinalizedHeader claim that you believe without a proof, repeatable (see 'wsc bus header')",
    };

    private readonly Option<string[]> checkpoints = new("--checkpoint")
    {
        Description = "of a bundle: the root of a beacon block that you trust, repeatable",
    };

    private readonly Option<string?> spec = new("--spec") { Description = "of a bundle: the network's rules, a beacon node's reply of /eth/v1/config/spec (default: mainnet)" };
    private readonly Option<string?> genesis = new("--genesis") { Description = "of a bundle: the reply of /eth/v1/beacon/genesis; with --spec" };

    public void AddTo(Command command)
    {
        command.Options.Add(spec);
        command.Options.Add(genesis);
        command.Options.Add(headers);
        command.Options.Add(checkpoints);
    }

    public BusTrust Read(ParseResult parsed, ProofProfile profile, IEnumerable<BusProgram> programs) => new()
    {
        Headers = [.. (parsed.GetValue(headers) ?? []).Select(ReadHeader)],
        Checkpoints = [.. (parsed.GetValue(checkpoints) ?? []).Select(text => ReadDigest(text, "--checkpoint"))],
        Networks = [FinalizedCommand.Network(parsed.GetValue(spec), parsed.GetValue(genesis)).ToNetwork()],
        Programs = [.. programs],
        Profile = profile,
    };

    /// <summary>A FinalizedHeader claim from a file.</summary>
    public static FinalizedHeaderClaim ReadHeader(string path) =>
        ClaimEncoding.TryRead(InputFiles.Read(path, "header claim"), out FinalizedHeaderClaim claim, out string? error)
            ? claim
            : throw new CommandFailure($"{path}: {error}; make one with 'wsc bus header'");

    /// <summary>Thirty-two bytes in hexadecimal.</summary>
    public static Digest ReadDigest(string text, string option) =>
        Hex.TryDecode(text, out byte[]? bytes) && bytes.Length == Digest.Size
            ? new(bytes)
            : throw new CommandFailure($"{option}: 32 bytes in hexadecimal expected, actual '{text}'", CommandFailure.Usage);

    /// <summary>A storage slot: 32 bytes, or a shorter number whose leading zeros are left out.</summary>
    public static Digest ReadSlot(string text)
    {
        string digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : "";
        if (digits.Length is 0 or > 64) throw new CommandFailure($"--slot: 0x and at most 64 hexadecimal digits expected, actual '{text}'", CommandFailure.Usage);
        return ReadDigest(digits.PadLeft(64, '0'), "--slot");
    }

    /// <summary>Twenty bytes in hexadecimal.</summary>
    public static Address ReadAddress(string text, string option) =>
        Hex.TryDecode(text, out byte[]? bytes) && bytes.Length == Address.Size
            ? new(bytes)
            : throw new CommandFailure($"{option}: 20 bytes in hexadecimal expected, actual '{text}'", CommandFailure.Usage);
}
