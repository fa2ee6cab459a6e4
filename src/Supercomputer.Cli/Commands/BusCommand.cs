using System.CommandLine;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc bus</c>: claims about chains, their proofs, and bundles of them.</summary>
internal static class BusCommand
{
    public static Command Create() => new("bus", "Claims about chains: prove one, check a bundle of proofs") { FinalizedCommand.Create() };
}
