using System.CommandLine;
using Supercomputer.Bus;
using Supercomputer.Claims;
using Supercomputer.Cli.Output;
using Supercomputer.Compute.Blocks;

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
        Header(),
        FollowCommand.Create(),
        BusVerifyCommand.Create(),
    };

    /// <summary>A header claim without a proof, for verifiers who know the block from elsewhere.</summary>
    private static Command Header()
    {
        Option<string> block = BusProveCommand.Block(), output = new("--out") { Description = "where to write the claim", Required = true };
        Option<ulong> chain = BusProveCommand.Chain();
        Option<bool> json = CommonOptions.Json();
        Command command = new("header", "Write the FinalizedHeader claim of a block that you trust yourself: it has no proof") { block, chain, output, json };
        command.SetAction(parsed =>
        {
            CheckedBlock read = BlockStreams.ReadBlock(parsed.GetValue(block)!);
            FinalizedHeaderClaim claim = BusInputs.TrustedHeader(read, parsed.GetValue(chain));
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
}
