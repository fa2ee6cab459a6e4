using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Execution;

/// <summary>Loads and stores of linear memory, little-endian.</summary>
/// <remarks>Safety: the caller has checked that the access lies inside the memory.</remarks>
internal static unsafe class MemoryAccess
{
    internal static ulong Load(Operation operation, byte* at) => operation switch
    {
        Operation.Load8S => (uint)(sbyte)*at,
        Operation.Load8U or Operation.Load8U64 => *at,
        Operation.Load16S => (uint)*(short*)at,
        Operation.Load16U or Operation.Load16U64 => *(ushort*)at,
        Operation.Load32 or Operation.Load32U64 => *(uint*)at,
        Operation.Load8S64 => (ulong)(sbyte)*at,
        Operation.Load16S64 => (ulong)*(short*)at,
        Operation.Load32S64 => (ulong)*(int*)at,
        _ => *(ulong*)at,
    };

    internal static void Store(uint width, byte* at, ulong value)
    {
        switch (width)
        {
            case 1: *at = (byte)value; break;
            case 2: *(ushort*)at = (ushort)value; break;
            case 4: *(uint*)at = (uint)value; break;
            default: *(ulong*)at = value; break;
        }
    }
}
