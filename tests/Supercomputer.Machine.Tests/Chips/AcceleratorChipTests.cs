using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>What holds for every accelerator whose call is one row.</summary>
public sealed class AcceleratorChipTests(ITestOutputHelper output)
{
    private static readonly (Operation Operation, string Chip, int MutatedRows)[] s_all =
    [
        (Operation.MultiplyAdd256, "Modular256", 8), (Operation.MultiplyAdd384, "Modular384", 8),
        (Operation.MultiplyAddFp2Of256, "ModularFp2Of256", 4), (Operation.MultiplyAddFp2Of384, "ModularFp2Of384", 4),
        (Operation.CurveAdd256, "CurveAdd256", 1), (Operation.CurveAdd384, "CurveAdd384", 1),
        (Operation.CurveDouble256, "CurveDouble256", 1), (Operation.CurveDouble384, "CurveDouble384", 1),
        (Operation.Inverse256, "Inverse256", 2), (Operation.Inverse384, "Inverse384", 2),
        (Operation.Poseidon2Of16, "Poseidon2Of16", 4), (Operation.Poseidon2Of24, "Poseidon2Of24", 4),
    ];

    public static TheoryData<Operation> Operations => [.. s_all.Select(accelerator => accelerator.Operation)];

    /// <summary>Calls with corner cases and random operands, and perhaps one that traps.</summary>
    internal static LoweredProgram Program(Operation operation, int seed, int randomCalls, bool traps) =>
        IsPoseidon2(operation) ? Poseidon2Tests.Program(operation, seed, traps) : AcceleratorProgram.Of(operation, seed, randomCalls, traps);

    private static bool IsPoseidon2(Operation operation) => operation is Operation.Poseidon2Of16 or Operation.Poseidon2Of24;

    [Theory]
    [MemberData(nameof(Operations))]
    public void Calls_satisfy_all_chips_and_their_record(Operation operation)
    {
        bool mayTrap = IsPoseidon2(operation) || AcceleratorProgram.Trap(operation) is not null;
        foreach (bool traps in mayTrap ? new[] { false, true } : [false])
        {
            LoweredProgram program = Program(operation, 1, randomCalls: 8, traps);
            using MachineRun run = new(program);
            Assert.Equal(traps ? Outcome.IntegerOverflow : Outcome.Returned, run.Result.Outcome);
            Assert.Equal(run.Result.Outcome, Executor.Run(program, ProgramInputs.Empty).Outcome);
            Assert.Empty(run.Failures());
            new RecordChecker(program, run.Result.Record!).Check(run.Result);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void No_change_of_one_cell_is_accepted(Operation operation)
    {
        (_, string chip, int rows) = s_all.Single(accelerator => accelerator.Operation == operation);
        using MachineRun run = new(Program(operation, 2, randomCalls: 4, traps: true));
        MutationCampaign campaign = new();
        campaign.Run(run, chip, rows);
        campaign.AssertSound(output);
    }
}
