using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Gives the values of a region that are used outside of it a piece of the frame each: the region can then be copied, and
/// <see cref="ScalarReplacement"/> makes values of the pieces again.</summary>
internal static class Demotion
{
    public static void Run(GuestFunction function, HashSet<Block> region)
    {
        Dictionary<Node, Node> pieces = [];
        Dictionary<(Node, Block), Node> starts = [], ends = [];
        foreach (Block block in function.Blocks)
        {
            foreach (Node phi in block.Phis)
            {
                for (int i = 0; i < phi.Operands.Length; i++)
                    if (!region.Contains(block.Predecessors[i]) && IsInside(phi.Operands[i])) phi.Operands[i] = Load(phi.Operands[i], block.Predecessors[i], ends);
            }

            if (region.Contains(block)) continue;
            foreach (Node node in block.Body) Replace(node.Operands, block);
            Replace(block.Values, block);
        }

        foreach (((_, Block block), Node load) in starts) block.Body.Insert(0, load);
        foreach (((_, Block block), Node load) in ends) block.Body.Add(load);
        foreach ((Node node, Node piece) in pieces) Keep(function, node, piece);

        bool IsInside(Node node) => node.Block is { } home && region.Contains(home);

        void Replace(Node[] operands, Block block)
        {
            for (int i = 0; i < operands.Length; i++)
                if (IsInside(operands[i])) operands[i] = Load(operands[i], block, starts);
        }

        Node Load(Node node, Block block, Dictionary<(Node, Block), Node> loads)
        {
            if (loads.TryGetValue((node, block), out Node? known)) return known;
            if (!pieces.TryGetValue(node, out Node? piece)) pieces[node] = piece = Piece(function);
            Node load = function.NewNode(AccessOf(node.Type, Opcode.I32Load), node.Type, piece);
            (load.Block, load.KnownBits) = (block, node.KnownBits);
            return loads[(node, block)] = load;
        }
    }

    private static Node Piece(GuestFunction function)
    {
        Node piece = function.NewNode(Ops.Alloca, ValType.I32);
        (piece.Bits, piece.Data, piece.Block) = (8, 8, function.Entry);
        function.Entry.Body.Insert(0, piece);
        return piece;
    }

    private static Opcode AccessOf(ValType type, Opcode narrow) => type switch
    {
        ValType.I32 => narrow,
        ValType.I64 => narrow + 1,
        ValType.F32 => narrow + 2,
        _ => narrow + 3,
    };

    /// <summary>Stores the node's value where it is made.</summary>
    private static void Keep(GuestFunction function, Node node, Node piece)
    {
        Node store = function.NewNode(AccessOf(node.Type, Opcode.I32Store), Ops.None, piece, node);
        store.Block = node.Block;
        node.Block!.Body.Insert(node.Op == Ops.Phi ? 0 : node.Block.Body.IndexOf(node) + 1, store);
    }
}
