using System.Runtime.InteropServices;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>One operation of the interpreter's code.</summary>
/// <remarks>
/// Shape: <see cref="A"/> is an index, a memory offset's place is <see cref="B"/>; for branches <see cref="A"/> is the
/// target in the code and <see cref="B"/> the slot, counted from the frame, to which <see cref="Arity"/> operands move.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct Operation
{
    /// <summary>What to do; the opcodes of <c>if</c> and <c>else</c> stand for "branch where zero" and "go to".</summary>
    public Opcode Code;

    /// <summary>How many instructions of the module this is: fuel it takes.</summary>
    public byte Cost;

    /// <summary>Operands that a branch or return keeps.</summary>
    public ushort Arity;

    public int A;

    public ulong B;
}
