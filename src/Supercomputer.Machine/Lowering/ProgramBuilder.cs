using Supercomputer.Machine.Execution;

namespace Supercomputer.Machine.Lowering;

/// <summary>A program table under construction: instructions, labels, symbols.</summary>
internal sealed class ProgramBuilder
{
    private readonly List<Instruction> _instructions = [];
    private readonly List<int> _byteOffsets = [];
    private readonly List<int> _labels = [];
    private readonly List<int> _immediateFixups = [];
    private readonly List<ProgramSymbol> _symbols = [];
    private readonly Dictionary<uint, ulong> _knownWords = [];
    private int _lastBound;
    private uint _pendingCost;

    internal ProgramBuilder()
    {
        for (int outcome = 0; outcome < Outcomes.HaltCount; outcome++)
        {
            _labels.Add(outcome);
            Emit(Operation.Halt, immediate: (ulong)outcome);
        }
        _lastBound = _instructions.Count;
    }

    /// <summary>The program counter of the next instruction.</summary>
    internal int ProgramCounter => _instructions.Count;

    /// <summary>The byte offset in the module of what is being lowered.</summary>
    internal int ByteOffset { get; set; } = -1;

    /// <summary>The largest register that was named since this was last set to zero.</summary>
    internal uint MaximumRegister { get; set; }

    /// <summary>Whether what is lowered is a routine of the runtime, whose instructions stand for no instruction of the module.</summary>
    internal bool IsRuntime { get; set; }

    internal Label NewLabel()
    {
        _labels.Add(-1);
        return new Label(_labels.Count - 1);
    }

    /// <summary>Whether a 32-bit register is known to hold a constant here: it was put there since the last label.</summary>
    internal bool Holds(uint register, ulong value) => _knownWords.TryGetValue(register, out ulong known) && known == value;

    private void Note(Operation operation, uint d, ulong immediate)
    {
        if (operation == Operation.Const32) _knownWords[d] = immediate;
        else if ((operation.Forms() & OperandForms.D32) != 0) _knownWords.Remove(d);
        else if (operation is Operation.Call or Operation.CallIndirect) _knownWords.Clear();
    }

    internal void Bind(Label label)
    {
        FlushCost();
        _knownWords.Clear();
        _labels[label.Index] = _lastBound = _instructions.Count;
    }

    internal bool IsBound(Label label) => _labels[label.Index] >= 0;

    internal int AddressOf(Label label) => _labels[label.Index];

    internal void BeginFunction(string name, uint? functionIndex)
    {
        _pendingCost = 0;
        _knownWords.Clear();
        _lastBound = _instructions.Count;
        _symbols.Add(new ProgramSymbol((uint)_instructions.Count, name, functionIndex));
    }

    /// <summary>Counts a WebAssembly instruction; the next instruction emitted stands for it.</summary>
    internal void Count(uint instructions = 1) => _pendingCost += IsRuntime ? 0 : instructions;

    /// <summary>Appends an instruction. For operations with a target, <paramref name="d"/> is the index of a label.</summary>
    internal void Emit(Operation operation, uint d = 0, uint a = 0, uint b = 0, ulong immediate = 0)
    {
        if (!operation.Forms().HasFlag(OperandForms.Target)) MaximumRegister = Math.Max(MaximumRegister, d);
        MaximumRegister = Math.Max(MaximumRegister, Math.Max(a, b));
        Note(operation, d, immediate);
        _instructions.Add(new Instruction(operation, d, a, b, immediate, _pendingCost));
        _byteOffsets.Add(ByteOffset);
        _pendingCost = 0;
    }

    /// <summary>Jumps to a label. Where a conditional branch stands there, it is made here already: a loop that tests
    /// its condition first then takes one branch a turn.</summary>
    internal void Jump(Label target)
    {
        int at = _labels[target.Index];
        if (at < Outcomes.HaltCount || at >= _instructions.Count || !_instructions[at].Operation.IsBranch())
        {
            Emit(Operation.Jump, (uint)target.Index);
            return;
        }
        Instruction test = _instructions[at];
        Condition stays = new Condition(test.Operation, test.A, test.B, test.Immediate).Inverse();
        Label after = NewLabel();
        _labels[after.Index] = at + 1;
        Count(test.Cost);
        // The test is that instruction's, here too: where it traps, it traps there.
        (int here, ByteOffset) = (ByteOffset, _byteOffsets[at]);
        Branch(stays.Branch, after, test.A, test.B, test.Immediate);
        Emit(Operation.Jump, test.D);
        ByteOffset = here;
    }

    /// <summary>An entry of a jump table: always one instruction.</summary>
    internal void TableEntry(Label target) => Emit(Operation.Jump, (uint)target.Index);

    internal void Branch(Operation operation, Label target, uint a, uint b, ulong immediate) =>
        Emit(operation, (uint)target.Index, a, b, immediate);

    internal void Call(Label target, uint frame) => Emit(Operation.Call, (uint)target.Index, immediate: frame);

    /// <summary>Jumps to the entry <c>r32[index]</c> of the jump table at a label.</summary>
    internal void JumpIndirect(Label table, uint index)
    {
        _immediateFixups.Add(_instructions.Count);
        Emit(Operation.JumpIndirect, a: index, immediate: (ulong)table.Index);
    }

    /// <summary>Attributes what is counted and not yet emitted to the code before here, where only that code pays for it.</summary>
    /// <remarks>What comes after an instruction that trapped is not counted, so one that may trap takes nothing.</remarks>
    internal void FlushCost()
    {
        if (_pendingCost == 0) return;
        int last = _instructions.Count - 1;
        if (last >= _lastBound && !_instructions[last].Operation.IsBranch() && !_instructions[last].Operation.MayTrap())
        {
            _instructions[last] = _instructions[last] with { Cost = _instructions[last].Cost + _pendingCost };
            _pendingCost = 0;
            return;
        }
        Label next = NewLabel();
        Jump(next);
        _labels[next.Index] = _instructions.Count;
    }

    /// <summary>Forgets what is counted: the code before here cannot be left at its end.</summary>
    internal void DropCost() => _pendingCost = 0;

    internal ProgramSymbol[] Symbols => [.. _symbols];

    internal int[] ByteOffsets => [.. _byteOffsets];

    /// <summary>The instructions with labels resolved.</summary>
    internal Instruction[] Finish()
    {
        Instruction[] program = [.. _instructions];
        foreach (ref Instruction instruction in program.AsSpan())
            if (instruction.Operation.Forms().HasFlag(OperandForms.Target))
                instruction = instruction with { D = Resolve((int)instruction.D) };
        foreach (int at in _immediateFixups)
            program[at] = program[at] with { Immediate = Resolve((int)program[at].Immediate) };
        return program;
    }

    private uint Resolve(int label) =>
        _labels[label] >= 0 ? (uint)_labels[label] : throw new InvalidOperationException($"label {label} is not bound");
}
