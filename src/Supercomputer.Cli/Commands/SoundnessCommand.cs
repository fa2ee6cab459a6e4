using System.CommandLine;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs.Soundness;
using Supercomputer.Proofs.Whir;

namespace Supercomputer.Cli.Commands;

/// <summary><c>wsc soundness</c>: the bits of every error source of a proof of a given size.</summary>
internal static class SoundnessCommand
{
    public static Command Create()
    {
        Option<int> logCells = new("--log-cells") { Description = "log2 of the committed cells", DefaultValueFactory = _ => 24 };
        Option<int> security = CommonOptions.Security();
        Option<bool> json = CommonOptions.Json();
        Command command = new("soundness", "Print the bits of every error source, their minimum and the union bound") { logCells, security, json };
        command.SetAction(parsed =>
        {
            int cells = parsed.GetValue(logCells);
            if (cells is < 12 or > WhirParameters.MaximumLogCells)
                throw new CommandFailure($"--log-cells: 12 to {WhirParameters.MaximumLogCells} expected, actual {cells}", CommandFailure.Usage);
            ProofProfile profile = CommonOptions.Profile(parsed.GetValue(security));
            WhirRequest request = WhirRequest.ForProfile(cells, profile.FieldDegree, 2500);
            if (WhirParameters.TryChoose(request, out WhirParameters? parameters) is { } error)
                throw new CommandFailure($"no parameters reach the target: {error}");
            ArgumentShape shape = new(Math.Max(6, cells - 5), 2000, 3, Math.Min(28, cells - 1), 1024, 12, 2500);
            SoundnessReport report = ArgumentSoundness.Compute(
                shape, parameters!.Shape, profile.TargetBits, $"direct profile, 2^{cells} cells, 2500 columns, 2^{shape.LogFractions} fractions");
            Console.Write(parsed.GetValue(json) ? report.ToJson() + Environment.NewLine : report.ToText());
            return report.MeetsTarget ? 0 : CommandFailure.Refused;
        });
        return command;
    }
}
