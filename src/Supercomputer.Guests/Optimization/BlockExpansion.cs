using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Writes out fills and copies of pieces of the frame that are otherwise only loaded and stored by elements of one size, at
/// constant places: such a piece becomes scalars (<see cref="ScalarReplacement"/>), and clearing what is overwritten costs nothing.</summary>
internal sealed class BlockExpansion
{
    private const int MaximumElements = 64;
    private readonly Dictionary<Node, int> _elements = [];
    private readonly HashSet<Node> _refused = [];
    private readonly List<Node> _blocks = [];

    public static void Run(GuestFunction function)
    {
        BlockExpansion expansion = new();
        foreach (Block block in function.Blocks)
        {
            foreach (Node node in block.Phis.Concat(block.Body)) expansion.Note(node);
            foreach (Node value in block.Values) expansion.Refuse(value);
        }

        if (expansion._blocks.Count == 0) return;
        expansion.Agree();
        foreach (Block block in function.Blocks) expansion.Rewrite(function, block);
    }

    /// <summary>The piece and the offset in it that an address names; null for any other address.</summary>
    private static (Node Piece, uint Offset)? Place(Node address)
    {
        if (address.Op == Ops.Alloca) return (address, 0);
        return address is { Op: Opcode.I32Add, Operands: [{ Op: Ops.Alloca } piece, { IsConst: true } offset] } ? (piece, offset.U32) : null;
    }

    private static bool IsBlock(Node node) => node.Op is Opcode.MemoryFill or Opcode.MemoryCopy && node.Operands[2].IsConst
        && (node.Op == Opcode.MemoryCopy || node.Operands[1].IsConst);

    private void Refuse(Node node)
    {
        if (Place(node) is { } place) _refused.Add(place.Piece);
    }

    private void Note(Node node)
    {
        if (node.Op == Opcode.I32Add && Place(node) is not null) return;
        int first = 0;
        if (node.Op.IsLoad() || node.Op.IsStore())
        {
            first = 1;
            if (Place(node.Operands[0]) is { } place) Note(place.Piece, place.Offset + node.Bits, node.Op.AccessSize());
        }
        else if (IsBlock(node))
        {
            first = 2;
            _blocks.Add(node);
        }

        foreach (Node operand in node.Operands.Skip(first)) Refuse(operand);
    }

    private void Note(Node piece, ulong offset, int size)
    {
        if (!_elements.TryAdd(piece, size) && _elements[piece] != size) _refused.Add(piece);
        if (offset % (ulong)size != 0 || piece.Bits > (ulong)(size * MaximumElements)) _refused.Add(piece);
    }

    /// <summary>Pieces that are copied to one another have elements of the same size; one that is refused does not refuse the other.</summary>
    private void Agree()
    {
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            foreach (Node block in _blocks)
            {
                (Node Piece, uint Offset)[] places = [.. block.Operands.Take(block.Op == Opcode.MemoryCopy ? 2 : 1).Select(Place).OfType<(Node, uint)>()];
                int[] sizes = [.. places.Select(p => Size(p.Piece)).Where(s => s > 0).Distinct()];
                foreach ((Node piece, uint offset) in places)
                {
                    if (_refused.Contains(piece)) continue;
                    int size = sizes.Length == 1 ? sizes[0] : 0;
                    if (sizes.Length > 1 || (size > 0 && (offset % size != 0 || block.Operands[2].U32 % size != 0))) isChanged |= _refused.Add(piece);
                    else if (size > 0) isChanged |= _elements.TryAdd(piece, size);
                }
            }
        }
    }

    /// <summary>The size of the elements of a piece that will be scalars, else 0.</summary>
    private int Size(Node piece) => _refused.Contains(piece) ? 0 : _elements.GetValueOrDefault(piece);

    private void Rewrite(GuestFunction function, Block block)
    {
        if (!block.Body.Exists(IsBlock)) return;
        List<Node> body = [];
        foreach (Node node in block.Body)
        {
            int size = !IsBlock(node) ? 0 : Math.Max(SizeAt(node, 0), node.Op == Opcode.MemoryCopy ? SizeAt(node, 1) : 0);
            if (size == 0 || node.Operands[2].U32 / size > MaximumElements) body.Add(node);
            else if (node.Op == Opcode.MemoryFill) Fill(function, node, size, body);
            else Copy(function, node, size, body);
        }

        block.Replace(body);
    }

    private int SizeAt(Node node, int operand) => Place(node.Operands[operand]) is { } place ? Size(place.Piece) : 0;

    private static void Fill(GuestFunction function, Node node, int size, List<Node> body)
    {
        ulong value = (byte)node.Operands[1].Bits * (size == 8 ? 0x0101010101010101 : (0x01010101UL & ((1UL << (8 * size)) - 1)));
        Node element = function.Const(size == 8 ? ValType.I64 : ValType.I32, value);
        for (uint at = 0; at < node.Operands[2].U32; at += (uint)size) body.Add(Access(function, StoreOf(size), Ops.None, at, node.Operands[0], element));
    }

    /// <summary>All is loaded before any is stored: the two may overlap.</summary>
    private static void Copy(GuestFunction function, Node node, int size, List<Node> body)
    {
        List<Node> values = [];
        for (uint at = 0; at < node.Operands[2].U32; at += (uint)size)
            values.Add(Access(function, LoadOf(size), size == 8 ? ValType.I64 : ValType.I32, at, node.Operands[1]));
        body.AddRange(values);
        for (int i = 0; i < values.Count; i++) body.Add(Access(function, StoreOf(size), Ops.None, (uint)(i * size), node.Operands[0], values[i]));
    }

    private static Node Access(GuestFunction function, Opcode op, ValType type, uint offset, params Node[] operands)
    {
        Node node = function.NewNode(op, type, operands);
        node.Bits = offset;
        return Simplifier.Simplify(function, node);
    }

    private static Opcode LoadOf(int size) => size switch
    {
        1 => Opcode.I32Load8U,
        2 => Opcode.I32Load16U,
        4 => Opcode.I32Load,
        _ => Opcode.I64Load,
    };

    private static Opcode StoreOf(int size) => size switch
    {
        1 => Opcode.I32Store8,
        2 => Opcode.I32Store16,
        4 => Opcode.I32Store,
        _ => Opcode.I64Store,
    };
}
