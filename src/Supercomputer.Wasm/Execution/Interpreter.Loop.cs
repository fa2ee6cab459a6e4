using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>The main loop: one switch over the operations of a function, frames in an array of its own.</summary>
/// <remarks>
/// Safety: the code is validated, so operands, locals and branch targets lie where the compiler says; a frame is entered only
/// when its slots fit the stack; memory accesses are compared with the memory's size before they are made. The size and
/// base of the memory are read again whenever an instance changes or other code may have grown it.
/// </remarks>
internal sealed unsafe partial class Interpreter
{
    private enum Exit : byte
    {
        Returned,
        Trapped,
        OutOfFuel,
    }

    /// <summary>Runs a function whose arguments end at <paramref name="sp"/>; its results begin where they began.</summary>
    [SuppressMessage("Design", "MA0051:Method is too long", Justification = "Decode switch of the interpreter.")]
    [SkipLocalsInit]
    private Exit Run(FunctionInstance callee, ulong* sp, ref long fuelLeft)
    {
        int entryFrames = _frameCount;
        long fuel = fuelLeft;
        FunctionInstance function = null!;
        Instance instance = null!;
        Operation* pc = null, op = null;
        ulong* fp = null;
        ref byte memory = ref MemoryMarshal.GetArrayDataReference(s_noMemory);
        ulong memorySize = 0, address;
        TrapKind kind;

    enter:
        if (callee.Host is not null)
        {
            ulong* hostTop = sp;
            Trap? hostTrap = CallHost(callee, instance, ref hostTop);
            sp = hostTop;
            if (hostTrap is not null)
            {
                _trap = hostTrap;
                kind = hostTrap.Kind;
                goto trapped;
            }
            if (pc == null) goto returned;
            goto refresh;
        }
        CompiledFunction compiled = callee.Compiled ?? callee.Compile();
        ulong* frame = sp - compiled.ParameterCount;
        if (_frameCount >= _callDepth || compiled.FrameSlots > _stackEnd - frame)
        {
            kind = TrapKind.CallStackExhausted;
            goto trapped;
        }
        _frames[_frameCount++] = new Frame { Function = function, Pc = pc, Fp = fp };
        function = callee;
        fp = frame;
        sp = frame + compiled.LocalCount;
        for (ulong* local = frame + compiled.ParameterCount; local < sp; local++) *local = 0;
        pc = compiled.Code;
        if (instance == callee.Owner) goto next;

    enterInstance:
        instance = function.Owner!;

    refresh:
        if (instance.Memory is { } linear)
        {
            memory = ref MemoryMarshal.GetArrayDataReference(linear.Buffer);
            memorySize = linear.SizeBytes;
        }
        else memorySize = 0;

    next:
        for (; ; )
        {
            op = pc++;
            fuel -= op->Cost;
            if (fuel < 0) goto outOfFuel;
            switch (op->Code)
            {
                case Opcode.Nop: break;
                case Opcode.Unreachable: kind = TrapKind.Unreachable; goto trapped;
                case Opcode.If:
                    if ((uint)*--sp == 0) pc = function.Compiled!.Code + op->A;
                    break;
                case Opcode.Else: pc = function.Compiled!.Code + op->A; break;
                case Opcode.BrIf:
                    if ((uint)*--sp == 0) break;
                    goto case Opcode.Br;
                case Opcode.Br:
                    sp = Keep(sp, fp + op->B, op->Arity);
                    pc = function.Compiled!.Code + op->A;
                    break;
                case Opcode.BrTable: pc += Math.Min((uint)*--sp, (uint)op->A); break;
                case Opcode.Return:
                    sp = Keep(sp, fp, op->Arity);
                    ref Frame caller = ref _frames[--_frameCount];
                    pc = caller.Pc;
                    fp = caller.Fp;
                    function = caller.Function;
                    if (_frameCount == entryFrames) goto returned;
                    if (function.Owner != instance) goto enterInstance;
                    break;
                case Opcode.Call:
                    callee = instance.Functions[op->A];
                    goto enter;
                case Opcode.CallIndirect:
                    FunctionInstance found = callee;
                    kind = Callee(instance, op, (uint)*--sp, ref found);
                    callee = found;
                    if (kind != TrapKind.None) goto trapped;
                    goto enter;
                case Opcode.Drop: sp--; break;
                case Opcode.Select:
                    sp -= 2;
                    if ((uint)sp[1] == 0) sp[-1] = sp[0];
                    break;
                case Opcode.LocalGet: *sp++ = fp[op->A]; break;
                case Opcode.LocalSet: fp[op->A] = *--sp; break;
                case Opcode.LocalTee: fp[op->A] = sp[-1]; break;
                case Opcode.GlobalGet: *sp++ = instance.Globals[op->A].Bits; break;
                case Opcode.GlobalSet: instance.Globals[op->A].Bits = *--sp; break;
                case Opcode.I64Const: *sp++ = op->B; break;
                case Opcode.MemorySize: *sp++ = instance.Memory!.Pages; break;
                case Opcode.MemoryGrow:
                    sp[-1] = (uint)instance.Memory!.Grow((uint)sp[-1]);
                    goto refresh;
                case Opcode.I32Load or Opcode.F32Load or Opcode.I64Load32U:
                    address = (uint)sp[-1] + op->B;
                    if (address + 4 > memorySize) goto outOfBounds;
                    sp[-1] = Unsafe.ReadUnaligned<uint>(ref Unsafe.AddByteOffset(ref memory, (nuint)address));
                    break;
                case Opcode.I64Load or Opcode.F64Load:
                    address = (uint)sp[-1] + op->B;
                    if (address + 8 > memorySize) goto outOfBounds;
                    sp[-1] = Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref memory, (nuint)address));
                    break;
                case Opcode.I32Load8U or Opcode.I64Load8U:
                    address = (uint)sp[-1] + op->B;
                    if (address + 1 > memorySize) goto outOfBounds;
                    sp[-1] = Unsafe.ReadUnaligned<byte>(ref Unsafe.AddByteOffset(ref memory, (nuint)address));
                    break;
                case Opcode.I32Load16U or Opcode.I64Load16U:
                    address = (uint)sp[-1] + op->B;
                    if (address + 2 > memorySize) goto outOfBounds;
                    sp[-1] = Unsafe.ReadUnaligned<ushort>(ref Unsafe.AddByteOffset(ref memory, (nuint)address));
                    break;
                case Opcode.I32Load8S:
                    address = (uint)sp[-1] + op->B;
                    if (address + 1 > memorySize) goto outOfBounds;
                    sp[-1] = (uint)Unsafe.ReadUnaligned<sbyte>(ref Unsafe.AddByteOffset(ref memory, (nuint)address));
                    break;
                case Opcode.I32Load16S:
                    address = (uint)sp[-1] + op->B;
                    if (address + 2 > memorySize) goto outOfBounds;
                    sp[-1] = (uint)Unsafe.ReadUnaligned<short>(ref Unsafe.AddByteOffset(ref memory, (nuint)address));
                    break;
                case Opcode.I64Load8S:
                    address = (uint)sp[-1] + op->B;
                    if (address + 1 > memorySize) goto outOfBounds;
                    sp[-1] = (ulong)Unsafe.ReadUnaligned<sbyte>(ref Unsafe.AddByteOffset(ref memory, (nuint)address));
                    break;
                case Opcode.I64Load16S:
                    address = (uint)sp[-1] + op->B;
                    if (address + 2 > memorySize) goto outOfBounds;
                    sp[-1] = (ulong)Unsafe.ReadUnaligned<short>(ref Unsafe.AddByteOffset(ref memory, (nuint)address));
                    break;
                case Opcode.I64Load32S:
                    address = (uint)sp[-1] + op->B;
                    if (address + 4 > memorySize) goto outOfBounds;
                    sp[-1] = (ulong)Unsafe.ReadUnaligned<int>(ref Unsafe.AddByteOffset(ref memory, (nuint)address));
                    break;
                case Opcode.I32Store or Opcode.F32Store or Opcode.I64Store32:
                    address = (uint)sp[-2] + op->B;
                    if (address + 4 > memorySize) goto outOfBounds;
                    Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref memory, (nuint)address), (uint)sp[-1]);
                    sp -= 2;
                    break;
                case Opcode.I64Store or Opcode.F64Store:
                    address = (uint)sp[-2] + op->B;
                    if (address + 8 > memorySize) goto outOfBounds;
                    Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref memory, (nuint)address), (ulong)sp[-1]);
                    sp -= 2;
                    break;
                case Opcode.I32Store8 or Opcode.I64Store8:
                    address = (uint)sp[-2] + op->B;
                    if (address + 1 > memorySize) goto outOfBounds;
                    Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref memory, (nuint)address), (byte)sp[-1]);
                    sp -= 2;
                    break;
                case Opcode.I32Store16 or Opcode.I64Store16:
                    address = (uint)sp[-2] + op->B;
                    if (address + 2 > memorySize) goto outOfBounds;
                    Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref memory, (nuint)address), (ushort)sp[-1]);
                    sp -= 2;
                    break;
                case Opcode.I32Eq: sp--; sp[-1] = (uint)sp[-1] == (uint)sp[0] ? 1UL : 0; break;
                case Opcode.I64Eq: sp--; sp[-1] = sp[-1] == sp[0] ? 1UL : 0; break;
                case Opcode.I32Ne: sp--; sp[-1] = (uint)sp[-1] != (uint)sp[0] ? 1UL : 0; break;
                case Opcode.I64Ne: sp--; sp[-1] = sp[-1] != sp[0] ? 1UL : 0; break;
                case Opcode.I32LtS: sp--; sp[-1] = (int)sp[-1] < (int)sp[0] ? 1UL : 0; break;
                case Opcode.I32LtU: sp--; sp[-1] = (uint)sp[-1] < (uint)sp[0] ? 1UL : 0; break;
                case Opcode.I64LtS: sp--; sp[-1] = (long)sp[-1] < (long)sp[0] ? 1UL : 0; break;
                case Opcode.I64LtU: sp--; sp[-1] = (ulong)sp[-1] < (ulong)sp[0] ? 1UL : 0; break;
                case Opcode.I32GtS: sp--; sp[-1] = (int)sp[-1] > (int)sp[0] ? 1UL : 0; break;
                case Opcode.I32GtU: sp--; sp[-1] = (uint)sp[-1] > (uint)sp[0] ? 1UL : 0; break;
                case Opcode.I64GtS: sp--; sp[-1] = (long)sp[-1] > (long)sp[0] ? 1UL : 0; break;
                case Opcode.I64GtU: sp--; sp[-1] = (ulong)sp[-1] > (ulong)sp[0] ? 1UL : 0; break;
                case Opcode.I32LeS: sp--; sp[-1] = (int)sp[-1] <= (int)sp[0] ? 1UL : 0; break;
                case Opcode.I32LeU: sp--; sp[-1] = (uint)sp[-1] <= (uint)sp[0] ? 1UL : 0; break;
                case Opcode.I64LeS: sp--; sp[-1] = (long)sp[-1] <= (long)sp[0] ? 1UL : 0; break;
                case Opcode.I64LeU: sp--; sp[-1] = (ulong)sp[-1] <= (ulong)sp[0] ? 1UL : 0; break;
                case Opcode.I32GeS: sp--; sp[-1] = (int)sp[-1] >= (int)sp[0] ? 1UL : 0; break;
                case Opcode.I32GeU: sp--; sp[-1] = (uint)sp[-1] >= (uint)sp[0] ? 1UL : 0; break;
                case Opcode.I64GeS: sp--; sp[-1] = (long)sp[-1] >= (long)sp[0] ? 1UL : 0; break;
                case Opcode.I64GeU: sp--; sp[-1] = (ulong)sp[-1] >= (ulong)sp[0] ? 1UL : 0; break;
                case Opcode.I32Eqz: sp[-1] = (uint)sp[-1] == 0 ? 1UL : 0; break;
                case Opcode.I64Eqz: sp[-1] = sp[-1] == 0 ? 1UL : 0; break;
                case Opcode.I32Clz: sp[-1] = (uint)BitOperations.LeadingZeroCount((uint)sp[-1]); break;
                case Opcode.I32Ctz: sp[-1] = (uint)BitOperations.TrailingZeroCount((uint)sp[-1]); break;
                case Opcode.I32Popcnt: sp[-1] = (uint)BitOperations.PopCount((uint)sp[-1]); break;
                case Opcode.I32Add: sp--; sp[-1] = (uint)sp[-1] + (uint)sp[0]; break;
                case Opcode.I32Sub: sp--; sp[-1] = (uint)sp[-1] - (uint)sp[0]; break;
                case Opcode.I32Mul: sp--; sp[-1] = (uint)sp[-1] * (uint)sp[0]; break;
                case Opcode.I32And: sp--; sp[-1] = sp[-1] & sp[0]; break;
                case Opcode.I32Or: sp--; sp[-1] = sp[-1] | sp[0]; break;
                case Opcode.I32Xor: sp--; sp[-1] = sp[-1] ^ sp[0]; break;
                case Opcode.I32Shl: sp--; sp[-1] = (uint)sp[-1] << (int)sp[0]; break;
                case Opcode.I32ShrU: sp--; sp[-1] = (uint)sp[-1] >> (int)sp[0]; break;
                case Opcode.I32ShrS: sp--; sp[-1] = (uint)((int)sp[-1] >> (int)sp[0]); break;
                case Opcode.I32Rotl: sp--; sp[-1] = BitOperations.RotateLeft((uint)sp[-1], (int)sp[0]); break;
                case Opcode.I32Rotr: sp--; sp[-1] = BitOperations.RotateRight((uint)sp[-1], (int)sp[0]); break;
                case Opcode.I32DivU: if ((uint)sp[-1] == 0) goto divideByZero; sp--; sp[-1] = (uint)sp[-1] / (uint)sp[0]; break;
                case Opcode.I32RemU: if ((uint)sp[-1] == 0) goto divideByZero; sp--; sp[-1] = (uint)sp[-1] % (uint)sp[0]; break;
                case Opcode.I32DivS: if ((uint)sp[-1] == 0) goto divideByZero; if ((int)sp[-1] == -1 && (int)sp[-2] == int.MinValue) goto overflow; sp--; sp[-1] = (uint)((int)sp[-1] / (int)sp[0]); break;
                case Opcode.I32RemS: if ((uint)sp[-1] == 0) goto divideByZero; sp--; sp[-1] = (int)sp[0] == -1 ? 0 : (uint)((int)sp[-1] % (int)sp[0]); break;
                case Opcode.I64Clz: sp[-1] = (uint)BitOperations.LeadingZeroCount((ulong)sp[-1]); break;
                case Opcode.I64Ctz: sp[-1] = (uint)BitOperations.TrailingZeroCount((ulong)sp[-1]); break;
                case Opcode.I64Popcnt: sp[-1] = (uint)BitOperations.PopCount((ulong)sp[-1]); break;
                case Opcode.I64Add: sp--; sp[-1] = sp[-1] + sp[0]; break;
                case Opcode.I64Sub: sp--; sp[-1] = sp[-1] - sp[0]; break;
                case Opcode.I64Mul: sp--; sp[-1] = sp[-1] * sp[0]; break;
                case Opcode.I64And: sp--; sp[-1] = sp[-1] & sp[0]; break;
                case Opcode.I64Or: sp--; sp[-1] = sp[-1] | sp[0]; break;
                case Opcode.I64Xor: sp--; sp[-1] = sp[-1] ^ sp[0]; break;
                case Opcode.I64Shl: sp--; sp[-1] = (ulong)sp[-1] << (int)sp[0]; break;
                case Opcode.I64ShrU: sp--; sp[-1] = (ulong)sp[-1] >> (int)sp[0]; break;
                case Opcode.I64ShrS: sp--; sp[-1] = (ulong)((long)sp[-1] >> (int)sp[0]); break;
                case Opcode.I64Rotl: sp--; sp[-1] = BitOperations.RotateLeft((ulong)sp[-1], (int)sp[0]); break;
                case Opcode.I64Rotr: sp--; sp[-1] = BitOperations.RotateRight((ulong)sp[-1], (int)sp[0]); break;
                case Opcode.I64DivU: if ((ulong)sp[-1] == 0) goto divideByZero; sp--; sp[-1] = (ulong)sp[-1] / (ulong)sp[0]; break;
                case Opcode.I64RemU: if ((ulong)sp[-1] == 0) goto divideByZero; sp--; sp[-1] = (ulong)sp[-1] % (ulong)sp[0]; break;
                case Opcode.I64DivS: if ((ulong)sp[-1] == 0) goto divideByZero; if ((long)sp[-1] == -1 && (long)sp[-2] == long.MinValue) goto overflow; sp--; sp[-1] = (ulong)((long)sp[-1] / (long)sp[0]); break;
                case Opcode.I64RemS: if ((ulong)sp[-1] == 0) goto divideByZero; sp--; sp[-1] = (long)sp[0] == -1 ? 0 : (ulong)((long)sp[-1] % (long)sp[0]); break;
                case Opcode.I32WrapI64: sp[-1] = (uint)sp[-1]; break;
                case Opcode.I64ExtendI32S: sp[-1] = (ulong)(long)(int)sp[-1]; break;
                case Opcode.I32Extend8S: sp[-1] = (uint)(sbyte)sp[-1]; break;
                case Opcode.I32Extend16S: sp[-1] = (uint)(short)sp[-1]; break;
                case Opcode.I64Extend8S: sp[-1] = (ulong)(sbyte)sp[-1]; break;
                case Opcode.I64Extend16S: sp[-1] = (ulong)(short)sp[-1]; break;
                case Opcode.I64Extend32S: sp[-1] = (ulong)(int)sp[-1]; break;
                default:
                    // A copy is passed: a variable whose address is taken would not live in a register.
                    ulong* top = sp;
                    kind = Delegate(op, instance, ref top);
                    sp = top;
                    if (kind != TrapKind.None) goto trapped;
                    break;
            }
        }

    divideByZero:
        kind = TrapKind.IntegerDivideByZero;
        goto trapped;
    overflow:
        kind = TrapKind.IntegerOverflow;
        goto trapped;
    outOfBounds:
        kind = TrapKind.OutOfBoundsMemoryAccess;
    trapped:
        _trap = Describe(kind, function, op);
        fuelLeft = fuel;
        _frameCount = entryFrames;
        return Exit.Trapped;
    outOfFuel:
        fuelLeft = 0;
        _frameCount = entryFrames;
        return Exit.OutOfFuel;
    returned:
        fuelLeft = fuel;
        return Exit.Returned;
    }
}
