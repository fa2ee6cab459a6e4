using System.Runtime.InteropServices;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Execution;

/// <summary>The spaces of a machine: registers, memory, Auxiliary, call cells.</summary>
/// <remarks>
/// Safety: the buffers are native, zeroed and reserved at their limits (the operating system gives pages when they are
/// touched). A register address is fp + index with fp below the stack limit and index below 2^16, so the register buffers
/// hold the stack limit plus 2^16 cells. Memory holds <see cref="MaximumPages"/> pages and 8 bytes of slack.
/// </remarks>
internal sealed unsafe class MachineState : IDisposable
{
    private const uint RegistersPerFrame = 1 << 16;

    internal readonly uint* Registers32;
    internal readonly ulong* Registers64;
    internal readonly ulong* Calls;
    internal readonly uint* Auxiliary;
    internal readonly byte* Memory;
    internal readonly uint StackLimit;
    internal readonly uint MaximumPages;
    internal readonly uint AuxiliarySize;
    internal uint Pages;

    internal MachineState(LoweredProgram program)
    {
        StackLimit = program.Limits.StackLimit;
        MaximumPages = program.MaximumPages;
        AuxiliarySize = program.AuxiliarySize;
        Pages = program.InitialPages;
        Registers32 = (uint*)NativeMemory.AllocZeroed(RegisterCells, sizeof(uint));
        Registers64 = (ulong*)NativeMemory.AllocZeroed(RegisterCells, sizeof(ulong));
        Calls = (ulong*)NativeMemory.AllocZeroed(RegisterCells, sizeof(ulong));
        Auxiliary = (uint*)NativeMemory.AllocZeroed(AuxiliarySize + 1, sizeof(uint));
        Memory = (byte*)NativeMemory.AllocZeroed((nuint)MaximumPages * 65536 + 8, 1);
        foreach (ImageInterval interval in program.MemoryImage) Fill((uint*)Memory, interval);
        foreach (ImageInterval interval in program.AuxiliaryImage) Fill(Auxiliary, interval);
    }

    /// <summary>The number of cells of each register space.</summary>
    internal nuint RegisterCells => StackLimit + RegistersPerFrame;

    /// <summary>The value of a cell.</summary>
    internal ulong Read(Space space, uint address) => space switch
    {
        Space.Register32 => Registers32[address],
        Space.Register64 => Registers64[address],
        Space.Memory => ((uint*)Memory)[address],
        Space.Auxiliary => Auxiliary[address],
        _ => Calls[address],
    };

    public void Dispose()
    {
        NativeMemory.Free(Registers32);
        NativeMemory.Free(Registers64);
        NativeMemory.Free(Calls);
        NativeMemory.Free(Auxiliary);
        NativeMemory.Free(Memory);
    }

    private static void Fill(uint* words, ImageInterval interval) =>
        interval.Words.CopyTo(new Span<uint>(words + interval.Start, interval.Words.Length));
}
