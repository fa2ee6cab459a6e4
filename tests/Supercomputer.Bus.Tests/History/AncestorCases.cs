using Supercomputer.Bus.History;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Claims;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Machine.Execution;

namespace Supercomputer.Bus.Tests.History;

/// <summary>One good input for each way: real where the vectors have it, made where they do not (the history contract).</summary>
internal static class AncestorCases
{
    public static readonly ZkPosNetwork MadeNetwork = MadeHistory.Network(Preset.Minimal, 8, 100, 500);

    public static (FinalizedHeaderClaim Premise, ProgramInputs Inputs) Inputs(string way)
    {
        switch (way)
        {
            case "parents":
                List<ReadOnlyMemory<byte>> headers = MadeHistory.Run(4);
                return (MadeHistory.Claim(headers[0]), AncestorInputs.ParentHashes(MadeHistory.Claim(headers[0]), headers));
            case "contract":
                return MadeHistory.HistoryContract(100);
            case "roots":
                (FinalizedHeaderClaim premise, ProgramInputs inputs, _) = MadeBeacon.Inputs(MadeNetwork, 5000, 4990);
                return (premise, inputs);
            case "made history":
                (premise, inputs, _) = MadeBeacon.Inputs(MadeNetwork, 5000, 4099);
                return (premise, inputs);
            case "accumulator":
                premise = MadeHistory.Claim(MadeHistory.Header(MadeHistory.Filled(1), 22_000_000, MadeHistory.Filled(2)));
                return (premise, Blocks.Good(AncestorInputs.Accumulator(premise, RealHistory.Portal("14764013"))));
            default:
                inputs = Blocks.Good(RealHistory.ByHistory(way == "bellatrix" ? "15547621" : "22162263", out premise));
                return (premise, inputs);
        }
    }

    /// <summary>What a verifier believes who believes a premise.</summary>
    public static BusTrust Trust(FinalizedHeaderClaim premise) => new() { Headers = [premise], Networks = [ZkPosNetwork.Mainnet, MadeNetwork] };
}
