using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class ControlChipTests(ITestOutputHelper output)
{
    internal static readonly ProgramInputs s_inputs = new(
        new byte[] { 1, 2, 3, 4, 5 }, new byte[] { 9, 8, 7, 6, 0xFF, 0xFE, 0xFD, 0xFC }, new byte[] { 0xAA, 0xBB, 0xCC, 0xDD });

    internal static LoweredProgram Everything()
    {
        ProgramBuilder program = new() { InitialPages = 1, MaximumPages = 8 };
        uint start = program.Next;
        program.Const32(1, start + 20).Const32(2, 1)
            .Add(Operation.Call, start + 22, immediate: 7)
            .Add(Operation.CallIndirect, a: 1, immediate: 9)
            .Add(Operation.JumpIndirect, a: 2, immediate: start + 4)
            .Add(Operation.Jump, start + 7)
            .Const32(9, 1)
            .Add(Operation.MemorySize, 3)
            .Add(Operation.MemoryGrow, 3, 2, immediate: 8)
            .Add(Operation.MemoryGrow, 3, 1, immediate: 8)
            .Const32(4, 0x12340001)
            .Add(Operation.MemoryGrow, 3, 4, immediate: 8)
            .Add(Operation.Input, 5, 2, immediate: 0)
            .Add(Operation.Input, 5, 2, immediate: 1)
            .Add(Operation.Input, 5, 2, immediate: 2)
            .Const32(6, 0).Const32(7, 200)
            .Add(Operation.Output, a: 6, b: 7)
            .Add(Operation.Output, a: 2, b: 2)
            .Add(Operation.Return)
            .Add(Operation.Move32, 1, 0)
            .Add(Operation.Return)
            .Const64(3, 5)
            .Add(Operation.Move64, 1, 3)
            .Add(Operation.Return);
        return program.Build();
    }

    internal static LoweredProgram EndlessRecursion()
    {
        ProgramBuilder program = new() { StackLimit = 100 };
        uint start = program.Next;
        return program.Add(Operation.Call, start, immediate: 7).Build();
    }

    [Fact]
    public void Calls_jumps_growth_inputs_and_outputs_satisfy_the_chips()
    {
        using MachineRun run = new(Everything(), s_inputs);
        Assert.Equal(Outcome.Returned, run.Result.Outcome);
        Assert.Equal([200, 1], run.Result.Output);
        Assert.Equal(2u, run.Result.Pages);
        Assert.Empty(run.Failures());
    }

    [Fact]
    public void Endless_recursion_ends_with_a_trap_that_satisfies_the_chips()
    {
        using MachineRun run = new(EndlessRecursion());
        Assert.Equal(Outcome.CallStackExhausted, run.Result.Outcome);
        Assert.Empty(run.Failures());
    }

    [Fact]
    public void No_change_of_one_cell_is_accepted()
    {
        MutationCampaign campaign = new();
        using (MachineRun run = new(Everything(), s_inputs)) campaign.Run(run);
        using (MachineRun run = new(EndlessRecursion())) campaign.Run(run);
        using (MachineRun run = new(EndlessRecursion(), fuel: 5)) campaign.Run(run);
        campaign.AssertSound(output, everyColumnStrict: false);
    }
}
