using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

public sealed class MemoryChipTests(ITestOutputHelper output)
{
    private static readonly ImageInterval[] s_image = [new(0, [0x81828384, 0x12345678, 0xFFFFFFFF]), new(16380, [1, 2, 3])];

    /// <summary>Every load and store at addresses of every position, at page borders, and with offsets that carry.</summary>
    internal static LoweredProgram Accesses(IEnumerable<Operation> operations, int stride)
    {
        ProgramBuilder program = new() { InitialPages = 2, MemoryImage = s_image };
        uint[] addresses = [0, 1, 2, 3, 4, 7, 65529, 65532, 65535, 65536, 65537, 131064];
        program.Const32(5, 0xA1B2C3D4).Const64(5, 0xF1E2D3C4B5A69788);
        int index = 0;
        foreach (Operation operation in operations)
        {
            foreach (uint address in addresses)
            {
                if (index++ % stride != 0) continue;
                uint offset = address > 60000 ? 60000u : 0;
                program.Const32(1, address - offset);
                if (operation.IsStore()) program.Add(operation, 0, 1, 5, offset);
                else program.Add(operation, 6, 1, 0, offset);
            }
        }

        return program.Add(Operation.Return).Build();
    }

    internal static LoweredProgram OutOfBounds(Operation operation)
    {
        ProgramBuilder program = new() { InitialPages = 0 };
        return program.Const32(1, uint.MaxValue).Add(operation, 0, 1, 0, uint.MaxValue).Build();
    }

    internal static LoweredProgram Auxiliary()
    {
        ProgramBuilder program = new() { AuxiliaryImage = [new(3, [7, 0x80000001])] };
        return program.Const32(1, 2)
            .Add(Operation.AuxLoad, 2, immediate: 4)
            .Add(Operation.AuxLoadIndexed, 3, 1, immediate: 2)
            .Add(Operation.AuxStore, b: 2, immediate: 9)
            .Add(Operation.AuxStoreIndexed, a: 1, b: 2, immediate: 1)
            .Add(Operation.Return)
            .Build();
    }

    internal static IEnumerable<Operation> LoadsAndStores =>
        Enumerable.Range((int)Operation.Load8S, Operation.Store64 - Operation.Load8S + 1).Select(code => (Operation)code);

    [Fact]
    public void Accesses_at_every_position_satisfy_the_chips()
    {
        using MachineRun run = new(Accesses([.. LoadsAndStores, .. LoadsAndStores], 1));
        Assert.Equal(Outcome.Returned, run.Result.Outcome);
        foreach (string chip in new[] { "MemoryWord", "LoadPart", "StorePart", "LoadAny", "StoreAny", "MemoryImage" })
            Assert.True(run.Has(chip), chip);
        Assert.Empty(run.Failures());
    }

    [Theory]
    [InlineData(0u, 131072u)]
    [InlineData(1u, 131071u)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData(0xFFFFFFF0u, 8u)]
    public void An_access_out_of_bounds_traps_and_satisfies_the_chips(uint address, uint offset)
    {
        foreach (Operation operation in LoadsAndStores)
        {
            foreach (uint pages in new uint[] { 0, 2 })
            {
                ProgramBuilder program = new() { InitialPages = pages };
                program.Const32(1, address).Add(operation, 0, 1, 0, offset).Add(Operation.Return);
                using MachineRun run = new(program.Build());
                Assert.Equal(Outcome.MemoryOutOfBounds, run.Result.Outcome);
                Assert.Empty(run.Failures());
            }
        }
    }

    [Fact]
    public void No_change_of_one_cell_is_accepted()
    {
        MutationCampaign campaign = new();
        using (MachineRun run = new(Accesses([.. LoadsAndStores, .. LoadsAndStores], 3)))
            foreach (string chip in new[] { "MemoryWord", "LoadPart", "StorePart", "LoadAny", "StoreAny", "MemoryImage", "Cells" })
                campaign.Run(run, chip, 40);
        foreach (Operation operation in new[] { Operation.Load64, Operation.Load8S, Operation.Store64, Operation.Store16 })
        {
            using MachineRun run = new(OutOfBounds(operation));
            campaign.Run(run, "LoadAny");
            campaign.Run(run, "StoreAny");
        }

        campaign.AssertSound(output);
    }

    [Fact]
    public void Auxiliary_accesses_satisfy_the_chip_and_no_change_is_accepted()
    {
        using MachineRun run = new(Auxiliary());
        Assert.Empty(run.Failures());
        MutationCampaign campaign = new();
        campaign.Run(run, "Auxiliary");
        campaign.Run(run, "AuxiliaryImage");
        campaign.AssertSound(output);
    }
}
