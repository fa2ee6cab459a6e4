using System.Runtime.CompilerServices;
using Supercomputer.Machine.Lowering;
using F = Supercomputer.Machine.Lowering.OperandForms;

namespace Supercomputer.Machine.Execution;

/// <summary>The words that a step takes and leaves besides its registers: memory, auxiliary words, operands of accelerators.</summary>
internal sealed unsafe partial class RecordingInterpreter
{
    private void SizeOrGrow(ref Step step, in DecodedInstruction instruction, uint clock)
    {
        uint pages = _state.Pages;
        if (instruction.Operation == Operation.MemorySize)
        {
            WriteDestination(ref step, in instruction, pages, clock);
            return;
        }
        bool grows = pages + step.A <= instruction.Immediate;
        WriteDestination(ref step, in instruction, grows ? pages : uint.MaxValue, clock);
        if (grows) _state.Pages = pages + (uint)step.A;
    }

    private void Keccak(ref Step step, uint address, uint clock)
    {
        uint* words = _state.Auxiliary + address;
        int first = _record.Words.Count;
        for (uint i = 0; i < 50; i++) AddWord(ref step, Space.Auxiliary, address + i, words[i], clock);
        ScalarKeccak.Permute(words);
        for (int i = 0; i < 50; i++) _record.Words.At(first + i).New = words[i];
        step.FirstWord = first;
    }

    private void Accelerate(ref Step step, in DecodedInstruction instruction, uint clock)
    {
        AcceleratorCall call = AcceleratorCall.Of(instruction.Operation)!;
        uint register = _fp + instruction.A;
        uint* pointers = _state.Registers32 + register;
        int first = _record.Words.Count, last = call.Operands.Count - 1;
        for (uint i = 1; i <= last; i++) AddWord(ref step, Space.Register32, register + i, pointers[i], clock, 0);
        for (int i = 0; i <= last; i++)
        {
            AcceleratorCall.Operand operand = call.Operands[i];
            Space space = AcceleratorCall.SpaceOf(operand, instruction.Immediate);
            uint* words = AcceleratorCall.Locate(_state, operand, instruction.Immediate, pointers[i]);
            for (uint word = 0; word < operand.Words; word++)
                AddWord(ref step, space, (pointers[i] >> 2) + word, words[word], clock, operand.Time);
        }
        if (!call.Run(_state, instruction.Immediate, pointers)) step.NextProgramCounter = (uint)Outcome.IntegerOverflow;
        uint* result = AcceleratorCall.Locate(_state, call.Operands[last], instruction.Immediate, pointers[last]);
        int count = call.Operands[last].Words;
        for (int i = 0; i < count; i++) _record.Words.At(_record.Words.Count - count + i).New = result[i];
        step.FirstWord = first;
    }

    private void AccessAuxiliary(ref Step step, in DecodedInstruction instruction, uint clock)
    {
        uint address = (uint)instruction.Immediate + (uint)step.A;
        if (address >= _state.AuxiliarySize)
            throw new InvalidOperationException($"auxiliary address {address} of {_state.AuxiliarySize} at {_pc}");
        if (instruction.Operation is Operation.AuxLoad or Operation.AuxLoadIndexed)
        {
            uint value = _state.Auxiliary[address];
            AddWord(ref step, Space.Auxiliary, address, value, clock);
            WriteDestination(ref step, in instruction, value, clock);
            return;
        }
        AddWord(ref step, Space.Auxiliary, address, step.B, clock);
        _state.Auxiliary[address] = (uint)step.B;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool FitsWord(in DecodedInstruction instruction)
    {
        ulong address = _state.Registers32[_fp + instruction.A] + instruction.Immediate;
        uint width = instruction.AccessBytes;
        return (instruction.Forms & (F.B64 | F.D64)) == 0 && (address & 3) + width <= 4
            && address + width <= (ulong)_state.Pages << 16;
    }

    private void AccessMemory(ref Step step, in DecodedInstruction instruction, uint clock)
    {
        ulong address = step.A + instruction.Immediate;
        uint width = instruction.AccessBytes;
        if (address + width > (ulong)_state.Pages << 16)
        {
            step.NextProgramCounter = (uint)Outcome.MemoryOutOfBounds;
            return;
        }
        byte* at = _state.Memory + address;
        uint* words = (uint*)_state.Memory;
        uint first = (uint)(address >> 2), last = (uint)((address + width - 1) >> 2);
        int index = _record.Words.Count;
        for (uint word = first; word <= last; word++) AddWord(ref step, Space.Memory, word, words[word], clock);
        step.FirstWord = index;
        if (!instruction.Operation.IsStore())
        {
            WriteDestination(ref step, in instruction, MemoryAccess.Load(instruction.Operation, at), clock);
            return;
        }
        MemoryAccess.Store(width, at, step.B);
        for (uint word = first; word <= last; word++) _record.Words.At(index + (int)(word - first)).New = words[word];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddWord(ref Step step, Space space, uint address, ulong newValue, uint clock, uint time = 2)
    {
        step.FirstWord = _record.Words.Count;
        ref WordAccess word = ref _record.Words.Add();
        word.Address = address;
        word.Old = _state.Read(space, address);
        word.New = newValue;
        word.PreviousTime = _times.Word(space, address, word.Old, clock + time);
    }

    private void FinishCells()
    {
        CellRecord[] touched = _times.Touched.Span.ToArray();
        foreach (ref CellRecord cell in touched.AsSpan())
        {
            cell.Final = _state.Read(cell.Space, cell.Address);
            cell.FinalTime = _times.LastTime(cell.Space, cell.Address);
        }
        touched.AsSpan().Sort(static (x, y) =>
            x.Space != y.Space ? x.Space.CompareTo(y.Space) : x.Address.CompareTo(y.Address));
        _record.SetCells(touched, _program);
    }
}
