using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;
using Supercomputer.Guests.Optimization;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Import;

/// <summary>Appends nodes to a block.</summary>
internal sealed class Builder(GuestFunction function)
{
    public GuestFunction Function { get; } = function;

    public Block Block { get; set; } = null!;

    public Node Const(int value) => Function.Const(value);

    public Node Pure(Opcode op, params Node[] operands) => Pure(op, Ops.ResultOf(op), operands);

    public Node Pure(Opcode op, ValType type, params Node[] operands)
    {
        Node node = Function.NewNode(op, type, operands);
        Node found = Simplifier.Simplify(Function, node);
        return found == node ? Append(node) : found;
    }

    public Node Append(Node node)
    {
        node.Block = Block;
        Block.Body.Add(node);
        return node;
    }

    public Node Effect(Opcode op, ValType type, params Node[] operands) => Append(Function.NewNode(op, type, operands));

    public Node Add(Node address, int offset) => offset == 0 ? address : Pure(Opcode.I32Add, address, Const(offset));

    public Node Alloca(int size, int alignment)
    {
        Node node = Function.NewNode(Ops.Alloca, ValType.I32);
        node.Bits = (ulong)Math.Max(1, size);
        node.Data = alignment;
        node.Block = Function.Entry;
        Function.Entry.Body.Insert(0, node);
        return node;
    }

    public Node Load(TypeDesc type, Node address) => Load(type.LoadOpcode, address);

    public Node Load(Opcode op, Node address)
    {
        Node node = Function.NewNode(op, Ops.ResultOf(op), address);
        return Append(Simplifier.Simplify(Function, node));
    }

    public void Store(TypeDesc type, Node address, Node value) =>
        Append(Simplifier.Simplify(Function, Function.NewNode(type.StoreOpcode, Ops.None, address, value)));

    public void TrapIf(Node condition)
    {
        if (condition is { IsConst: true, Bits: 0 }) return;
        Append(Simplifier.Simplify(Function, Function.NewNode(Ops.TrapIf, Ops.None, condition)));
    }

    /// <summary>Copies a struct: by its scalars where they are few.</summary>
    public void Copy(TypeDesc type, Node to, Node from)
    {
        if (to == from) return;
        if (!type.IsStruct)
        {
            Store(type, to, Load(type, from));
        }
        else if (type.Layout.Leaves.Length > 32)
        {
            Effect(Opcode.MemoryCopy, Ops.None, to, from, Const(type.Size));
        }
        else
        {
            Node[] values = [.. type.Layout.Leaves.Select(leaf => Load(leaf.Type, Add(from, leaf.Offset)))];
            for (int i = 0; i < values.Length; i++) Store(type.Layout.Leaves[i].Type, Add(to, type.Layout.Leaves[i].Offset), values[i]);
        }
    }

    /// <summary>Sets a place to zero.</summary>
    public void Clear(TypeDesc type, Node to)
    {
        if (!type.IsStruct) Store(type, to, Function.Const(type.ValType, 0));
        else if (type.Layout.Leaves.Length > 32) Effect(Opcode.MemoryFill, Ops.None, to, Const(0), Const(type.Size));
        else foreach (Leaf leaf in type.Layout.Leaves) Store(leaf.Type, Add(to, leaf.Offset), Function.Const(leaf.Type.ValType, 0));
    }

    public Node Extend(TypeDesc type, Node value) => type.Kind switch
    {
        TypeKind.Boolean or TypeKind.Byte => Pure(Opcode.I32And, value, Const(0xFF)),
        TypeKind.Char or TypeKind.UInt16 => Pure(Opcode.I32And, value, Const(0xFFFF)),
        TypeKind.SByte => Pure(Opcode.I32Extend8S, value),
        TypeKind.Int16 => Pure(Opcode.I32Extend16S, value),
        _ => value,
    };

    /// <summary>A call; its results are its own value where there is one, else nodes behind it.</summary>
    public Node[] Call(GuestFunction callee, params Node[] arguments)
    {
        Node call = Effect(Opcode.Call, callee.Results.Length == 1 ? callee.Results[0] : Ops.None, arguments);
        call.Data = callee;
        call.KnownBits = callee.ResultBits;
        if (callee.Results.Length < 2) return callee.Results.Length == 0 ? [] : [call];
        Node[] results = new Node[callee.Results.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = Effect(Ops.Result, callee.Results[i], call);
            results[i].Bits = (ulong)i;
        }

        return results;
    }

    /// <summary>Ends the run with a message, and the block.</summary>
    public void Trap(GuestModule module, string message)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(message);
        if (bytes.Length > 0)
        {
            GuestFunction trap = module.ImportOf("trap", [ValType.I32, ValType.I32], []);
            Call(trap, Const((int)module.AddBytes(bytes, 1)), Const(bytes.Length));
        }

        Block.Finish(BlockEnd.Unreachable, []);
    }
}
