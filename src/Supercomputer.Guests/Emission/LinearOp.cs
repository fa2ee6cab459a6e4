using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Emission;

/// <summary>An instruction of a block; <paramref name="Bits"/> is a local, a constant, an offset or a global.</summary>
internal readonly record struct LinearOp(Opcode Code, ulong Bits = 0, GuestFunction? Callee = null)
{
    public bool IsGet => Code == Opcode.LocalGet;

    public bool IsSet => Code is Opcode.LocalSet or Opcode.LocalTee;

    public int Local => (int)Bits;
}
