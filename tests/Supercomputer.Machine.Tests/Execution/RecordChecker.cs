using Supercomputer.Machine.Lowering;
using Xunit;
using F = Supercomputer.Machine.Lowering.OperandForms;

namespace Supercomputer.Machine.Execution;

/// <summary>Checks a record as the memory argument will: what is received was sent, every age fits, every step follows.</summary>
internal sealed class RecordChecker(LoweredProgram program, ExecutionRecord record)
{
    private readonly Dictionary<(Space Space, uint Address, ulong Value, uint Time), int> _messages = [];
    private int _wordsSeen, _firstSeen;

    internal void Check(ExecutionResult result)
    {
        List<Step> steps = [];
        for (int c = 0; c < Operations.ClassCount; c++)
            foreach (Step step in record.Steps((OperationClass)c).Span) steps.Add(step);
        steps.Sort((x, y) => x.Clock.CompareTo(y.Clock));
        Assert.Equal(result.Steps + 1, (ulong)steps.Count);
        CheckState(steps, result);
        foreach (Step step in steps) Access(step);
        foreach (RefreshRecord refresh in record.Refreshes.Span)
        {
            Assert.True(refresh.NewTime > refresh.OldTime);
            Move(refresh.Space, refresh.Address, refresh.Value, refresh.OldTime, refresh.Value, refresh.NewTime);
        }
        foreach (CellRecord cell in record.Cells) CheckCell(cell, 0);
        foreach (CellRecord cell in record.MemoryImageCells.Concat(record.AuxiliaryImageCells)) CheckCell(cell, null);
        Assert.Equal(record.Words.Count, _wordsSeen);
        Assert.All(_messages, m => Assert.True(m.Value == 0, $"{m.Key}: {m.Value}"));
        Assert.Equal(steps.Count, record.ProgramCounts.Sum(c => (int)c));
    }

    private void CheckState(List<Step> steps, ExecutionResult result)
    {
        uint pc = program.EntryProgramCounter, clock = 4, count = 0;
        foreach (Step step in steps)
        {
            Assert.Equal((pc, clock), (step.ProgramCounter, step.Clock));
            pc = step.NextProgramCounter;
            clock += 4;
            count += program.Instructions[step.ProgramCounter].Cost;
        }
        Assert.Equal(result.Clock, steps[^1].Clock);
        Assert.Equal(result.InstructionCount, count);
    }

    private void Access(Step step)
    {
        Instruction instruction = program.Instructions[step.ProgramCounter];
        F forms = instruction.Operation.Forms();
        uint fp = step.FramePointer;
        if ((forms & (F.A32 | F.A64)) != 0 && !instruction.IsInPlace) Read(Register(forms, F.A64), fp + instruction.A, step.A, step.ATime, step.Clock);
        if ((forms & (F.B32 | F.B64)) != 0) Read(Register(forms, F.B64), fp + instruction.B, step.B, step.BTime, step.Clock + 1);
        if (AcceleratorCall.Of(instruction.Operation) is { } call)
        {
            Accelerate(step, instruction, call);
        }
        else if (step.FirstWord >= 0)
        {
            for (int i = 0; i < WordCount(step, instruction); i++, _wordsSeen++)
            {
                WordAccess word = record.Words[step.FirstWord + i];
                Assert.True(step.Clock + 1 - word.PreviousTime < 65536);
                Move(SpaceOf(instruction.Operation), word.Address, word.Old, word.PreviousTime, word.New, step.Clock + 2);
            }
        }
        bool traps = (forms & F.Memory) != 0 && step.FirstWord < 0;
        if ((forms & (F.D32 | F.D64)) == 0 || traps) return;
        Assert.True(step.Clock + 2 - step.DTime < 65536);
        Move(Register(forms, F.D64), fp + instruction.D, step.OldD, step.DTime, step.D, step.Clock + 3);
    }

    private void Accelerate(Step step, Instruction instruction, AcceleratorCall call)
    {
        uint register = step.FramePointer + instruction.A;
        List<uint> pointers = [(uint)step.A];
        WordAccess Next() => record.Words[step.FirstWord + _wordsSeen++ - _firstSeen];
        _firstSeen = _wordsSeen;
        while (pointers.Count < call.Operands.Count)
        {
            WordAccess word = Next();
            Assert.Equal(register + (uint)pointers.Count, word.Address);
            Read(Space.Register32, word.Address, word.Old, word.PreviousTime, step.Clock);
            pointers.Add((uint)word.Old);
        }
        for (int operand = 0; operand < call.Operands.Count; operand++)
            for (uint i = 0; i < call.Operands[operand].Words; i++)
            {
                WordAccess word = Next();
                Assert.Equal(pointers[operand] / 4 + i, word.Address);
                if (operand < call.Operands.Count - 1) Assert.Equal(word.Old, word.New);
                uint time = step.Clock + call.Operands[operand].Time;
                Assert.True(time - word.PreviousTime - 1 < 65536);
                Move(AcceleratorCall.SpaceOf(call.Operands[operand], instruction.Immediate), word.Address, word.Old, word.PreviousTime, word.New, time);
            }
    }

    private static int WordCount(Step step, Instruction instruction)
    {
        if (instruction.Operation == Operation.KeccakF) return 50;
        int bytes = instruction.Operation.AccessBytes();
        if (bytes == 0) return 1;
        ulong address = step.A + instruction.Immediate;
        return (int)((address + (ulong)bytes - 1) / 4 - address / 4) + 1;
    }

    private static Space Register(F forms, F wide) => (forms & wide) != 0 ? Space.Register64 : Space.Register32;

    private static Space SpaceOf(Operation operation) => operation.Class() switch
    {
        OperationClass.Call or OperationClass.Return => Space.Call,
        OperationClass.Auxiliary or OperationClass.Keccak => Space.Auxiliary,
        _ => Space.Memory,
    };

    private void Read(Space space, uint address, ulong value, uint previous, uint now)
    {
        Assert.True(now - previous - 1 < 65536);
        Move(space, address, value, previous, value, now);
    }

    private void CheckCell(CellRecord cell, ulong? initial)
    {
        if (initial is { } zero) Assert.Equal(zero, cell.Initial);
        Add(cell.Space, cell.Address, cell.Initial, cell.InitialTime, 1);
        Add(cell.Space, cell.Address, cell.Final, cell.FinalTime, -1);
    }

    private void Move(Space space, uint address, ulong from, uint then, ulong to, uint now)
    {
        Add(space, address, from, then, -1);
        Add(space, address, to, now, 1);
    }

    private void Add(Space space, uint address, ulong value, uint time, int count) =>
        _messages[(space, address, value, time)] = _messages.GetValueOrDefault((space, address, value, time)) + count;
}
