using System.Runtime.Intrinsics;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>The vector instructions. A v128 takes two words of the stack, its low half in the lower one.</summary>
/// <remarks>
/// Safety: the code is validated, so operands stand where the form says and lane indices are in range; memory accesses are compared
/// with the memory's size before they are made. Lanes are computed with the portable vectors of the runtime, whose results are the
/// same on all machines; NaN as in <see cref="FloatOperations"/>. Source: WebAssembly Core 2.0, section 4.4.3.
/// </remarks>
internal static unsafe partial class VectorOperations
{
    /// <summary>An operation of the interpreter's own: <c>select</c> between vectors.</summary>
    public const Opcode Select = (Opcode)0xFE00;

    /// <summary>An operation of the interpreter's own: <c>global.get</c> of a vector.</summary>
    public const Opcode GlobalGet = (Opcode)0xFE01;

    /// <summary>An operation of the interpreter's own: <c>global.set</c> of a vector.</summary>
    public const Opcode GlobalSet = (Opcode)0xFE02;

    /// <summary>Executes one instruction on the stack.</summary>
    public static TrapKind Execute(Operation* operation, Instance instance, ref ulong* sp)
    {
        if (VectorInstructions.Of(operation->Code) is not { } vector) Move(operation, instance, ref sp);
        else if (vector.AccessesMemory) return Access(vector, operation, instance.Memory!, ref sp);
        else if (vector.Form is VectorForm.Unary) Put(sp - 2, Unary(vector, Get(sp - 2)));
        else if (vector.Form is VectorForm.Binary)
        {
            sp -= 2;
            Put(sp - 2, Binary(vector, Get(sp - 2), Get(sp)));
        }
        else Arrange(vector, operation->A, ref sp);
        return TrapKind.None;
    }

    private static void Move(Operation* operation, Instance instance, ref ulong* sp)
    {
        switch (operation->Code)
        {
            case Select:
                sp -= 3;
                if ((uint)sp[2] == 0) Put(sp - 2, Get(sp));
                break;
            case GlobalGet:
                GlobalInstance read = instance.Globals[operation->A];
                (*sp++, *sp++) = (read.Bits, read.UpperBits);
                break;
            case GlobalSet:
                sp -= 2;
                GlobalInstance written = instance.Globals[operation->A];
                (written.Bits, written.UpperBits) = (sp[0], sp[1]);
                break;
            default: throw new InvalidOperationException($"{operation->Code} has no implementation");
        }
    }

    /// <summary>The forms that take or leave something other than vectors alone, and those of three vectors.</summary>
    private static void Arrange(VectorInstruction vector, int lane, ref ulong* sp)
    {
        switch (vector.Form)
        {
            case VectorForm.Splat:
                Put(sp - 1, SplatOf(vector.Shape, sp[-1]));
                sp++;
                break;
            case VectorForm.ExtractLane:
                sp--;
                sp[-1] = Extract(vector, LaneAt(sp - 1, vector.Shape, lane));
                break;
            case VectorForm.ReplaceLane:
                sp--;
                SetLane(sp - 2, vector.Shape, lane, sp[0]);
                break;
            case VectorForm.Shift:
                sp--;
                Put(sp - 2, Shift(vector, Get(sp - 2), (int)sp[0] & ((8 << vector.Shape.LaneSizeLog()) - 1)));
                break;
            case VectorForm.Test:
                sp--;
                sp[-1] = Test(vector, Get(sp - 1));
                break;
            case VectorForm.Select:
                sp -= 4;
                Put(sp - 2, Vector128.ConditionalSelect(Get(sp + 2), Get(sp - 2), Get(sp)));
                break;
            case VectorForm.Shuffle:
                sp -= 4;
                Vector128<byte> pattern = Get(sp + 2);
                // An index beyond a vector's bytes gives zero, so each half of the pattern picks from its own operand.
                Put(sp - 2, Vector128.Shuffle(Get(sp - 2), pattern) | Vector128.Shuffle(Get(sp), pattern - Vector128.Create((byte)16)));
                break;
            default: throw Unknown(vector);
        }
    }

    private static Vector128<byte> Unary(VectorInstruction vector, Vector128<byte> value) => vector.Operation switch
    {
        LaneOperation.Not => ~value,
        LaneOperation.ExtendLow or LaneOperation.ExtendLowUnsigned or LaneOperation.ExtendHigh or LaneOperation.ExtendHighUnsigned
            => Extend(vector, value),
        LaneOperation.AddPairs or LaneOperation.AddPairsUnsigned => AddPairs(vector, value),
        >= LaneOperation.ToInteger => Convert(vector, value),
        _ => vector.Shape switch
        {
            VectorShape.F32x4 => Floats(vector, value.AsSingle()).AsByte(),
            VectorShape.F64x2 => Floats(vector, value.AsDouble()).AsByte(),
            _ => Integers(vector, value),
        },
    };

    private static Vector128<byte> Binary(VectorInstruction vector, Vector128<byte> left, Vector128<byte> right)
    {
        switch (vector.Operation)
        {
            case LaneOperation.And: return left & right;
            case LaneOperation.AndNot: return left & ~right;
            case LaneOperation.Or: return left | right;
            case LaneOperation.Xor: return left ^ right;
            case LaneOperation.Swizzle: return Vector128.Shuffle(left, right);
            case LaneOperation.MultiplyQ15Saturate: return MultiplyQ15(left.AsInt16(), right.AsInt16()).AsByte();
            case LaneOperation.DotProduct: return DotProduct(left.AsInt32(), right.AsInt32()).AsByte();
            case LaneOperation.Narrow or LaneOperation.NarrowUnsigned: return Narrow(vector, left, right);
            case LaneOperation.MultiplyLow or LaneOperation.MultiplyLowUnsigned
                or LaneOperation.MultiplyHigh or LaneOperation.MultiplyHighUnsigned:
                return MultiplyWide(vector, left, right);
        }
        return vector.Shape switch
        {
            VectorShape.I8x16 => Integers<sbyte, byte>(vector, left, right),
            VectorShape.I16x8 => Integers<short, ushort>(vector, left, right),
            VectorShape.I32x4 => Integers<int, uint>(vector, left, right),
            VectorShape.I64x2 => Integers<long, ulong>(vector, left, right),
            VectorShape.F32x4 => Floats(vector, left.AsSingle(), right.AsSingle(), s_nan32),
            _ => Floats(vector, left.AsDouble(), right.AsDouble(), s_nan64),
        };
    }

    private static Vector128<byte> Get(ulong* slots) => Vector128.Load((byte*)slots);

    private static void Put(ulong* slots, Vector128<byte> value) => value.Store((byte*)slots);

    private static InvalidOperationException Unknown(VectorInstruction vector) => new($"{vector.Name} has no implementation");
}
