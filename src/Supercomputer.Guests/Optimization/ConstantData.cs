using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Reads literals, tables and what static constructors left in read-only fields when the guest is compiled.</summary>
internal static class ConstantData
{
    public static void Run(GuestFunction function, GuestModule module)
    {
        bool isChanged = false;
        foreach (Block block in function.Blocks)
        {
            foreach (Node node in block.Body)
            {
                if (node.Operands is not [{ IsConst: true } address, ..] || Value(node, address, module) is not { } bits) continue;
                node.ReplaceBy(function.Const(node.Type, bits));
                isChanged = true;
            }
        }

        if (isChanged) function.ResolveUses();
    }

    private static ulong? Value(Node node, Node address, GuestModule module)
    {
        if (node.Op == Ops.Length) return module.LengthAt(address.U32);
        if (!node.Op.IsLoad() || module.ConstantAt(address.U32 + node.Bits, node.Op.AccessSize()) is not { } raw) return null;
        return node.Op switch
        {
            Opcode.I32Load8S => (uint)(sbyte)raw,
            Opcode.I32Load16S => (uint)(short)raw,
            Opcode.I64Load8S => (ulong)(sbyte)raw,
            Opcode.I64Load16S => (ulong)(short)raw,
            Opcode.I64Load32S => (ulong)(int)raw,
            _ => raw,
        };
    }
}
