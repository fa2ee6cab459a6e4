using System.CommandLine;
using Supercomputer.Bus;
using Supercomputer.Bus.History;
using Supercomputer.Claims;
using Supercomputer.Cli.Output;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc bus</c>: claims about chains, their proofs, and bundles of them.</summary>
internal static class BusCommand
{
    public static Command Create() => new("bus", "Claims about chains: prove one, check a bundle of proofs")
    {
        BusProveCommand.Event(),
        BusProveCommand.State(),
        BusProveCommand.Transaction(),
        BusProveCommand.EventSum(),
        FinalizedCommand.Create(),
        CasperCommand.Create(),
        AncestorCommand.Create(),
        Header(),
        FollowCommand.Create(),
        BusVerifyCommand.Create(),
    };

    /// <summary>A header claim without a proof, for verifiers who know the block from elsewhere.</summary>
    private static Command Header()
    {
        Option<string?> block = new("--block") { Description = "a block file whose header you trust" };
        Option<string?> history = new("--history") { Description = "in place of --block: a mainnet header since Capella with its proof (SSZ, as the Portal network carries it)" };
        Option<string?> summaries = new("--summaries") { Description = "with --history: the historical_summaries of a beacon state that you trust (SSZ)" };
        Option<string> output = new("--out") { Description = "where to write the claim", Required = true };
        Option<ulong> chain = BusProveCommand.Chain();
        Option<bool> json = CommonOptions.Json();
        Command command = new("header", "Write the FinalizedHeader claim of a block that you trust yourself: it has no proof") { block, history, summaries, chain, output, json };
        command.SetAction(parsed =>
        {
            FinalizedHeaderClaim claim = ReadTrusted(parsed.GetValue(block), parsed.GetValue(history), parsed.GetValue(summaries), parsed.GetValue(chain));
            File.WriteAllBytes(parsed.GetValue(output)!, ClaimEncoding.Encode(claim));
            if (parsed.GetValue(json))
            {
                JsonLine.Print(writer =>
                {
                    writer.WriteString("digest", $"0x{ClaimEncoding.DigestOf(claim)}");
                    ClaimText.Write(writer, claim);
                });
            }
            else
            {
                Console.WriteLine($"FinalizedHeader claim 0x{ClaimEncoding.DigestOf(claim)}, believed and not proved");
                ClaimText.Print(claim);
            }

            return 0;
        });
        return command;
    }

    private static FinalizedHeaderClaim ReadTrusted(string? block, string? history, string? summaries, ulong chain)
    {
        if (block is null == history is null || history is null != summaries is null)
            throw new CommandFailure("bus header: --block, or --history with --summaries, and not both", CommandFailure.Usage);
        if (block is not null) return BusInputs.TrustedHeader(BlockStreams.ReadBlock(block), chain);
        byte[] header = InputFiles.Read(history!, "header with proof"), believed = InputFiles.Read(summaries!, "summaries");
        return HistoricalHeader.Check(header, believed, out FinalizedHeaderClaim claim) is { } error ? throw new CommandFailure($"{history}: {error}") : claim;
    }
}
