using Supercomputer.Machine.Lowering;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class ConvertChipTests(ITestOutputHelper output)
{
    internal static LoweredProgram Program()
    {
        ProgramBuilder program = new();
        foreach (ulong value in new ulong[] { 0, 0x7F, 0x80, 0x7FFF, 0x8000, 0x12348080, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x8000000080008080 })
        {
            program.Const32(1, (uint)value).Const64(1, value);
            for (Operation operation = Operation.Wrap; operation <= Operation.Extend32S64; operation++)
                program.Add(operation, 2, 1);
        }

        return program.Add(Operation.Return).Build();
    }

    [Fact]
    public void Values_of_all_signs_satisfy_the_chip()
    {
        using MachineRun run = new(Program());
        Assert.Empty(run.Failures());
    }

    [Fact]
    public void No_change_of_one_cell_is_accepted()
    {
        using MachineRun run = new(Program());
        MutationCampaign campaign = new();
        campaign.Run(run, "Convert");
        campaign.Run(run, "Move64");
        campaign.AssertSound(output, everyColumnStrict: false);
    }
}
