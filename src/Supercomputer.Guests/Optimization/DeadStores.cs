using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Removes writes that nothing reads: to a piece of the frame that is only written, and those overwritten later in the same block
/// with no read between, above all the clearing of a stack allocation that is then filled.</summary>
/// <remarks>A test that traps between does not read: nobody sees the memory of a run that ended so.</remarks>
internal static class DeadStores
{
    private readonly record struct Range(Node Address, ulong Offset, ulong Size)
    {
        public bool Covers(Range other) => Address == other.Address && Offset <= other.Offset && other.Offset + other.Size <= Offset + Size;

        public bool MayMeet(Range other) => Address == other.Address
            ? Offset < other.Offset + other.Size && other.Offset < Offset + Size
            : !(Address.Op == Ops.Alloca && other.Address.Op == Ops.Alloca);
    }

    public static void Run(GuestFunction function)
    {
        HashSet<Node> written = OnlyWritten(function);
        foreach (Block block in function.Blocks)
        {
            block.Body.RemoveAll(node => IsWrite(node) && written.Contains(node.Operands[0]));
            RemoveOverwritten(block);
        }
    }

    private static bool IsWrite(Node node) => node.Op.IsStore() || node.Op is Opcode.MemoryFill or Opcode.MemoryCopy;

    /// <summary>Addresses within pieces whose addresses are used for nothing but writes.</summary>
    private static HashSet<Node> OnlyWritten(GuestFunction function)
    {
        Dictionary<Node, Node> pieces = [];
        HashSet<Node> read = [];
        foreach (Block block in function.Blocks)
        {
            foreach (Node node in block.Phis.Concat(block.Body))
            {
                if (node.Op == Ops.Alloca) pieces[node] = node;
                for (int i = 0; i < node.Operands.Length; i++)
                {
                    if (!pieces.TryGetValue(node.Operands[i], out Node? piece)) continue;
                    bool isDerived = node.Op == Opcode.I32Add && !pieces.ContainsKey(node.Operands[1 - i]);
                    if (isDerived) pieces[node] = piece;
                    else if (!(IsWrite(node) && i == 0)) read.Add(piece);
                }
            }

            foreach (Node value in block.Values)
                if (pieces.TryGetValue(value, out Node? piece)) read.Add(piece);
        }

        // A phi may read what is made behind it: only what is not seen by one is sure.
        foreach (Node operand in function.Blocks.SelectMany(b => b.Phis).SelectMany(p => p.Operands))
            if (pieces.TryGetValue(operand, out Node? piece)) read.Add(piece);
        return [.. pieces.Where(p => !read.Contains(p.Value)).Select(p => p.Key)];
    }

    private static void RemoveOverwritten(Block block)
    {
        List<Range> later = [];
        for (int i = block.Body.Count - 1; i >= 0; i--)
        {
            Node node = block.Body[i];
            if (IsWrite(node))
            {
                Range? range = Of(node, 0);
                if (range is { } write && later.Exists(l => l.Covers(write)))
                {
                    block.Body.RemoveAt(i);
                    continue;
                }

                // A copy reads before it writes: going back, it counts as read last.
                if (range is { Size: > 0 } known) later.Add(known);
                if (node.Op == Opcode.MemoryCopy) Read(Of(node, 1), later);
            }
            else if (node.Op.IsLoad())
            {
                Read(Of(node, 0), later);
            }
            else if (node.HasEffect && node.Op != Ops.TrapIf)
            {
                later.Clear();
            }
        }
    }

    private static void Read(Range? range, List<Range> later)
    {
        if (range is { } read) later.RemoveAll(l => l.MayMeet(read));
        else later.Clear();
    }

    /// <summary>What an access touches; null where its size is not constant.</summary>
    private static Range? Of(Node node, int operand)
    {
        ulong offset = node.Op.IsLoad() || node.Op.IsStore() ? node.Bits : 0;
        ulong? size = node.Op.IsLoad() || node.Op.IsStore() ? (ulong)node.Op.AccessSize() : node.Operands[2].IsConst ? node.Operands[2].U32 : null;
        Node address = node.Operands[operand];
        if (address is { Op: Opcode.I32Add, Operands: [{ Op: Ops.Alloca } piece, { IsConst: true } constant] }) (address, offset) = (piece, offset + constant.U32);
        return size is { } bytes ? new Range(address, offset, bytes) : null;
    }
}
