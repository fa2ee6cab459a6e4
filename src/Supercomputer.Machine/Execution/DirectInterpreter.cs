using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Execution;

/// <summary>Executes a lowered program without recording: the same machine as <see cref="RecordingInterpreter"/>, faster.</summary>
/// <remarks>Safety: register indices are below 2^16 and frames below the stack limit, which the register buffers have room for;
/// memory is touched only inside its pages; the lowering gives addresses of the Auxiliary space inside its size and only
/// program counters of the program.</remarks>
internal sealed unsafe class DirectInterpreter : IDisposable
{
    private readonly LoweredProgram _program;
    private readonly MachineState _state;
    private readonly DecodedInstruction[] _code;
    private readonly InputStreams _streams;
    private readonly List<byte> _output = [];
    private ulong _steps, _count;
    private uint _last;

    internal DirectInterpreter(LoweredProgram program, ProgramInputs inputs)
    {
        _program = program;
        _state = new MachineState(program);
        _code = DecodedInstruction.Decode(program.Instructions);
        _streams = new InputStreams(inputs);
    }

    /// <summary>Runs from the entry to an end.</summary>
    internal ExecutionResult Run(ulong fuel)
    {
        uint pc = _program.EntryProgramCounter, fp = 0;
        Outcome outcome;
        fixed (DecodedInstruction* code = _code) outcome = Loop(code, ref pc, ref fp, fuel);
        return new ExecutionResult
        {
            Outcome = outcome,
            Output = [.. _output],
            Steps = _steps,
            InstructionCount = _count,
            ProgramCounter = pc,
            LastProgramCounter = _last,
            PlaceProgramCounter = ProgramPlace.CallSite(_program, outcome == Outcome.OutOfFuel ? pc : _last, fp, f => _state.Calls[f]),
            FramePointer = fp,
            Pages = _state.Pages,
        };
    }

    public void Dispose() => _state.Dispose();

    [SuppressMessage("Design", "MA0051", Justification = "a decode switch: one case an operation")]
    [SuppressMessage("Maintainability", "CA1502", Justification = "a decode switch")]
    private Outcome Loop(DecodedInstruction* code, ref uint pcAtEnd, ref uint fpAtEnd, ulong fuel)
    {
        uint* registers32 = _state.Registers32;
        ulong* registers64 = _state.Registers64;
        uint* auxiliary = _state.Auxiliary;
        byte* memory = _state.Memory;
        uint* r = registers32;
        ulong* q = registers64;
        ulong limit = (ulong)_state.Pages << 16, steps = 0, count = 0;
        uint pc = pcAtEnd, fp = 0, last = pc;
        Outcome outcome = Outcome.OutOfFuel;
        while (steps < fuel)
        {
            DecodedInstruction* i = code + pc;
            if (i->Operation == Operation.Halt)
            {
                outcome = (Outcome)i->Immediate;
                break;
            }
            steps++;
            count += i->Cost;
            last = pc++;
            switch (i->Operation)
            {
                case Operation.Jump: pc = i->D; break;
                case Operation.JumpIndirect: pc = (uint)i->Immediate + r[i->A]; break;
                case Operation.Call:
                case Operation.CallIndirect:
                    uint frame = fp + (uint)i->Immediate;
                    if (frame >= _state.StackLimit)
                    {
                        pc = (uint)Outcome.CallStackExhausted;
                        break;
                    }
                    _state.Calls[frame] = (ulong)fp << 32 | pc;
                    pc = i->Operation == Operation.Call ? i->D : r[i->A];
                    fp = frame;
                    r = registers32 + fp;
                    q = registers64 + fp;
                    break;
                case Operation.Return:
                    ulong link = _state.Calls[fp];
                    pc = (uint)link;
                    fp = (uint)(link >> 32);
                    r = registers32 + fp;
                    q = registers64 + fp;
                    break;
                case Operation.MemorySize: r[i->D] = _state.Pages; break;
                case Operation.MemoryGrow:
                    uint pages = _state.Pages, delta = r[i->A];
                    bool grows = (ulong)pages + delta <= i->Immediate;
                    r[i->D] = grows ? pages : uint.MaxValue;
                    if (grows) _state.Pages = pages + delta;
                    limit = (ulong)_state.Pages << 16;
                    break;
                case Operation.Input: r[i->D] = _streams.Entry((uint)i->Immediate, r[i->A]); break;
                case Operation.Output:
                    InputStreams.CheckOutput(r[i->A], _output.Count, r[i->B]);
                    _output.Add((byte)r[i->B]);
                    break;
                case Operation.KeccakF: ScalarKeccak.Permute(auxiliary + i->Immediate); break;
                case >= Operation.Sha256 and <= Operation.MultiplyAddFp2Of256:
                    if (!AcceleratorCall.Of(i->Operation)!.Run(_state, i->Immediate, r + i->A)) pc = (uint)Outcome.IntegerOverflow;
                    break;
                case Operation.AuxLoad: r[i->D] = auxiliary[i->Immediate]; break;
                case Operation.AuxLoadIndexed: r[i->D] = auxiliary[(uint)i->Immediate + r[i->A]]; break;
                case Operation.AuxStore: auxiliary[i->Immediate] = r[i->B]; break;
                case Operation.AuxStoreIndexed: auxiliary[(uint)i->Immediate + r[i->A]] = r[i->B]; break;
                case Operation.Move32: r[i->D] = r[i->A]; break;
                case Operation.Move64: q[i->D] = q[i->A]; break;
                case Operation.Const32: r[i->D] = (uint)i->Immediate; break;
                case Operation.Const64: q[i->D] = i->Immediate; break;
                case Operation.Wrap: r[i->D] = (uint)q[i->A]; break;
                case Operation.ExtendU: q[i->D] = r[i->A]; break;
                case Operation.ExtendS: q[i->D] = (ulong)(int)r[i->A]; break;
                case Operation.Extend8S32: r[i->D] = (uint)(sbyte)r[i->A]; break;
                case Operation.Extend16S32: r[i->D] = (uint)(short)r[i->A]; break;
                case Operation.Extend8S64: q[i->D] = (ulong)(sbyte)q[i->A]; break;
                case Operation.Extend16S64: q[i->D] = (ulong)(short)q[i->A]; break;
                case Operation.Extend32S64: q[i->D] = (ulong)(int)q[i->A]; break;
                case Operation.Add32: r[i->D] = r[i->A] + r[i->B]; break;
                case Operation.Add32Imm: r[i->D] = r[i->A] + (uint)i->Immediate; break;
                case Operation.Sub32: r[i->D] = r[i->A] - r[i->B]; break;
                case Operation.And32: r[i->D] = r[i->A] & r[i->B]; break;
                case Operation.And32Imm: r[i->D] = r[i->A] & (uint)i->Immediate; break;
                case Operation.Or32: r[i->D] = r[i->A] | r[i->B]; break;
                case Operation.Or32Imm: r[i->D] = r[i->A] | (uint)i->Immediate; break;
                case Operation.Xor32: r[i->D] = r[i->A] ^ r[i->B]; break;
                case Operation.Xor32Imm: r[i->D] = r[i->A] ^ (uint)i->Immediate; break;
                case Operation.Mul32: r[i->D] = r[i->A] * r[i->B]; break;
                case Operation.Mul32Imm: r[i->D] = r[i->A] * (uint)i->Immediate; break;
                case Operation.DivU32: r[i->D] = r[i->A] / r[i->B]; break;
                case Operation.DivU32Imm: r[i->D] = r[i->A] / (uint)i->Immediate; break;
                case Operation.RemU32: r[i->D] = r[i->A] % r[i->B]; break;
                case Operation.RemU32Imm: r[i->D] = r[i->A] % (uint)i->Immediate; break;
                case Operation.Shl32: r[i->D] = r[i->A] << (int)r[i->B]; break;
                case Operation.Shl32Imm: r[i->D] = r[i->A] << (int)i->Immediate; break;
                case Operation.ShrU32: r[i->D] = r[i->A] >> (int)r[i->B]; break;
                case Operation.ShrU32Imm: r[i->D] = r[i->A] >> (int)i->Immediate; break;
                case Operation.ShrS32: r[i->D] = (uint)((int)r[i->A] >> (int)r[i->B]); break;
                case Operation.ShrS32Imm: r[i->D] = (uint)((int)r[i->A] >> (int)i->Immediate); break;
                case Operation.Rotl32: r[i->D] = BitOperations.RotateLeft(r[i->A], (int)r[i->B]); break;
                case Operation.Rotl32Imm: r[i->D] = BitOperations.RotateLeft(r[i->A], (int)i->Immediate); break;
                case Operation.Rotr32: r[i->D] = BitOperations.RotateRight(r[i->A], (int)r[i->B]); break;
                case Operation.Rotr32Imm: r[i->D] = BitOperations.RotateRight(r[i->A], (int)i->Immediate); break;
                case Operation.Add64: q[i->D] = q[i->A] + q[i->B]; break;
                case Operation.Add64Imm: q[i->D] = q[i->A] + i->Immediate; break;
                case Operation.Sub64: q[i->D] = q[i->A] - q[i->B]; break;
                case Operation.And64: q[i->D] = q[i->A] & q[i->B]; break;
                case Operation.And64Imm: q[i->D] = q[i->A] & i->Immediate; break;
                case Operation.Or64: q[i->D] = q[i->A] | q[i->B]; break;
                case Operation.Or64Imm: q[i->D] = q[i->A] | i->Immediate; break;
                case Operation.Xor64: q[i->D] = q[i->A] ^ q[i->B]; break;
                case Operation.Xor64Imm: q[i->D] = q[i->A] ^ i->Immediate; break;
                case Operation.Mul64: q[i->D] = q[i->A] * q[i->B]; break;
                case Operation.Mul64Imm: q[i->D] = q[i->A] * i->Immediate; break;
                case Operation.DivU64: q[i->D] = q[i->A] / q[i->B]; break;
                case Operation.DivU64Imm: q[i->D] = q[i->A] / i->Immediate; break;
                case Operation.RemU64: q[i->D] = q[i->A] % q[i->B]; break;
                case Operation.RemU64Imm: q[i->D] = q[i->A] % i->Immediate; break;
                case Operation.Shl64: q[i->D] = q[i->A] << (int)q[i->B]; break;
                case Operation.Shl64Imm: q[i->D] = q[i->A] << (int)i->Immediate; break;
                case Operation.ShrU64: q[i->D] = q[i->A] >> (int)q[i->B]; break;
                case Operation.ShrU64Imm: q[i->D] = q[i->A] >> (int)i->Immediate; break;
                case Operation.ShrS64: q[i->D] = (ulong)((long)q[i->A] >> (int)q[i->B]); break;
                case Operation.ShrS64Imm: q[i->D] = (ulong)((long)q[i->A] >> (int)i->Immediate); break;
                case Operation.Rotl64: q[i->D] = BitOperations.RotateLeft(q[i->A], (int)q[i->B]); break;
                case Operation.Rotl64Imm: q[i->D] = BitOperations.RotateLeft(q[i->A], (int)i->Immediate); break;
                case Operation.Rotr64: q[i->D] = BitOperations.RotateRight(q[i->A], (int)q[i->B]); break;
                case Operation.Rotr64Imm: q[i->D] = BitOperations.RotateRight(q[i->A], (int)i->Immediate); break;
                case Operation.SetEq32: r[i->D] = r[i->A] == r[i->B] ? 1u : 0u; break;
                case Operation.BrEq32: if (r[i->A] == r[i->B]) pc = i->D; break;
                case Operation.SetEq32Imm: r[i->D] = r[i->A] == (uint)i->Immediate ? 1u : 0u; break;
                case Operation.BrEq32Imm: if (r[i->A] == (uint)i->Immediate) pc = i->D; break;
                case Operation.SetNe32: r[i->D] = r[i->A] != r[i->B] ? 1u : 0u; break;
                case Operation.BrNe32: if (r[i->A] != r[i->B]) pc = i->D; break;
                case Operation.SetNe32Imm: r[i->D] = r[i->A] != (uint)i->Immediate ? 1u : 0u; break;
                case Operation.BrNe32Imm: if (r[i->A] != (uint)i->Immediate) pc = i->D; break;
                case Operation.SetLtS32: r[i->D] = (int)r[i->A] < (int)r[i->B] ? 1u : 0u; break;
                case Operation.BrLtS32: if ((int)r[i->A] < (int)r[i->B]) pc = i->D; break;
                case Operation.SetLtS32Imm: r[i->D] = (int)r[i->A] < (int)i->Immediate ? 1u : 0u; break;
                case Operation.BrLtS32Imm: if ((int)r[i->A] < (int)i->Immediate) pc = i->D; break;
                case Operation.SetLtU32: r[i->D] = r[i->A] < r[i->B] ? 1u : 0u; break;
                case Operation.BrLtU32: if (r[i->A] < r[i->B]) pc = i->D; break;
                case Operation.SetLtU32Imm: r[i->D] = r[i->A] < (uint)i->Immediate ? 1u : 0u; break;
                case Operation.BrLtU32Imm: if (r[i->A] < (uint)i->Immediate) pc = i->D; break;
                case Operation.SetGeS32: r[i->D] = (int)r[i->A] >= (int)r[i->B] ? 1u : 0u; break;
                case Operation.BrGeS32: if ((int)r[i->A] >= (int)r[i->B]) pc = i->D; break;
                case Operation.SetGeS32Imm: r[i->D] = (int)r[i->A] >= (int)i->Immediate ? 1u : 0u; break;
                case Operation.BrGeS32Imm: if ((int)r[i->A] >= (int)i->Immediate) pc = i->D; break;
                case Operation.SetGeU32: r[i->D] = r[i->A] >= r[i->B] ? 1u : 0u; break;
                case Operation.BrGeU32: if (r[i->A] >= r[i->B]) pc = i->D; break;
                case Operation.SetGeU32Imm: r[i->D] = r[i->A] >= (uint)i->Immediate ? 1u : 0u; break;
                case Operation.BrGeU32Imm: if (r[i->A] >= (uint)i->Immediate) pc = i->D; break;
                case Operation.SetEq64: r[i->D] = q[i->A] == q[i->B] ? 1u : 0u; break;
                case Operation.BrEq64: if (q[i->A] == q[i->B]) pc = i->D; break;
                case Operation.SetEq64Imm: r[i->D] = q[i->A] == i->Immediate ? 1u : 0u; break;
                case Operation.BrEq64Imm: if (q[i->A] == i->Immediate) pc = i->D; break;
                case Operation.SetNe64: r[i->D] = q[i->A] != q[i->B] ? 1u : 0u; break;
                case Operation.BrNe64: if (q[i->A] != q[i->B]) pc = i->D; break;
                case Operation.SetNe64Imm: r[i->D] = q[i->A] != i->Immediate ? 1u : 0u; break;
                case Operation.BrNe64Imm: if (q[i->A] != i->Immediate) pc = i->D; break;
                case Operation.SetLtS64: r[i->D] = (long)q[i->A] < (long)q[i->B] ? 1u : 0u; break;
                case Operation.BrLtS64: if ((long)q[i->A] < (long)q[i->B]) pc = i->D; break;
                case Operation.SetLtS64Imm: r[i->D] = (long)q[i->A] < (long)i->Immediate ? 1u : 0u; break;
                case Operation.BrLtS64Imm: if ((long)q[i->A] < (long)i->Immediate) pc = i->D; break;
                case Operation.SetLtU64: r[i->D] = q[i->A] < q[i->B] ? 1u : 0u; break;
                case Operation.BrLtU64: if (q[i->A] < q[i->B]) pc = i->D; break;
                case Operation.SetLtU64Imm: r[i->D] = q[i->A] < i->Immediate ? 1u : 0u; break;
                case Operation.BrLtU64Imm: if (q[i->A] < i->Immediate) pc = i->D; break;
                case Operation.SetGeS64: r[i->D] = (long)q[i->A] >= (long)q[i->B] ? 1u : 0u; break;
                case Operation.BrGeS64: if ((long)q[i->A] >= (long)q[i->B]) pc = i->D; break;
                case Operation.SetGeS64Imm: r[i->D] = (long)q[i->A] >= (long)i->Immediate ? 1u : 0u; break;
                case Operation.BrGeS64Imm: if ((long)q[i->A] >= (long)i->Immediate) pc = i->D; break;
                case Operation.SetGeU64: r[i->D] = q[i->A] >= q[i->B] ? 1u : 0u; break;
                case Operation.BrGeU64: if (q[i->A] >= q[i->B]) pc = i->D; break;
                case Operation.SetGeU64Imm: r[i->D] = q[i->A] >= i->Immediate ? 1u : 0u; break;
                case Operation.BrGeU64Imm: if (q[i->A] >= i->Immediate) pc = i->D; break;
                default:
                    ulong address = r[i->A] + i->Immediate;
                    if (address + i->AccessBytes > limit) pc = (uint)Outcome.MemoryOutOfBounds;
                    else Access(i, memory + address, r, q);
                    break;
            }
        }
        (pcAtEnd, fpAtEnd, _steps, _count, _last) = (pc, fp, steps, count, last);
        return outcome;
    }

    private static void Access(DecodedInstruction* i, byte* at, uint* r, ulong* q)
    {
        switch (i->Operation)
        {
            case Operation.Load32: r[i->D] = *(uint*)at; break;
            case Operation.Load8U: r[i->D] = *at; break;
            case Operation.Store32: *(uint*)at = r[i->B]; break;
            case Operation.Store8: *at = (byte)r[i->B]; break;
            case Operation.Load64: q[i->D] = *(ulong*)at; break;
            case Operation.Store64: *(ulong*)at = q[i->B]; break;
            case <= Operation.Load32: r[i->D] = (uint)MemoryAccess.Load(i->Operation, at); break;
            case <= Operation.Load64: q[i->D] = MemoryAccess.Load(i->Operation, at); break;
            case Operation.Store16: *(ushort*)at = (ushort)r[i->B]; break;
            default: MemoryAccess.Store(i->AccessBytes, at, q[i->B]); break;
        }
    }
}
