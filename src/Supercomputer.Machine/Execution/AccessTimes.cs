using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Supercomputer.Machine.Execution;

/// <summary>The time of the last access of every cell; 0 for cells never touched.</summary>
/// <remarks>Statement: an access at t to a cell last accessed at t' has 0 &lt;= t - t' - 1 &lt; 2^16; where more time went by,
/// a refresh carries the cell to t - 1 first. A cell's first access finds it at t - 1, its initial time.</remarks>
internal sealed unsafe class AccessTimes : IDisposable
{
    private const uint MaximumAge = 1 << 16;

    private readonly uint* _registers32;
    private readonly uint* _registers64;
    private readonly uint* _calls;
    private readonly uint* _auxiliary;
    private readonly uint* _memory;
    private readonly ExecutionRecord _record;

    internal AccessTimes(MachineState state, ExecutionRecord record)
    {
        _record = record;
        _registers32 = Allocate(state.RegisterCells);
        _registers64 = Allocate(state.RegisterCells);
        _calls = Allocate(state.RegisterCells);
        _auxiliary = Allocate(state.AuxiliarySize + 1);
        _memory = Allocate((nuint)state.MaximumPages * 16384 + 2);
    }

    /// <summary>The cells touched so far, in order of their first access.</summary>
    internal GrowingBuffer<CellRecord> Touched { get; } = new();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Register32(uint address, ulong value, uint now) =>
        Access(_registers32 + address, Space.Register32, address, value, now);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Register64(uint address, ulong value, uint now) =>
        Access(_registers64 + address, Space.Register64, address, value, now);

    internal uint Word(Space space, uint address, ulong value, uint now) =>
        Access(TimesOf(space) + address, space, address, value, now);

    /// <summary>An access whose row proves ages below <paramref name="maximumAge"/>, at least 2^16: only older cells are refreshed.</summary>
    internal uint Word(Space space, uint address, ulong value, uint now, uint maximumAge)
    {
        uint* cell = TimesOf(space) + address;
        uint previous = *cell;
        *cell = now;
        return now - previous - 1 < maximumAge && previous != 0 ? previous : Old(space, address, value, previous, now);
    }

    internal uint LastTime(Space space, uint address) => TimesOf(space)[address];

    public void Dispose()
    {
        Touched.Dispose();
        NativeMemory.Free(_registers32);
        NativeMemory.Free(_registers64);
        NativeMemory.Free(_calls);
        NativeMemory.Free(_auxiliary);
        NativeMemory.Free(_memory);
    }

    private uint* TimesOf(Space space) => space switch
    {
        Space.Register32 => _registers32,
        Space.Register64 => _registers64,
        Space.Memory => _memory,
        Space.Auxiliary => _auxiliary,
        _ => _calls,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Access(uint* cell, Space space, uint address, ulong value, uint now)
    {
        uint previous = *cell;
        *cell = now;
        return now - previous - 1 < MaximumAge && previous != 0 ? previous : Old(space, address, value, previous, now);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint Old(Space space, uint address, ulong value, uint previous, uint now)
    {
        if (previous == 0)
        {
            Touched.Add() = new CellRecord { Space = space, Address = address, Initial = value, InitialTime = now - 1 };
            return now - 1;
        }
        _record.Refreshes.Add() = new RefreshRecord
        {
            Space = space,
            Address = address,
            Value = value,
            OldTime = previous,
            NewTime = now - 1,
        };
        return now - 1;
    }

    private static uint* Allocate(nuint cells) => (uint*)NativeMemory.AllocZeroed(cells, sizeof(uint));
}
