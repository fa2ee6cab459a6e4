using Supercomputer.Guests.Ir;

namespace Supercomputer.Guests.Optimization;

/// <summary>Whether two accesses may touch the same bytes.</summary>
internal static class Aliases
{
    /// <summary>Whether a store may change what a load from the address and offset gives.</summary>
    public static bool MayOverlap(Node store, Node address, ulong offset, Wasm.Modules.Opcode load)
    {
        Node other = store.Operands[0];
        ulong left = store.Bits, right = offset;
        if (other != address)
        {
            if (!other.IsConst || !address.IsConst) return !(other.Op == Ops.Alloca && address.Op == Ops.Alloca);
            (left, right) = (left + other.Bits, right + address.Bits);
        }

        return left < right + (ulong)load.AccessSize() && right < left + (ulong)store.Op.AccessSize();
    }
}
