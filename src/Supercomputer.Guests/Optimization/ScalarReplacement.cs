using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>Pieces of the frame whose address is only used to load and store whole scalars become values.</summary>
/// <remarks>Source: Braun and others, "Simple and Efficient Construction of Static Single Assignment Form".</remarks>
internal sealed class ScalarReplacement
{
    private readonly GuestFunction _function;
    private readonly Dictionary<(Node Piece, ulong Offset), (int Size, ValType Type)> _scalars = [];
    private readonly HashSet<Node> _refused = [];
    private readonly Dictionary<(Block, (Node, ulong)), Node> _atEnd = [];
    private readonly Dictionary<(Block, (Node, ulong)), Node> _atStart = [];

    private ScalarReplacement(GuestFunction function) => _function = function;

    /// <summary>Says whether anything changed.</summary>
    public static bool Run(GuestFunction function) => new ScalarReplacement(function).Run();

    private bool Run()
    {
        FindScalars();
        if (_scalars.Count == 0) return false;
        foreach (Block block in _function.Blocks)
            foreach (Node node in block.Body)
                if (node.Op.IsStore() && ScalarOf(node) is { } scalar) _atEnd[(block, scalar)] = Raw(node, scalar);
        foreach (Block block in _function.Blocks) Rewrite(block);
        _function.ResolveUses();
        return true;
    }

    private void FindScalars()
    {
        foreach (Block block in _function.Blocks)
        {
            foreach (Node node in block.Phis.Concat(block.Body))
            {
                bool isAccess = node.Op.IsLoad() || node.Op.IsStore();
                for (int i = 0; i < node.Operands.Length; i++)
                {
                    if (node.Operands[i].Op != Ops.Alloca) continue;
                    if (isAccess && i == 0) Note(node);
                    else _refused.Add(node.Operands[i]);
                }
            }

            foreach (Node value in block.Values)
                if (value.Op == Ops.Alloca) _refused.Add(value);
        }

        foreach (IGrouping<Node, KeyValuePair<(Node Piece, ulong Offset), (int Size, ValType Type)>> piece in _scalars.GroupBy(s => s.Key.Piece))
        {
            ulong end = 0;
            foreach (KeyValuePair<(Node Piece, ulong Offset), (int Size, ValType Type)> scalar in piece.OrderBy(s => s.Key.Offset))
            {
                if (scalar.Key.Offset < end) _refused.Add(piece.Key);
                end = scalar.Key.Offset + (ulong)scalar.Value.Size;
            }
        }

        foreach ((Node Piece, ulong Offset) key in _scalars.Keys.Where(k => _refused.Contains(k.Piece)).ToArray()) _scalars.Remove(key);
    }

    private void Note(Node access)
    {
        int size = access.Op.AccessSize();
        ValType type = access.Op.IsLoad() ? access.Type : access.Operands[1].Type;
        (Node, ulong) key = (access.Operands[0], access.Bits);
        if (!_scalars.TryGetValue(key, out (int Size, ValType Type) known)) _scalars.Add(key, (size, type));
        else if (known.Size != size || (size < 4 && known.Type != type)) _refused.Add(access.Operands[0]);
    }

    private (Node, ulong)? ScalarOf(Node access)
    {
        (Node, ulong) key = (access.Operands[0], access.Bits);
        return _scalars.ContainsKey(key) ? key : null;
    }

    /// <summary>The value that a store leaves, of the scalar's type; a conversion stands where the store does.</summary>
    private Node Raw(Node store, (Node, ulong) scalar)
    {
        Node value = store.Operands[1];
        if (value.Type == _scalars[scalar].Type) return value;
        if (store.Data is Node known) return known;
        Node converted = _function.NewNode(Reinterpret(value.Type), _scalars[scalar].Type, value);
        store.Data = converted;
        return converted;
    }

    private static Opcode Reinterpret(ValType from) => from switch
    {
        ValType.I32 => Opcode.F32ReinterpretI32,
        ValType.F32 => Opcode.I32ReinterpretF32,
        ValType.I64 => Opcode.F64ReinterpretI64,
        _ => Opcode.I64ReinterpretF64,
    };

    private void Rewrite(Block block)
    {
        Dictionary<(Node, ulong), Node> now = [];
        List<Node> body = [];
        foreach (Node node in block.Body)
        {
            bool isStore = node.Op.IsStore();
            if ((!isStore && !node.Op.IsLoad()) || ScalarOf(node) is not { } scalar)
            {
                body.Add(node);
                continue;
            }

            if (isStore)
            {
                now[scalar] = Raw(node, scalar);
                if (node.Data is Node converted) body.Add(converted);
                continue;
            }

            Node value = now.TryGetValue(scalar, out Node? known) ? known : AtStart(block, scalar);
            Node shaped = Shape(node, value);
            node.ReplaceBy(shaped);
            if (shaped != value) body.Add(shaped);
        }

        block.Replace(body);
    }

    /// <summary>What a load makes of the stored value: a small one keeps its low bits.</summary>
    private Node Shape(Node load, Node value)
    {
        if (load.Type != value.Type) return _function.NewNode(Reinterpret(value.Type), load.Type, value);
        return load.Op switch
        {
            Opcode.I32Load8U => _function.NewNode(Opcode.I32And, ValType.I32, value, _function.Const(0xFF)),
            Opcode.I32Load16U => _function.NewNode(Opcode.I32And, ValType.I32, value, _function.Const(0xFFFF)),
            Opcode.I32Load8S => _function.NewNode(Opcode.I32Extend8S, ValType.I32, value),
            Opcode.I32Load16S => _function.NewNode(Opcode.I32Extend16S, ValType.I32, value),
            _ => value,
        };
    }

    private Node AtEnd(Block block, (Node, ulong) scalar) =>
        _atEnd.TryGetValue((block, scalar), out Node? known) ? known : AtStart(block, scalar);

    private Node AtStart(Block block, (Node, ulong) scalar)
    {
        if (_atStart.TryGetValue((block, scalar), out Node? known)) return known;
        ValType type = _scalars[scalar].Type;
        if (block.Predecessors.Count == 0) return _atStart[(block, scalar)] = _function.Const(type, 0);
        if (block.Predecessors.Count == 1) return _atStart[(block, scalar)] = AtEnd(block.Predecessors[0], scalar);
        Node phi = _function.NewNode(Ops.Phi, type);
        phi.Block = block;
        block.Phis.Add(phi);
        _atStart[(block, scalar)] = phi;
        phi.Operands = [.. block.Predecessors.Select(p => AtEnd(p, scalar))];
        return phi;
    }
}
