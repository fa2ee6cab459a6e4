using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Ir;

/// <summary>A value or an effect. Values are in static single assignment form; constants and parameters belong to no block.</summary>
internal sealed class Node(int id, Opcode op, ValType type, Node[] operands)
{
    private Node? _forward;

    public int Id { get; } = id;

    public Opcode Op { get; set; } = op;

    /// <summary>The type of the value; none for an effect.</summary>
    public ValType Type { get; } = type;

    public Node[] Operands { get; set; } = operands;

    /// <summary>A constant's bits, an access's offset, a size or an index.</summary>
    public ulong Bits { get; set; }

    /// <summary>A call's target, a string literal, an alignment.</summary>
    public object? Data { get; set; }

    /// <summary>So many low bits hold the value, the others are zero; 0 where nothing is known.</summary>
    public int KnownBits { get; set; }

    public Block? Block { get; set; }

    public bool IsConst => Op.IsConst();

    public uint U32 => (uint)Bits;

    public int I32 => (int)Bits;

    /// <summary>Whether it is no more than its value: it may be removed, repeated or made later.</summary>
    public bool IsPure => !HasEffect && !Op.IsLoad() && !(Op.IsDivision() && !IsSafeDivision);

    /// <summary>Whether it has to stay where it is.</summary>
    public bool HasEffect => Op is Ops.TrapIf or Opcode.Call or Ops.StackAlloc or Opcode.MemoryCopy or Opcode.MemoryFill or Opcode.MemoryGrow
        or Opcode.MemorySize or Opcode.GlobalSet or Opcode.GlobalGet || Op.IsStore();

    /// <summary>Whether nothing is lost where its value is not used.</summary>
    public bool IsRemovable => IsPure || Op.IsLoad() || Op is Opcode.GlobalGet or Opcode.MemorySize;

    private bool IsSafeDivision => Operands[1].IsConst && Operands[1].Bits != 0
        && (Type == ValType.I32 ? Operands[1].U32 != uint.MaxValue : Operands[1].Bits != ulong.MaxValue);

    /// <summary>Has every use take another node, once the function's uses are resolved.</summary>
    public void ReplaceBy(Node other)
    {
        if (other.Resolve() != this) _forward = other;
    }

    /// <summary>What stands for the node now.</summary>
    public Node Resolve()
    {
        Node at = this;
        while (at._forward is { } next) at = next;
        if (_forward is not null && _forward != at) _forward = at;
        return at;
    }

    public override string ToString() => $"%{Id} {Op} {Bits:x} ({string.Join(", ", Operands.Select(o => $"%{o.Id}"))})";
}
