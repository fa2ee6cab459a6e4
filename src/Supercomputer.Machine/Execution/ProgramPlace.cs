using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Execution;

/// <summary>A place in a module, for messages: no part of any statement.</summary>
/// <param name="Function">The function by its name, or its index where it has none; or the segment that did not fit.</param>
/// <param name="ByteOffset">The byte of the module at which its instruction stands; -1 where it is not known.</param>
public sealed record ProgramPlace(string Function, int ByteOffset)
{
    /// <summary>The place that a program counter comes from; null for code that stands for no instruction of the module, and for programs
    /// that were read from a key file, which keeps no names.</summary>
    public static ProgramPlace? Of(LoweredProgram program, uint programCounter)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.SymbolAt(programCounter) is not { IsRuntime: false } symbol) return null;
        return new(symbol.Name, programCounter < program.ByteOffsets.Length ? program.ByteOffsets[programCounter] : -1);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{PrintableText.Shorten(Function)}{(ByteOffset >= 0 ? $" at byte {ByteOffset} of the module" : "")}";

    /// <summary>The program counter of the module's own code in which a run stands: where it stands in a routine of the runtime, that of
    /// the call that led there.</summary>
    /// <param name="program">The program.</param>
    /// <param name="programCounter">Where the run stands.</param>
    /// <param name="frame">Its frame.</param>
    /// <param name="linkOf">The call cell of a frame: the caller's frame above the program counter that it goes on at.</param>
    internal static uint CallSite(LoweredProgram program, uint programCounter, uint frame, Func<uint, ulong> linkOf)
    {
        uint at = programCounter;
        while (frame > 0 && program.SymbolAt(at) is { IsRuntime: true })
        {
            ulong link = linkOf(frame);
            uint caller = (uint)(link >> 32);
            if ((uint)link == 0 || caller >= frame) break;
            (at, frame) = ((uint)link - 1, caller);
        }
        return at;
    }
}
