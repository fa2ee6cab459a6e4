using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Machine.Segments;
using F = Supercomputer.Machine.Lowering.OperandForms;

namespace Supercomputer.Machine.Execution;

/// <summary>Executes a lowered program and records each step as a row of the chip of its class.</summary>
internal sealed unsafe partial class RecordingInterpreter : IDisposable
{
    /// <summary>The steps of a segment between two questions whether it is full.</summary>
    internal const int StepsOfSlice = 1 << 14;

    private readonly LoweredProgram _program;
    private readonly MachineState _state;
    private ExecutionRecord _record;
    private AccessTimes _times;
    private GrowingBuffer<Step>[] _steps;
    private readonly DecodedInstruction[] _code;
    private readonly InputStreams _streams;
    private PathRunner[]?[] _paths;
    private readonly List<byte> _output = [];
    private Outcome _outcome;
    private uint _pc, _fp, _last, _instructionCount, _clock = 4;
    private ulong _stepCount;
    private bool _ended;

    internal RecordingInterpreter(LoweredProgram program, ProgramInputs inputs)
    {
        _program = program;
        _state = new MachineState(program);
        _pc = program.EntryProgramCounter;
        BeginRecord();
        _code = DecodedInstruction.Decode(program.Instructions);
        _streams = new InputStreams(inputs);
    }

    /// <summary>Runs from the entry to an end.</summary>
    internal ExecutionResult Run(ulong fuel)
    {
        Continue(fuel);
        return Finish();
    }

    /// <summary>Runs on for at most so many steps, in the same record; false once the run has ended.</summary>
    /// <remarks>Between calls a test may change <see cref="State"/>, <see cref="Record"/> and <see cref="Point"/>: an executor that lies.</remarks>
    internal bool Advance(ulong steps)
    {
        if (!_ended) Continue(steps);
        return !_ended;
    }

    /// <summary>The run so far, as one that ended as its last step did.</summary>
    internal ExecutionResult Finish()
    {
        FinishCells();
        return Result(_outcome, 0);
    }

    /// <summary>The record that grows.</summary>
    internal ExecutionRecord Record => _record;

    /// <summary>Runs on from where it is to an end, or until the record is full; the next call begins a new record, at time 0 again.</summary>
    /// <param name="fuel">The most steps.</param>
    /// <param name="isFull">Asked after every <see cref="StepsOfSlice"/> steps.</param>
    /// <returns>The steps since the last call; no outcome where the record is full.</returns>
    internal (ExecutionResult Result, bool Ended) RunSegment(ulong fuel, Func<ExecutionRecord, bool> isFull)
    {
        if (_stepCount > 0) BeginRecord();
        int outputStart = _output.Count;
        bool ended;
        do
        {
            ulong most = Math.Min(StepsOfSlice, fuel - _stepCount);
            Continue(most);
            ended = _ended || _stepCount == fuel;
        }
        while (!ended && !isFull(_record));
        FinishCells();
        return (Result(_outcome, outputStart), ended);
    }

    /// <summary>The program counter, frame and pages where the next step begins.</summary>
    internal MachinePoint Point
    {
        get => new(_pc, _fp, _state.Pages);
        set => (_pc, _fp, _state.Pages) = (value.ProgramCounter, value.FramePointer, value.Pages);
    }

    /// <summary>The output bytes so far.</summary>
    internal int OutputCount => _output.Count;

    [MemberNotNull(nameof(_record), nameof(_times), nameof(_steps), nameof(_paths))]
    private void BeginRecord()
    {
        _times?.Dispose();
        _record = new ExecutionRecord(_program.Instructions.Length, _program.Paths.Length);
        _times = new AccessTimes(_state, _record);
        _steps = [.. Enumerable.Range(0, Operations.ClassCount).Select(c => _record.Steps((OperationClass)c))];
        _paths = PathRunner.ByHead(_program, _record);
        (_clock, _stepCount, _instructionCount) = (4, 0, 0);
    }

    private ExecutionResult Result(Outcome outcome, int outputStart) => new()
    {
        Outcome = outcome,
        Output = [.. _output[outputStart..]],
        Steps = _stepCount,
        InstructionCount = _instructionCount,
        ProgramCounter = _pc,
        LastProgramCounter = _last,
        PlaceProgramCounter = PlaceProgramCounter,
        FramePointer = _fp,
        Pages = _state.Pages,
        Record = _record,
    };

    /// <summary>Calls a function of the program, as the entry stub would; what memory and globals hold stays.</summary>
    internal Outcome Invoke(uint programCounter, RegisterLayout parameters, ReadOnlySpan<ulong> arguments, ulong fuel)
    {
        const uint Frame = 1;
        for (int i = 0; i < arguments.Length; i++)
        {
            uint register = Frame + parameters.Registers[i];
            if (parameters.IsWideAt[i]) _state.Registers64[register] = arguments[i];
            else _state.Registers32[register] = (uint)arguments[i];
        }
        _state.Calls[Frame] = 0;
        _fp = Frame;
        _pc = programCounter;
        Continue(fuel);
        return _outcome;
    }

    /// <summary>The program counter of the module's own code at which the run stands.</summary>
    internal uint PlaceProgramCounter =>
        ProgramPlace.CallSite(_program, _outcome == Outcome.OutOfFuel ? _pc : _last, _fp, f => _state.Calls[f]);

    /// <summary>The registers and memory of the machine.</summary>
    internal MachineState State => _state;

    private void Continue(ulong fuel)
    {
        _ended = false;
        for (ulong steps = 0; ; steps++)
        {
            if (steps == fuel)
            {
                _outcome = Outcome.OutOfFuel;
                return;
            }
            uint pc = _pc;
            if (_paths.Length > 0 && _paths[pc] is { } paths && TryPaths(paths, fuel - steps) is > 0 and uint taken)
            {
                steps += taken - 1;
                continue;
            }
            ref readonly DecodedInstruction instruction = ref _code[pc];
            _record.ProgramCounts[pc]++;
            Execute(in instruction, _clock);
            if (_ended) return;
            _last = pc;
            _instructionCount += instruction.Cost;
            _clock += 4;
            _stepCount++;
        }
    }

    /// <summary>Takes the first path from here that can be taken, and gives its length; 0 where none can.</summary>
    private uint TryPaths(PathRunner[] paths, ulong fuel)
    {
        foreach (PathRunner path in paths)
        {
            PathPlan plan = path.Plan;
            uint length = (uint)plan.Path.Length;
            if (length > fuel || !path.TryRun(_state, _times, _streams, _clock, ref _pc, ref _fp)) continue;
            _last = plan.Last;
            _record.ProgramCounts[path.TableRow]++;
            _instructionCount += plan.Cost;
            _clock += 4 * length;
            _stepCount += length;
            return length;
        }
        return 0;
    }

    public void Dispose()
    {
        _state.Dispose();
        _times.Dispose();
    }

    private void Execute(in DecodedInstruction instruction, uint clock)
    {
        OperationClass operationClass = instruction.Class;
        if (operationClass == OperationClass.MemoryAny && FitsWord(in instruction)) operationClass = OperationClass.MemoryWord;
        ref Step step = ref _steps[(int)operationClass].Add();
        step = default;
        step.Clock = clock;
        step.ProgramCounter = _pc;
        step.FramePointer = _fp;
        step.Pages = _state.Pages;
        step.FirstWord = -1;
        step.NextProgramCounter = _pc + 1;
        ReadOperands(ref step, in instruction, clock);
        Compute(ref step, in instruction, operationClass, clock);
        _pc = step.NextProgramCounter;
    }

    private void ReadOperands(ref Step step, in DecodedInstruction instruction, uint clock)
    {
        F forms = instruction.Forms;
        uint a = _fp + instruction.A, b = _fp + instruction.B;
        if ((forms & F.A32) != 0)
        {
            step.A = _state.Registers32[a];
            if (!instruction.IsInPlace) step.ATime = _times.Register32(a, step.A, clock);
        }
        else if ((forms & F.A64) != 0)
        {
            step.A = _state.Registers64[a];
            step.ATime = _times.Register64(a, step.A, clock);
        }
        if ((forms & F.B32) != 0)
        {
            step.B = _state.Registers32[b];
            step.BTime = _times.Register32(b, step.B, clock + 1);
        }
        else if ((forms & F.B64) != 0)
        {
            step.B = _state.Registers64[b];
            step.BTime = _times.Register64(b, step.B, clock + 1);
        }
        else if ((forms & F.Value) != 0)
        {
            step.B = instruction.Immediate;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteDestination(ref Step step, in DecodedInstruction instruction, ulong value, uint clock)
    {
        uint d = _fp + instruction.D;
        step.D = value;
        if ((instruction.Forms & F.D32) != 0)
        {
            step.OldD = _state.Registers32[d];
            step.DTime = _times.Register32(d, step.OldD, clock + 3);
            _state.Registers32[d] = (uint)value;
        }
        else
        {
            step.OldD = _state.Registers64[d];
            step.DTime = _times.Register64(d, step.OldD, clock + 3);
            _state.Registers64[d] = value;
        }
    }

    [SuppressMessage("Design", "MA0051", Justification = "a decode switch: one case a class")]
    private void Compute(ref Step step, in DecodedInstruction instruction, OperationClass operationClass, uint clock)
    {
        switch (operationClass)
        {
            case OperationClass.Halt:
                _outcome = (Outcome)instruction.Immediate;
                _ended = true;
                step.NextProgramCounter = _pc;
                break;
            case OperationClass.Jump:
                step.NextProgramCounter = instruction.Operation == Operation.Jump
                    ? instruction.D : (uint)instruction.Immediate + (uint)step.A;
                break;
            case OperationClass.Call:
                Call(ref step, in instruction, clock);
                break;
            case OperationClass.Return:
                ulong link = _state.Calls[_fp];
                AddWord(ref step, Space.Call, _fp, link, clock);
                step.NextProgramCounter = (uint)link;
                _fp = (uint)(link >> 32);
                break;
            case OperationClass.MemorySize:
                SizeOrGrow(ref step, in instruction, clock);
                break;
            case OperationClass.Input:
                WriteDestination(ref step, in instruction, _streams.Entry((uint)instruction.Immediate, (uint)step.A), clock);
                break;
            case OperationClass.Output:
                InputStreams.CheckOutput((uint)step.A, _output.Count, (uint)step.B);
                _output.Add((byte)step.B);
                break;
            case OperationClass.Keccak:
                Keccak(ref step, (uint)instruction.Immediate, clock);
                break;
            case OperationClass.Sha256 or OperationClass.Modular or OperationClass.Poseidon2:
                Accelerate(ref step, in instruction, clock);
                break;
            case OperationClass.Auxiliary:
                AccessAuxiliary(ref step, in instruction, clock);
                break;
            case OperationClass.Branch32 or OperationClass.Branch64:
                if (Arithmetic.Holds(instruction.Operation, step.A, step.B)) step.NextProgramCounter = instruction.D;
                break;
            case OperationClass.MemoryWord or OperationClass.MemoryAny:
                AccessMemory(ref step, in instruction, clock);
                break;
            default:
                WriteDestination(
                    ref step, in instruction, Arithmetic.Evaluate(instruction.Operation, step.A, step.B), clock);
                break;
        }
    }

    private void Call(ref Step step, in DecodedInstruction instruction, uint clock)
    {
        uint frame = _fp + (uint)instruction.Immediate;
        if (frame >= _state.StackLimit)
        {
            step.NextProgramCounter = (uint)Outcome.CallStackExhausted;
            return;
        }
        ulong link = (ulong)_fp << 32 | (_pc + 1);
        AddWord(ref step, Space.Call, frame, link, clock);
        _state.Calls[frame] = link;
        step.NextProgramCounter = instruction.Operation == Operation.Call ? instruction.D : (uint)step.A;
        _fp = frame;
    }
}
