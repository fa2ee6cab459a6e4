using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class LoopProgramTests(ITestOutputHelper output)
{
    /// <summary>Fibonacci of n by a loop in a called function.</summary>
    internal static LoweredProgram Fibonacci(uint n)
    {
        ProgramBuilder program = new();
        uint entry = program.Next;
        uint callee = entry + 4;
        program.Const32(10, n)
            .Add(Operation.Call, callee, immediate: 10)
            .Add(Operation.Move32, 0, 10)
            .Add(Operation.Return)
            .Const32(1, 0).Const32(2, 1)
            .Add(Operation.BrEq32Imm, callee + 8, 0, immediate: 0)
            .Add(Operation.Add32, 3, 1, 2)
            .Add(Operation.Move32, 1, 2)
            .Add(Operation.Move32, 2, 3)
            .Add(Operation.Add32Imm, 0, 0, immediate: uint.MaxValue)
            .Add(Operation.Jump, callee + 2)
            .Add(Operation.Move32, 0, 1)
            .Add(Operation.Return);
        return program.Build();
    }

    [Fact]
    public void A_loop_in_a_called_function_satisfies_all_chips()
    {
        using MachineRun run = new(Fibonacci(50));
        Assert.Equal(Outcome.Returned, run.Result.Outcome);
        Assert.Empty(run.Failures());
    }

    [Fact]
    public void A_loop_that_runs_out_of_fuel_satisfies_all_chips()
    {
        using MachineRun run = new(Fibonacci(1000), fuel: 100);
        Assert.Equal(Outcome.OutOfFuel, run.Result.Outcome);
        Assert.Empty(run.Failures());
    }

    [Fact]
    public void A_long_loop_refreshes_cells_that_were_not_touched()
    {
        using MachineRun run = new(Fibonacci(4000));
        Assert.True(run.Has("Refresh"));
        Assert.Empty(run.Failures());
    }

    [Fact]
    public void No_change_of_one_cell_is_accepted()
    {
        using MachineRun run = new(Fibonacci(4000));
        MutationCampaign campaign = new();
        campaign.Run(run, maximumRows: 16);
        campaign.AssertSound(output, everyColumnStrict: false);
    }
}
