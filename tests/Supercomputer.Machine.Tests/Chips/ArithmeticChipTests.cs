using Supercomputer.Machine.Lowering;
using Xunit;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>Every operation of the arithmetic chips over corner and random operands, in register and immediate form.</summary>
public sealed class ArithmeticChipTests(ITestOutputHelper output)
{
    public static TheoryData<string, Operation, Operation> Groups => new()
    {
        { "Add32", Operation.Add32, Operation.Sub32 },
        { "Add64", Operation.Add64, Operation.Sub64 },
        { "Bitwise32", Operation.And32, Operation.Xor32Imm },
        { "Bitwise64", Operation.And64, Operation.Xor64Imm },
        { "Multiply32", Operation.Mul32, Operation.Mul32Imm },
        { "Multiply64", Operation.Mul64, Operation.Mul64Imm },
        { "Shift32", Operation.Shl32, Operation.Rotr32Imm },
        { "Shift64", Operation.Shl64, Operation.Rotr64Imm },
        { "Set32", Operation.SetEq32, Operation.SetGeU32Imm },
        { "Set64", Operation.SetEq64, Operation.SetGeU64Imm },
        { "Branch32", Operation.BrEq32, Operation.BrGeU32Imm },
        { "Branch64", Operation.BrEq64, Operation.BrGeU64Imm },
    };

    [Theory]
    [MemberData(nameof(Groups))]
    public void Operands_of_all_kinds_satisfy_the_chip(string chip, Operation first, Operation last)
    {
        using MachineRun run = new(Program(chip, first, last, Operands.Pairs(IsWide(chip), 20, 7)));
        Assert.True(run.Has(chip));
        Assert.Empty(run.Failures());
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void No_change_of_one_cell_is_accepted(string chip, Operation first, Operation last)
    {
        IEnumerable<(ulong, ulong)> pairs = Operands.Pairs(IsWide(chip), 8, 11).Where((_, index) => index % 9 == 2);
        using MachineRun run = new(Program(chip, first, last, pairs));
        MutationCampaign campaign = new();
        foreach (string name in run.Traces.Select(trace => trace.Chip.Name))
            if (name.StartsWith(chip, StringComparison.Ordinal) || name == "Fixed" + chip)
                campaign.Run(run, name, maximumRows: 100);
        campaign.AssertSound(output);
    }

    internal static bool IsWide(string chip) => chip.EndsWith("64", StringComparison.Ordinal);

    internal static LoweredProgram Program(
        string chip, Operation first, Operation last, IEnumerable<(ulong A, ulong B)> pairs)
    {
        ProgramBuilder program = new();
        Operation constant = IsWide(chip) ? Operation.Const64 : Operation.Const32;
        foreach ((ulong a, ulong b) in pairs)
        {
            program.Add(constant, 1, immediate: a).Add(constant, 2, immediate: b);
            for (Operation operation = first; operation <= last; operation++)
            {
                bool immediate = (operation.Forms() & OperandForms.Value) != 0;
                uint d = operation.IsBranch() ? program.Next + 2 : 3;
                program.Add(operation, d, 1, immediate ? 0u : 2, immediate ? b : 0);
                if (new Instruction(operation, 1, 1, 0, 0, 0).IsInPlace)
                {
                    program.Add(operation, 1, 1, immediate ? 0u : 2, immediate ? b : 0);
                    if (!immediate) program.Add(operation, 1, 1, 1);
                    program.Add(constant, 1, immediate: a);
                }

                if (operation.IsBranch()) program.Add(constant, 4, immediate: 77);
            }
        }

        return program.Add(Operation.Return).Build();
    }
}
