using System.Runtime.Intrinsics;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>Single lanes, and vectors in memory.</summary>
internal static unsafe partial class VectorOperations
{
    private static TrapKind Access(VectorInstruction vector, Operation* operation, MemoryInstance memory, ref ulong* sp)
    {
        // Loads of a whole vector replace the address; the others have a vector above it.
        ulong* at = vector.Form >= VectorForm.LoadLane ? sp - 3 : sp - 1;
        ulong address = (uint)*at + operation->B;
        uint size = 1U << vector.AccessSizeLog;
        if (address + size > memory.SizeBytes) return TrapKind.OutOfBoundsMemoryAccess;
        fixed (byte* cell = &memory.Buffer[address])
        {
            sp = at + 2;
            switch (vector.Form)
            {
                case VectorForm.Load: Put(at, Vector128.Load(cell)); break;
                case VectorForm.LoadExtend: Put(at, Extend(vector, Vector128.CreateScalar(*(ulong*)cell).AsByte())); break;
                case VectorForm.LoadSplat: Put(at, SplatOf(vector.Shape, LaneAt(cell, vector.Shape, 0))); break;
                case VectorForm.LoadZero: Put(at, Vector128.CreateScalar(LaneAt(cell, vector.Shape, 0)).AsByte()); break;
                case VectorForm.LoadLane:
                    Put(at, Get(at + 1));
                    SetLane(at, vector.Shape, operation->A, LaneAt(cell, vector.Shape, 0));
                    break;
                case VectorForm.Store:
                    Get(at + 1).Store(cell);
                    sp = at;
                    break;
                default:
                    SetLane(cell, vector.Shape, 0, LaneAt(at + 1, vector.Shape, operation->A));
                    sp = at;
                    break;
            }
        }
        return TrapKind.None;
    }

    /// <summary>The bits of a lane, zero above it.</summary>
    private static ulong LaneAt(void* vector, VectorShape shape, int lane) => shape.LaneSizeLog() switch
    {
        0 => ((byte*)vector)[lane],
        1 => ((ushort*)vector)[lane],
        2 => ((uint*)vector)[lane],
        _ => ((ulong*)vector)[lane],
    };

    private static void SetLane(void* vector, VectorShape shape, int lane, ulong bits)
    {
        switch (shape.LaneSizeLog())
        {
            case 0: ((byte*)vector)[lane] = (byte)bits; break;
            case 1: ((ushort*)vector)[lane] = (ushort)bits; break;
            case 2: ((uint*)vector)[lane] = (uint)bits; break;
            default: ((ulong*)vector)[lane] = bits; break;
        }
    }

    private static Vector128<byte> SplatOf(VectorShape shape, ulong bits) => shape.LaneSizeLog() switch
    {
        0 => Vector128.Create((byte)bits),
        1 => Vector128.Create((ushort)bits).AsByte(),
        2 => Vector128.Create((uint)bits).AsByte(),
        _ => Vector128.Create(bits).AsByte(),
    };

    /// <summary>A lane as it stands on the stack: a narrow one as an i32, with or without its sign.</summary>
    private static ulong Extract(VectorInstruction vector, ulong bits) => (vector.Operation, vector.Shape) switch
    {
        (LaneOperation.ExtendLow, VectorShape.I8x16) => (uint)(sbyte)bits,
        (LaneOperation.ExtendLow, VectorShape.I16x8) => (uint)(short)bits,
        _ => bits,
    };

    private static ulong Test(VectorInstruction vector, Vector128<byte> value)
    {
        if (vector.Operation == LaneOperation.AnyTrue) return value == Vector128<byte>.Zero ? 0UL : 1;
        bool isBitmask = vector.Operation == LaneOperation.Bitmask;
        return vector.Shape switch
        {
            VectorShape.I8x16 => Test(value, isBitmask),
            VectorShape.I16x8 => Test(value.AsUInt16(), isBitmask),
            VectorShape.I32x4 => Test(value.AsUInt32(), isBitmask),
            _ => Test(value.AsUInt64(), isBitmask),
        };
    }

    private static ulong Test<T>(Vector128<T> value, bool isBitmask) =>
        isBitmask ? value.ExtractMostSignificantBits() : Vector128.EqualsAny(value, Vector128<T>.Zero) ? 0UL : 1;
}
