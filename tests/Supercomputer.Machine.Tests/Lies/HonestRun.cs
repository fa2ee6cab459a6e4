using System.Text;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Wasm.Text;
using Xunit;
using F = Supercomputer.Machine.Lowering.OperandForms;

namespace Supercomputer.Machine.Tests.Lies;

/// <summary>A program with the record of its honest run: what a lie is measured against, and what it takes old values from.</summary>
internal sealed class HonestRun : IDisposable
{
    private readonly Dictionary<(Space Space, uint Address), List<(ulong Value, uint Time)>> histories = [];

    internal HonestRun(string name, string text, ProgramInputs inputs)
    {
        WatResult module = WatCompiler.Compile(Encoding.UTF8.GetBytes(text));
        Assert.True(module.Succeeded, module.Error?.ToString());
        LoweringResult lowered = Lowerer.LowerBytes(module.Bytes);
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        (Name, Inputs, Key) = (name, inputs, VerifyingKey.Create(lowered.Program!));
        Result = Executor.Run(Program, inputs, record: true);
        Assert.Equal(Outcome.Returned, Result.Outcome);
        List<Step> steps = [];
        for (int index = 0; index < Operations.ClassCount; index++) steps.AddRange(Record.Steps((OperationClass)index).Span);
        Steps = [.. steps.OrderBy(step => step.Clock)];
        foreach (CellRecord cell in Record.Touched) Append(cell.Space, cell.Address, cell.Initial, cell.InitialTime);
        foreach (Step step in Steps) Append(step);
    }

    internal string Name { get; }

    internal ProgramInputs Inputs { get; }

    internal VerifyingKey Key { get; }

    internal LoweredProgram Program => Key.Program;

    internal ExecutionResult Result { get; }

    internal ExecutionRecord Record => Result.Record!;

    /// <summary>The steps in order of time, the halting one last.</summary>
    internal IReadOnlyList<Step> Steps { get; }

    internal Instruction InstructionOf(int step) => Program.Instructions[Steps[step].ProgramCounter];

    /// <summary>Whether a step writes a register.</summary>
    internal bool WritesRegister(int step)
    {
        F forms = InstructionOf(step).Operation.Forms();
        return (forms & (F.D32 | F.D64)) != 0 && ((forms & F.Memory) == 0 || Steps[step].FirstWord >= 0);
    }

    /// <summary>The registers that a step reads, and the one word that it loads.</summary>
    internal IReadOnlyList<Operand> Reads(int step)
    {
        Step at = Steps[step];
        Instruction instruction = InstructionOf(step);
        F forms = instruction.Operation.Forms();
        List<Operand> reads = [];
        if ((forms & (F.A32 | F.A64)) != 0)
            reads.Add(new(Slot.A, Wide(forms, F.A64), at.FramePointer + instruction.A, at.A, at.ATime, at.Clock));
        if ((forms & (F.B32 | F.B64)) != 0)
            reads.Add(new(Slot.B, Wide(forms, F.B64), at.FramePointer + instruction.B, at.B, at.BTime, at.Clock + 1));
        if (LoadsOneWord(at, instruction))
        {
            WordAccess word = Record.Words[at.FirstWord];
            Space space = instruction.Operation.Class() == OperationClass.Auxiliary ? Space.Auxiliary : Space.Memory;
            reads.Add(new(Slot.Word, space, word.Address, word.Old, word.PreviousTime, at.Clock + 2));
        }

        return reads;
    }

    /// <summary>The values that a cell had, each with the time of the access that left it; the initial one first.</summary>
    internal IReadOnlyList<(ulong Value, uint Time)> History(Space space, uint address) => histories[(space, address)];

    public void Dispose() => Record.Dispose();

    internal static Space Wide(F forms, F wide) => (forms & wide) != 0 ? Space.Register64 : Space.Register32;

    private static bool LoadsOneWord(Step step, Instruction instruction)
    {
        if (step.FirstWord < 0) return false;
        if (instruction.Operation is Operation.AuxLoad or Operation.AuxLoadIndexed) return true;
        uint bytes = (uint)instruction.Operation.AccessBytes();
        return bytes > 0 && !instruction.Operation.IsStore() && ((step.A + instruction.Immediate) & 3) + bytes <= 4;
    }

    private void Append(Step step)
    {
        Instruction instruction = Program.Instructions[step.ProgramCounter];
        F forms = instruction.Operation.Forms();
        if ((forms & (F.A32 | F.A64)) != 0) Append(Wide(forms, F.A64), step.FramePointer + instruction.A, step.A, step.Clock);
        if ((forms & (F.B32 | F.B64)) != 0) Append(Wide(forms, F.B64), step.FramePointer + instruction.B, step.B, step.Clock + 1);
        if (LoadsOneWord(step, instruction) || (step.FirstWord >= 0 && instruction.Operation.IsStore()))
        {
            WordAccess word = Record.Words[step.FirstWord];
            Append(instruction.Operation.Class() == OperationClass.Auxiliary ? Space.Auxiliary : Space.Memory, word.Address, word.New, step.Clock + 2);
        }

        if ((forms & (F.D32 | F.D64)) != 0 && ((forms & F.Memory) == 0 || step.FirstWord >= 0))
            Append(Wide(forms, F.D64), step.FramePointer + instruction.D, step.D, step.Clock + 3);
    }

    private void Append(Space space, uint address, ulong value, uint time)
    {
        if (!histories.TryGetValue((space, address), out List<(ulong, uint)>? history)) histories.Add((space, address), history = []);
        history.Add((value, time));
    }

    /// <summary>Which access of a step.</summary>
    internal enum Slot
    {
        A,
        B,
        Word,
    }

    /// <summary>A cell that a step reads: its value, when it was left, and when it is read.</summary>
    internal readonly record struct Operand(Slot Slot, Space Space, uint Address, ulong Value, uint Previous, uint Now);
}
