using Supercomputer.Guests.Metadata;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Ir;

/// <summary>A function in intermediate form, or an imported one.</summary>
internal sealed class GuestFunction(string name, ValType[] parameters, ValType[] results)
{
    private readonly Dictionary<(ValType, ulong), Node> _constants = [];
    private int _nextNode, _nextBlock;

    public string Name { get; } = name;

    public ValType[] Parameters { get; } = parameters;

    public ValType[] Results { get; } = results;

    /// <summary>The name in the module <c>wsc</c>; null for a function with a body.</summary>
    public string? Import { get; init; }

    public MethodDesc? Method { get; init; }

    /// <summary>The bits that a small result fills, as for <see cref="Node.KnownBits"/>.</summary>
    public int ResultBits { get; init; }

    public List<Block> Blocks { get; set; } = [];

    public Block Entry => Blocks[0];

    public List<Node> ParameterNodes { get; } = [];

    public bool IsOptimized { get; set; }

    public int NodeCount => Blocks.Sum(b => b.Body.Count + b.Phis.Count + 1);

    public Block NewBlock()
    {
        Block block = new(_nextBlock++);
        Blocks.Add(block);
        return block;
    }

    public Node NewNode(Opcode op, ValType type, params Node[] operands) => new(_nextNode++, op, type, operands);

    public Node Parameter(int bits)
    {
        Node node = NewNode(Ops.Param, Parameters[ParameterNodes.Count]);
        node.Bits = (ulong)ParameterNodes.Count;
        node.KnownBits = bits;
        ParameterNodes.Add(node);
        return node;
    }

    public Node Const(ValType type, ulong bits)
    {
        if (type is ValType.I32 or ValType.F32) bits = (uint)bits;
        if (_constants.TryGetValue((type, bits), out Node? known)) return known;
        Opcode op = type switch
        {
            ValType.I32 => Opcode.I32Const,
            ValType.I64 => Opcode.I64Const,
            ValType.F32 => Opcode.F32Const,
            _ => Opcode.F64Const,
        };
        Node node = NewNode(op, type);
        node.Bits = bits;
        return _constants[(type, bits)] = node;
    }

    public Node Const(int value) => Const(ValType.I32, (uint)value);

    /// <summary>Every node in a block.</summary>
    public IEnumerable<Node> Nodes => Blocks.SelectMany(b => b.Phis.Concat(b.Body));

    /// <summary>The functions that it calls, once for each call.</summary>
    public IEnumerable<GuestFunction> Callees =>
        Blocks.SelectMany(b => b.Body).Where(n => n.Op == Opcode.Call).Select(n => (GuestFunction)n.Data!);

    /// <summary>Has every operand name what stands for it now.</summary>
    public void ResolveUses()
    {
        foreach (Block block in Blocks)
        {
            foreach (Node node in block.Phis) Resolve(node.Operands);
            foreach (Node node in block.Body) Resolve(node.Operands);
            Resolve(block.Values);
        }
    }

    /// <summary>How often each node is used.</summary>
    public Dictionary<Node, int> CountUses()
    {
        Dictionary<Node, int> uses = [];
        foreach (Block block in Blocks)
        {
            foreach (Node node in block.Phis.Concat(block.Body))
                foreach (Node operand in node.Operands) uses[operand] = uses.GetValueOrDefault(operand) + 1;
            foreach (Node value in block.Values) uses[value] = uses.GetValueOrDefault(value) + 1;
        }

        return uses;
    }

    public override string ToString() => Name;

    private static void Resolve(Node[] nodes)
    {
        for (int i = 0; i < nodes.Length; i++) nodes[i] = nodes[i].Resolve();
    }
}
